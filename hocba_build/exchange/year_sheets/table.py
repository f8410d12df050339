"""What a sheet of the whole year is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from hocba_build.domain.results import StudentYear
from hocba_build.domain.school import ClassRecords, YearRecords
from hocba_build.domain.values import StudentId
from hocba_build.exchange.columns import Column, SheetKey
from hocba_build.exchange.roster import Member
from hocba_build.exchange.tokens import Tokens
from hocba_build.exchange.values import Wrong
from hocba_build.records.layout import Kind

Faults: TypeAlias = Iterator[tuple[str, Wrong]]
LACKING: Final = "HB429"
"""Said of a part of an entry without what it belongs to."""


def _nothing(_: StudentYear, __: SheetKey) -> str:
    return ""


def _sound(_: Tokens) -> Faults:
    yield from ()


@dataclass(frozen=True, slots=True)
class YearTable:
    """One sheet of the whole year, each of its parts a function."""

    kind: Kind
    """The file that holds it."""
    columns: Callable[[YearRecords, ClassRecords, SheetKey], tuple[Column, ...]]
    words: Callable[[ClassRecords, SheetKey, StudentId], dict[str, str]]
    """What the records hold for a pupil, by column key."""
    placed: Callable[[ClassRecords, SheetKey, Mapping[StudentId, Tokens]], ClassRecords]
    """The class with the rows of some pupils as words say; a row without words is taken away."""
    lists: Callable[[Member, StudentYear, SheetKey], bool]
    """Whether the sheet is due for a pupil; who has a row is shown anyway."""
    note: Callable[[StudentYear, SheetKey], str] = _nothing
    faults: Callable[[Tokens], Faults] = _sound
    """What a row of words lacks, by column key."""


def filled(words: Mapping[str, str | None]) -> dict[str, str]:
    """The words that are there."""
    return {name: text for name, text in words.items() if text}


def needs(tokens: Tokens, parts: tuple[str, ...], whole: str, message: str) -> Faults:
    """A part that stands without the whole it belongs to."""
    if not tokens.get(whole):
        yield from ((part, Wrong(LACKING, message)) for part in parts if tokens.get(part))
