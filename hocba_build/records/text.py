"""Characters: which ones a record may hold, and which letters a name may have."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

FORBIDDEN: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
"""Controls, invisible and direction-changing characters, every space but U+0020, private use."""

_BASE: Final = "abcdefghijklmnopqrstuvwxyzăâđêôơưĕĭŏŭčñƀ"
_MARKS: Final = "\u0300\u0301\u0303\u0306\u0309\u0323"
"""Huyền, sắc, ngã, breve (minority orthographies), hỏi, nặng."""
_BETWEEN: Final = " '-"


def _name_characters() -> frozenset[str]:
    composed = {unicodedata.normalize("NFC", letter + mark) for letter in _BASE for mark in ("", *_MARKS)}
    letters = {part for text in composed for part in text} | {part.upper() for text in composed for part in text}
    return frozenset(letters | set(_MARKS) | set(_BETWEEN))


_NAME: Final = _name_characters()


def describe(character: str) -> str:
    """A character as a message can show it: ``U+202E (RIGHT-TO-LEFT OVERRIDE)``."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")


def forbidden(text: str) -> re.Match[str] | None:
    """The first character no record may hold."""
    return FORBIDDEN.search(text)


def is_composed(text: str) -> bool:
    """Whether the text is in NFC, so that equal-looking words are equal."""
    return unicodedata.is_normalized("NFC", text)


def name_fault(name: str) -> str | None:
    """Why a text cannot be a person's name, or ``None``: only letters of Vietnamese and the minority orthographies."""
    for character in name:
        if character not in _NAME:
            return _explain(character)
    if name != name.strip() or "  " in name:
        return "tên có dấu cách thừa: chỉ để một dấu cách giữa các tiếng"
    return None


def _explain(character: str) -> str:
    shown = f"tên có kí tự {describe(character)}"
    if character in "\u00d0\u0189\u00f0\u0256":
        return f"{shown}, trông giống Đ/đ nhưng là chữ khác: gõ lại Đ (U+0110) hoặc đ (U+0111)"
    if character in "\u2018\u2019\u02bc\u00b4`":
        return f"{shown}: gõ dấu nháy thẳng ' (U+0027)"
    return f"{shown}, không phải chữ của tiếng Việt hay tiếng dân tộc thiểu số: gõ lại chữ này"
