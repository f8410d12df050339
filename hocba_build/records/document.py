"""What a file is between bytes and domain values: plain documents, and the checks of its raw text."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, TypeAlias

from hocba_build.domain.words import count_text
from hocba_build.records.faults import FaultyError, stop
from hocba_build.records.text import describe, forbidden, is_composed

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | Decimal | bool | None"
"""A document; numbers are exact, never floats."""

MAX_BYTES: Final = 256 * 1024
MAX_DEPTH: Final = 8
MAX_KEY: Final = 128
BOM: Final = b"\xef\xbb\xbf"
_MODELINE: Final = re.compile(r"# yaml-language-server: \$schema=\S+\n")


def text_of(raw: bytes) -> str:
    """The text of a file's bytes, or the fault of its size, encoding or characters."""
    check_size(len(raw))
    if raw.startswith(BOM):
        raise stop("HB101", "tệp mở đầu bằng dấu BOM: lưu lại dưới dạng UTF-8 không BOM, hoặc chạy `hocba fmt`", 1)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise stop("HB101", f"byte thứ {error.start + 1} không phải UTF-8: lưu lại tệp dưới dạng UTF-8", line) from None
    if (at := text.find("\r")) >= 0:
        line = text.count("\n", 0, at) + 1
        raise stop("HB101", "dòng kết thúc kiểu Windows (CR LF): chạy `hocba fmt` để đổi thành LF", line)
    _check_characters(text)
    return text


def check_size(size: int) -> None:
    """Raise the fault of a file no record can be as large as."""
    if size > MAX_BYTES:
        raise stop(
            "HB107",
            f"tệp dài {count_text(size)} byte, tối đa {count_text(MAX_BYTES)}: không phải một tệp hồ sơ, hãy bỏ ra",
        )


def _check_characters(text: str) -> None:
    if found := forbidden(text):
        line = text.count("\n", 0, found.start()) + 1
        raise stop("HB106", f"kí tự không được phép {describe(found[0])}: xoá đi và gõ lại", line)
    if not is_composed(text):
        line = next((number for number, row in enumerate(text.split("\n"), 1) if not is_composed(row)), 1)
        message = "chữ có dấu không ở dạng dựng sẵn (NFC): chạy `hocba fmt`, và chọn bảng mã Unicode dựng sẵn khi gõ"
        raise stop("HB106", message, line)


def check_value(text: str, line: int) -> None:
    """The same for a value written with escapes, which the raw text does not show."""
    if found := (forbidden(text) or re.search("\n", text)):
        raise stop("HB106", f"giá trị có kí tự không được phép {describe(found[0])}: xoá đi và gõ lại", line)
    if not is_composed(text):
        raise stop("HB106", "giá trị có chữ không ở dạng dựng sẵn (NFC): gõ lại", line)


def split_modeline(text: str) -> tuple[str, str]:
    """The schema modeline (with its line end, or empty) and the rest."""
    found = _MODELINE.match(text)
    return (found[0], text[found.end() :]) if found else ("", text)


__all__ = ["BOM", "MAX_BYTES", "FaultyError", "Json", "check_size", "check_value", "split_modeline", "text_of"]
