"""What a person typed in a cell, as one of the sheet's words; an explicit table of what is understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from hocba_build.domain.moments import typed_day
from hocba_build.domain.values import HIGHEST, LOWEST, ONE_DECIMAL
from hocba_build.domain.vietnamese import fold
from hocba_build.exchange.columns import Input
from hocba_build.exchange.grid import Value
from hocba_build.exchange.tokens import EXEMPT, NOT_SAT, score_token
from hocba_build.records.text import describe, forbidden

ERASE: Final = "xoá"
"""Typed to take a value away; an empty cell keeps what the records hold."""
MAX_REMARK: Final = 500
MAX_REASON: Final = 200
MAX_HALF_DAYS: Final = 31


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a value is not understood, or not allowed."""

    code: str
    message: str


_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_BLANK: Final = frozenset({"", "-", "–", "—", "."})
_NUMBER: Final = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,20}))?")
_WORDS: Final[Mapping[Input, Mapping[str, str]]] = {
    Input.OUTCOME: {
        "d": "Đ", "dat": "Đ", "cd": "CĐ", "chuadat": "CĐ", "c": "CĐ",
    },
    Input.LEVEL: {
        "t": "Tốt", "tot": "Tốt", "k": "Khá", "kha": "Khá", "d": "Đạt", "dat": "Đạt", "cd": "Chưa đạt",
        "chuadat": "Chưa đạt",
    },
}  # fmt: skip
_TEST_WORDS: Final = {"kd": NOT_SAT, "khongdu": NOT_SAT, "m": EXEMPT, "mg": EXEMPT, "mien": EXEMPT}
_ALLOWED: Final = {
    Input.SCORE: "một điểm từ 0 đến 10, KD (không dự) hoặc M (miễn)",
    Input.OUTCOME: "Đ, CĐ, KD (không dự) hoặc M (miễn)",
    Input.LEVEL: "Tốt, Khá, Đạt hoặc Chưa đạt",
    Input.COUNT: f"một số nguyên từ 0 đến {MAX_HALF_DAYS}",
    Input.DAY: "một ngày như 21/07/2026",
    Input.TICK: "x (có chọn) hoặc để trống",
    Input.ROUND: "1 (cuối năm học) hoặc 2 (sau hè)",
}
TICKED: Final = "x"
_TICKS: Final = {"x": TICKED, "co": TICKED, "1": TICKED, "v": TICKED, "0": ERASE, "khong": ERASE}
_CENTURY: Final = range(2000, 2100)


def understand(value: Value | None, takes: Input, longest: int | None = None) -> str | Wrong | None:
    """The word of a cell: ``None`` for an empty one, ``ERASE`` to take the value away.

    ``longest`` is how many signs a text may have, where its kind does not say.
    """
    if value is None:
        return None
    if isinstance(value, str):
        value = tidy(value)
        if value in _BLANK:
            return None
        if fold(value).lower() == fold(ERASE):
            return ERASE
    if takes in _LIMITS:
        return _text(value, longest or _LIMITS[takes])
    return _READERS[takes](value, takes)


def tidy(text: str) -> str:
    """Text as it should have been typed: composed letters, one space between words, nothing invisible."""
    shown = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).replace("\u00d0", "Đ").replace("\u00f0", "đ")
    return " ".join(shown.split()).removeprefix("'").strip()


def _test(value: Value, takes: Input) -> str | Wrong:
    if isinstance(value, str) and (known := _TEST_WORDS.get(_letters(value))):
        return known
    return _score(value, takes) if takes is Input.SCORE else _choice(value, takes)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(unicodedata.normalize("NFKC", text)).lower())


def _choice(value: Value, takes: Input) -> str | Wrong:
    known = _WORDS[takes].get(_letters(value)) if isinstance(value, str) else None
    return known or _unknown(value, takes)


def _unknown(value: Value, takes: Input) -> Wrong:
    if isinstance(value, date):
        return Wrong("HB409", _date_sentence(value, takes))
    return Wrong("HB409", f"ghi «{show(value)}»: chỉ nhận {_ALLOWED[takes]}")


def _date_sentence(value: date, takes: Input) -> str:
    guess = f" (có phải {value.day},{value.month}?)" if takes is Input.SCORE and value.month < 10 else ""
    return f"Excel đã đổi thành ngày {value:%d/%m/%Y}{guess}: gõ lại {_ALLOWED[takes]}"


