"""Schema violations as sentences a teacher can act on."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final

from hocba_build.records.canonical import number
from hocba_build.records.faults import Fault, pointer_to
from hocba_build.records.schemas import Violation

_COMMA_NUMBER: Final = re.compile(r"-?[0-9]{1,3},[0-9]{1,4}")
_POINT_NUMBER: Final = re.compile(r"-?[0-9]{1,3}\.?[0-9]{0,4}")
_EXPONENT: Final = re.compile(r"[-+]?[0-9.]+[eE][-+]?[0-9]+")
_TYPES: Final[dict[str, str]] = {
    "object": "một khối khoá: giá trị",
    "array": "một danh sách [ … ]",
    "string": "chữ",
    "number": "một số",
    "integer": "một số nguyên",
    "boolean": "true hoặc false",
    "null": "null",
}
_PERSONAL: Final = frozenset(
    "nhan_than ho_so ho_ten ngay_sinh giao_vien giao_vien_chu_nhiem hieu_truong nhan_xet chung_tu ly_do".split()
)
_TENFOLD: Final = Decimal(10)
_TENTH: Final = Decimal("0.1")


def explain(violation: Violation) -> Fault:
    """The finding for one violation: what stands there, what may stand there."""
    sentence = _SENTENCES.get(violation.keyword, _anything)(violation)
    where = violation.where
    if violation.keyword == "additionalProperties" and (unknown := _unknown(violation)):
        where = (*where, unknown[0])
    return Fault("HB108", sentence, pointer=pointer_to(*where))


def _subject(violation: Violation) -> str:
    """The place as a person names it: the last key, and the test's number in a list."""
    if not violation.where:
        return "tệp"
    last = violation.where[-1]
    if isinstance(last, int):
        key = next((part for part in reversed(violation.where) if isinstance(part, str)), "danh sách")
        return f"«{key}» thứ {last + 1}"
    return f"«{last}»"


def _private(violation: Violation) -> bool:
    """Whether a personal value stands there: a message may end in a log, so it is not repeated."""
    words = {part for part in violation.where if isinstance(part, str)}
    return bool(words & _PERSONAL) and isinstance(violation.instance, str)


def _value(violation: Violation) -> str:
    return "giá trị đang có" if _private(violation) else _show(violation.instance)


def _stands(violation: Violation) -> str:
    """The beginning of a sentence about a value: where it stands and, unless it is personal, what it is."""
    place = _subject(violation)
    return place if _private(violation) else f"{place} là {_show(violation.instance)},"


def _show(value: Any) -> str:  # noqa: ANN401 - any part of a document
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return number(value)
    if isinstance(value, str):
        return f"«{value}»" if len(value) <= 40 else f"«{value[:40]}…»"
    return "một khối" if isinstance(value, dict) else "một danh sách"


def _type(violation: Violation) -> str:
    wanted: list[str] = violation.limit if isinstance(violation.limit, list) else [violation.limit]
    value = violation.instance
    if isinstance(value, str) and ("number" in wanted or "integer" in wanted):
        return _text_for_number(violation, value)
    kinds = " hoặc ".join(_TYPES.get(kind, kind) for kind in wanted)
    if wanted == ["string"] and isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f'{_subject(violation)} phải là chữ: đặt trong ngoặc kép: "{number(value)}"'
    return f"{_subject(violation)} phải là {kinds}, không phải {_value(violation)}"


def _text_for_number(violation: Violation, value: str) -> str:
    place = _subject(violation)
    if _COMMA_NUMBER.fullmatch(value):
        return f"{place} là {_show(value)}: viết dấu chấm: {value.replace(',', '.')}"
    if _EXPONENT.fullmatch(value):
        return f"{place} là {_show(value)}: không viết số dạng luỹ thừa, viết số thường, ví dụ 10"
    if _POINT_NUMBER.fullmatch(value):
        return f"{place} là {_show(value)}: viết số thường, không có ngoặc kép hay số 0 thừa ở đầu"
    return f"{place} phải là một số, không phải {_value(violation)}"


def _maximum(violation: Violation) -> str:
    value, place = violation.instance, _subject(violation)
    sentence = f"{place} là {_show(value)}, lớn nhất chỉ được {_show(violation.limit)}"
    if violation.limit == _TENFOLD and value < _TENFOLD * _TENFOLD:
        tenth = Decimal(value) / _TENFOLD
        if tenth % _TENTH == 0:
            return f"{sentence}: có phải {number(tenth)}?"
    return sentence


