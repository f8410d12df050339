"""Awards, certificates and contests of the year, each in columns of its own with one place more than is filled.

Nguồn: TT 22/2021, Điều 15.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hocba_build.domain.entries import Award, Honours
from hocba_build.domain.results import StudentYear
from hocba_build.domain.school import ClassRecords, YearRecords
from hocba_build.domain.values import StudentId
from hocba_build.exchange.columns import Column, Input, SheetKey
from hocba_build.exchange.roster import Member
from hocba_build.exchange.tokens import Tokens, merged
from hocba_build.exchange.year_sheets.table import Faults, YearTable, filled, needs
from hocba_build.records.layout import Kind

MOST: Final = 20
"""Entries of one list that the records hold of a pupil."""
FIRST_PLACES: Final = 2


@dataclass(frozen=True, slots=True)
class _Part:
    """One list: its name, what an entry of it is called, and the fields of one (key, label, kind, signs)."""

    name: str
    entry: str
    fields: tuple[tuple[str, str, Input, int | None], ...]

    @property
    def main(self) -> str:
        """The field without which there is no entry."""
        return self.fields[0][0]


AWARDS: Final = _Part(
    "khen_thuong",
    "khen thưởng",
    (
        ("noi_dung", "Khen thưởng", Input.TEXT, 200),
        ("so", "Số quyết định", Input.TEXT, 60),
        ("ngay", "Ngày quyết định", Input.DAY, None),
    ),
)
CERTIFICATES: Final = _Part(
    "chung_chi", "chứng chỉ", (("ten", "Chứng chỉ", Input.TEXT, 120), ("loai", "Loại", Input.TEXT, 40))
)
CONTESTS: Final = _Part(
    "cuoc_thi", "cuộc thi", (("ten", "Cuộc thi", Input.TEXT, 160), ("ket_qua", "Kết quả", Input.TEXT, 80))
)
PARTS: Final = (AWARDS, CERTIFICATES, CONTESTS)


def _columns(_: YearRecords, held: ClassRecords, __: SheetKey) -> tuple[Column, ...]:
    return tuple(column for part in PARTS for column in _of_part(part, _places(held, part)))


def _places(held: ClassRecords, part: _Part) -> int:
    """How many places a list has: one more than the longest of the class."""
    longest = max((len(_entries(one, part)) for one in held.honours.values()), default=0)
    return min(MOST, max(FIRST_PLACES, longest + 1))


def _entries(held: Honours, part: _Part) -> list[tuple[str | None, ...]]:
    """The entries of a list, field by field."""
    if part is AWARDS:
        return [(one.text, one.number, one.given_on.isoformat() if one.given_on else None) for one in held.awards]
    return [*(held.certificates if part is CERTIFICATES else held.contests)]


def _of_part(part: _Part, places: int) -> Iterator[Column]:
    for number in range(1, places + 1):
        for name, label, takes, longest in part.fields:
            said = f"{label} {number}" if name == part.main else f"{label} ({part.entry} {number})"
            yield Column(f"{part.name}.{number}.{name}", said, takes, longest=longest)


def _words(held: ClassRecords, _: SheetKey, student: StudentId) -> dict[str, str]:
    mine = held.honours.get(student, Honours())
    found: dict[str, str | None] = {}
    for part in PARTS:
        for number, entry in enumerate(_entries(mine, part), start=1):
            for (name, *_field), text in zip(part.fields, entry, strict=True):
                found[f"{part.name}.{number}.{name}"] = text
    return filled(found)


def _placed(held: ClassRecords, _: SheetKey, rows: Mapping[StudentId, Tokens]) -> ClassRecords:
    entries = {student: _honours(tokens) for student, tokens in rows.items()}
    return replace(held, honours=merged(held.honours, entries))


def _honours(tokens: Tokens) -> Honours | None:
    awards = tuple(
        Award(text or "", number, date.fromisoformat(day) if day else None)
        for text, number, day in _given(tokens, AWARDS)
    )
    certificates, contests = (
        tuple((name or "", more) for name, more in _given(tokens, part)) for part in (CERTIFICATES, CONTESTS)
    )
    found = Honours(awards, certificates, contests)
    return None if found == Honours() else found


def _given(tokens: Tokens, part: _Part) -> Iterator[tuple[str | None, ...]]:
    """The entries of a list that are there, an empty place between them left out."""
    for number in range(1, MOST + 1):
        place = f"{part.name}.{number}"
        if tokens.get(f"{place}.{part.main}"):
            yield tuple(tokens.get(f"{place}.{name}") for name, *_ in part.fields)


def _lists(member: Member, result: StudentYear, key: SheetKey) -> bool:
    return result.class_id == key.class_id and member.enrolment.until is None


def _faults(tokens: Tokens) -> Faults:
    for part in PARTS:
        for number in range(1, MOST + 1):
            place = f"{part.name}.{number}"
            more = tuple(f"{place}.{name}" for name, *_ in part.fields[1:])
            message = f"chưa ghi {part.fields[0][1].lower()} {number}: ghi tên, hoặc xoá ô này"
            yield from needs(tokens, more, f"{place}.{part.main}", message)


TABLE = YearTable(Kind.KHEN_THUONG, _columns, _words, _placed, _lists, faults=_faults)