def show(value: Value) -> str:
    """A value as a message shows it, shortened."""
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    text = "".join(sign if sign.isprintable() else "?" for sign in text)
    return text if len(text) <= 40 else f"{text[:40]}…"


def number_of(value: Value) -> Decimal | None:
    """The exact number of a cell: a float by the 15 digits a spreadsheet shows; text with a comma or a point."""
    if isinstance(value, bool | date | datetime | time | timedelta):
        return None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        found = Decimal(f"{value:.15g}")
        return found if found.is_finite() else None
    matched = _NUMBER.fullmatch(unicodedata.normalize("NFKC", value))
    return Decimal(f"{matched[1]}.{matched[2] or 0}") if matched else None


def digits_of(value: Value) -> str:
    """An id as text; a number some program made of it, with its ten digits."""
    if isinstance(value, str):
        return tidy(value).replace(" ", "")
    number = number_of(value)
    if number is None or number != number.to_integral_value():
        return str(value)
    return str(int(number)).zfill(10)


def _score(value: Value, takes: Input) -> str | Wrong:
    number = number_of(value)
    if number is None:
        return _unknown(value, takes)
    if not LOWEST <= number <= HIGHEST:
        tenth = number / 10
        is_slip = HIGHEST < number < 100 and number == number.to_integral_value()
        remedy = f"có phải {_comma(tenth)}?" if is_slip else "sửa thành điểm từ 0 đến 10"
        return Wrong("HB410", f"ghi {_comma(number)}, ngoài thang điểm 0–10: {remedy}")
    rounded = number.quantize(ONE_DECIMAL, rounding=ROUND_HALF_UP)
    if rounded != number:
        message = f"ghi {_comma(number)}, điểm chỉ lấy một chữ số thập phân: làm tròn thành {_comma(rounded)} rồi nhập"
        return Wrong("HB411", message)
    return score_token(rounded)


def _comma(number: Decimal) -> str:
    return score_token(number).replace(".", ",")


def _count(value: Value, takes: Input) -> str | Wrong:
    number = number_of(value)
    if number is None or number != number.to_integral_value():
        return _unknown(value, takes)
    if not 0 <= number <= MAX_HALF_DAYS:
        return Wrong("HB410", f"ghi {_comma(number)} buổi: một tháng chỉ từ 0 đến {MAX_HALF_DAYS}")
    return str(int(number))


def _day(value: Value, takes: Input) -> str | Wrong:
    found = typed_day(value) if isinstance(value, str) else None
    if isinstance(value, date):  # A spreadsheet's own day, with or without its hour.
        found = date(value.year, value.month, value.day)
    return found.isoformat() if found and found.year in _CENTURY else _unknown(str(value), takes)


def _tick(value: Value, takes: Input) -> str | Wrong:
    said = TICKED if value is True else _TICKS.get(_letters(str(value)))
    return said or _unknown(value, takes)


def _round(value: Value, takes: Input) -> str | Wrong:
    number = number_of(value)
    return str(int(number)) if number in (1, 2) else _unknown(value, takes)


def _text(value: Value, limit: int) -> str | Wrong:
    if isinstance(value, bool | date | datetime | time | timedelta):
        return Wrong("HB409", f"ghi «{show(value)}»: cần chữ, gõ lại")
    text = value if isinstance(value, str) else _comma(number_of(value) or Decimal(0))
    if found := forbidden(text):
        return Wrong("HB417", f"có kí tự không được phép {describe(found[0])}: xoá đi và gõ lại")
    if len(text) > limit:
        return Wrong("HB417", f"dài {len(text)} kí tự, nhiều nhất {limit}: rút gọn")
    return text


_READERS: Final[Mapping[Input, Callable[[Value, Input], str | Wrong]]] = {
    Input.SCORE: _test,
    Input.OUTCOME: _test,
    Input.LEVEL: _choice,
    Input.COUNT: _count,
    Input.DAY: _day,
    Input.TICK: _tick,
    Input.ROUND: _round,
}
_LIMITS: Final = {Input.REASON: MAX_REASON, Input.REMARK: MAX_REMARK, Input.TEXT: MAX_REASON}
