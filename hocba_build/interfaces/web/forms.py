"""Forms of the desk: what is asked, what was typed, and what is wrong with it, field by field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final

from starlette.datastructures import FormData

from hocba_build.domain.findings import Finding, Severity
from hocba_build.domain.moments import typed_day
from hocba_build.domain.words import date_text
from hocba_build.records.text import describe, forbidden

LONGEST: Final = 200
"""Letters of one field; the records allow fewer in most, and say so."""
DIGITS: Final = 9
NO_DAY: Final = "không phải một ngày: ghi như 31/01/2026"
_ALIASES: Final = {"tu_ngay": "ngay"}
"""Names of the records that forms call otherwise; what a form has under its own name comes first."""
_KEY: Final = re.compile(r"^«\w+» ")


class Sort(Enum):
    """How a field is asked for."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    CHOICE = "choice"
    MANY = "many"
    TICK = "tick"
    FILE = "file"


_CHOSEN: Final = frozenset({Sort.CHOICE, Sort.MANY, Sort.TICK, Sort.FILE})
"""Sorts that nobody types."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form; fields of the same ``group`` stand together, behind a word where there is one."""

    name: str
    label: str
    sort: Sort = Sort.TEXT
    needed: bool = False
    hint: str = ""
    options: Sequence[tuple[str, str]] = ()
    group: str = ""
    start: str = ""
    """What stands in it at first."""
    endings: Sequence[str] = ()
    """What a file may be called."""
    several: bool = False
    """Whether it takes more than one file."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What was typed, by field; ``wrong`` says what cannot be taken."""

    texts: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """A text; ``None`` where nothing was typed."""
        return self.texts.get(name) or None

    def needed(self, name: str) -> str:
        """A text that must be there: the form has asked for it."""
        return self.texts[name]

    def day(self, name: str) -> date | None:
        """A day."""
        return typed_day(self.texts.get(name, ""))

    def needed_day(self, name: str) -> date:
        """A day that must be there: the form has asked for it."""
        found = self.day(name)
        if found is None:
            raise KeyError(name)
        return found

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self.texts.get(name) == "1"

    def chosen(self, name: str) -> frozenset[str]:
        """Everything that was chosen of many."""
        return frozenset(self.texts.get(name, "").split())


def started(fields: Sequence[Field]) -> Filled:
    """A form as it is shown first."""
    return Filled({one.name: one.start for one in fields if one.start})


def filled(form: FormData, fields: Sequence[Field], files: Filled | None = None) -> Filled:
    """What a form says, with every fault of it; ``files`` are the tokens of files it brought, by field."""
    brought = files or Filled()
    texts = {one.name: brought.texts.get(one.name) or _typed(form, one) for one in fields}
    faults = {one.name: brought.wrong.get(one.name) or _fault(one, texts[one.name]) for one in fields}
    return Filled(texts, {name: fault for name, fault in faults.items() if fault})


def blamed(fields: Sequence[Field], given: Filled, findings: Iterable[Finding]) -> Filled:
    """The same with what the rules say of the records at the field that it is about, where there is one."""
    names = _ALIASES | {one.name: one.name for one in fields}
    wrong: dict[str, str] = {}
    for finding in findings:
        at = next((names[part] for part in (finding.pointer or "").split("/") if part in names), "")
        if at in given.texts and finding.severity is Severity.ERROR:
            wrong.setdefault(at, _KEY.sub("", finding.message).partition(": xem phần giải thích")[0])
    return Filled(given.texts, wrong)


def _typed(form: FormData, one: Field) -> str:
    if one.sort is Sort.MANY:
        return " ".join(sorted({text for text in form.getlist(one.name) if isinstance(text, str) and text}))
    text = form.get(one.name)
    return unicodedata.normalize("NFC", " ".join(text.split())) if isinstance(text, str) else ""


def _fault(one: Field, text: str) -> str:
    if not text:
        return ("cần chọn" if one.sort in _CHOSEN else "cần điền") if one.needed else ""
    if len(text) > LONGEST and one.sort is not Sort.MANY:
        return f"dài {len(text)} chữ, tối đa {LONGEST}"
    if stranger := forbidden(text):
        return f"có kí tự lạ {describe(stranger[0])}: gõ lại tay, đừng dán"
    return _strange(one, text)


def _strange(one: Field, text: str) -> str:
    """What speaks against a text of its sort."""
    known = {value for value, _ in one.options}
    sound = {
        Sort.DAY: (typed_day(text) is not None, NO_DAY),
        Sort.NUMBER: (text.isascii() and text.isdigit() and len(text) <= DIGITS, "ghi một số"),
        Sort.CHOICE: (text in known, "chọn một mục trong danh sách"),
        Sort.MANY: (set(text.split()) <= known, "chọn trong danh sách"),
    }
    fine, words = sound.get(one.sort, (True, ""))
    return "" if fine else words


def told(fields: Sequence[Field], given: Filled) -> list[tuple[str, str]]:
    """What was typed, in the words of the form: for the page that asks whether it is meant so."""
    return [(one.label, _said(one, text)) for one in fields if (text := given.texts.get(one.name))]


def _said(one: Field, text: str) -> str:
    words = dict(one.options)
    if one.sort is Sort.DAY:
        day = typed_day(text)
        return date_text(day) if day else text
    if one.sort in (Sort.TICK, Sort.FILE):
        return "có"
    if one.sort is Sort.MANY:
        return ", ".join(words.get(value, value) for value in text.split())
    return words.get(text, text)