def _minimum(violation: Violation) -> str:
    return f"{_stands(violation)} nhỏ nhất phải là {_show(violation.limit)}"


def _multiple(violation: Violation) -> str:
    value = _show(violation.instance)
    if violation.limit == _TENTH:
        return f"{_subject(violation)} là {value}: điểm chỉ có một chữ số thập phân, làm tròn rồi nhập lại"
    return f"{_subject(violation)} là {value}, phải là bội của {_show(violation.limit)}"


def _nearest(said: str, known: Sequence[str]) -> list[str]:
    from difflib import get_close_matches  # Only for what is wrong.

    return get_close_matches(said, known, 1)


def _enum(violation: Violation) -> str:
    allowed = [_show(value) for value in violation.limit]
    sentence = _stands(violation)
    near = _nearest(str(violation.instance), [str(value) for value in violation.limit])
    if near:
        return f"{sentence} có phải «{near[0]}»? Chỉ được một trong: {', '.join(allowed)}"
    return f"{sentence} chỉ được một trong: {', '.join(allowed)}"


def _const(violation: Violation) -> str:
    return f"{_stands(violation)} phải là {_show(violation.limit)}"


def _unknown(violation: Violation) -> list[str]:
    """The keys no rule of the place knows."""
    instance = violation.instance if isinstance(violation.instance, dict) else {}
    return [
        key
        for key in instance
        if key not in violation.known and not any(re.search(pattern, key) for pattern in violation.patterns)
    ]


def _additional(violation: Violation) -> str:
    unknown = _unknown(violation)
    shown = ", ".join(f"«{key}»" for key in unknown[:3]) or "trong khối"
    near = _nearest(unknown[0], violation.known) if unknown else []
    if near:
        return f"khoá lạ {shown}: có phải «{near[0]}»?"
    if violation.known:
        return f"khoá lạ {shown}: chỉ có {', '.join(violation.known)}"
    return f"khoá lạ {shown}: không đúng dạng mã được phép ở đây"


def _required(violation: Violation) -> str:
    present = violation.instance if isinstance(violation.instance, dict) else {}
    missing = [f"«{key}»" for key in violation.limit if key not in present]
    return f"thiếu khoá {', '.join(missing)}: thêm vào"


def _pattern(violation: Violation) -> str:
    value, place = violation.instance, _subject(violation)
    if isinstance(value, str) and value != value.strip():
        return f"{place} có dấu cách thừa ở đầu hoặc cuối: xoá đi"
    title = f" ({violation.title.lower()})" if violation.title else ""
    if "(19|20)" in str(violation.limit):
        return f'{_stands(violation)} không phải một ngày có thật: viết năm-tháng-ngày, ví dụ "2025-09-05"'
    return f"{_stands(violation)} không đúng dạng{title}: xem phần giải thích của khoá này"


def _length(violation: Violation) -> str:
    if violation.keyword == "minLength":
        return f"{_subject(violation)} để trống: điền vào, hoặc bỏ cả khoá"
    return f"{_subject(violation)} dài {len(violation.instance)} kí tự, tối đa {violation.limit}: rút gọn"


def _count(violation: Violation) -> str:
    least = violation.keyword.startswith("min")
    bound = f"ít nhất {violation.limit}" if least else f"nhiều nhất {violation.limit}"
    return f"{_subject(violation)} có {len(violation.instance)} mục, phải có {bound}"


def _unique(violation: Violation) -> str:
    return f"{_subject(violation)} có mục lặp lại: chỉ giữ một"


def _forbidden(violation: Violation) -> str:
    return f"{_subject(violation)} không được có ở đây: bỏ đi (xem lược đồ của tệp)"


def _anything(violation: Violation) -> str:
    title = f" ({violation.title})" if violation.title else ""
    return f"{_subject(violation)} không đúng lược đồ{title}: các khoá ở đây không đi cùng nhau được"


_SENTENCES: Final[dict[str, Callable[[Violation], str]]] = {
    "type": _type,
    "maximum": _maximum,
    "minimum": _minimum,
    "multipleOf": _multiple,
    "enum": _enum,
    "const": _const,
    "additionalProperties": _additional,
    "required": _required,
    "pattern": _pattern,
    "minLength": _length,
    "maxLength": _length,
    "minItems": _count,
    "maxItems": _count,
    "minProperties": _count,
    "maxProperties": _count,
    "uniqueItems": _unique,
    "False": _forbidden,
    "None": _forbidden,
    "not": _forbidden,
}
