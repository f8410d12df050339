"""Kept years out of the ordinary: a pause that reaches back to the old rules, a summer that changed a level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from hocba_build.domain.legacy import LegacyYear
from hocba_build.domain.people import Event, EventKind
from hocba_build.domain.values import Conclusion, Exempt, Level, Result, SubjectId, Term
from hocba_build.workflows.sample.calendar import first_day, year_id
from hocba_build.workflows.sample.cases import YEAR, Placed, room_of
from hocba_build.workflows.sample.drafts import level_of
from hocba_build.workflows.sample.kept import earlier_years
from hocba_build.workflows.sample.marks import TENTHS
from hocba_build.workflows.sample.pupils import Pupil
from hocba_build.workflows.sample.rooms import Room

PAUSED_GRADES: Final = (9, 12)
PAUSED_SLOT: Final = 13
_YEAR_OF_DAYS: Final = timedelta(days=365)
_MATHS: Final = SubjectId("toan")
_FIRST_HALF, _SECOND_HALF, _WHOLE, _AFTER = (TENTHS[tenths] for tenths in (30, 33, 32, 50))
"""Toán 3,0 and 3,3 make 3,2 over the year; 5,0 after re-assessment."""


def place_kept(rooms: Sequence[Room], placed: Placed, seed: int) -> list[LegacyYear]:
    """The pages that take the place of ordinary ones."""
    pages: list[LegacyYear] = []
    for grade in PAUSED_GRADES:
        room = room_of(rooms, grade, 1)
        plain = _plain(room)[PAUSED_SLOT:] if room else []
        if plain:
            placed.pupils[f"nam-cu-tt58-khoi-{grade}"] = plain[0]
            pages += _paused(plain[0], grade, seed)
    room = room_of(rooms, 8, 1)
    found = _changed_in_summer(_plain(room), seed) if room else None
    if found:
        placed.pupils["nam-cu-danh-gia-lai"] = found[0]
        pages.append(found[1])
    return pages


def _plain(room: Room) -> list[Pupil]:
    """Pupils who stand for no other case, and began the level here."""
    return [
        seat.pupil
        for seat in room.seats
        if not seat.script.case and seat.fate is None and not seat.pupil.from_elsewhere and seat.arrival is None
    ]


def _paused(pupil: Pupil, grade: int, seed: int) -> list[LegacyYear]:
    """The earlier grades, each a year earlier: the pupil paused in the year before this system."""
    pupil.since = date(pupil.since.year - 1, 8, 15)
    pupil.born_on -= _YEAR_OF_DAYS
    pupil.personal_id = f"{pupil.personal_id[:4]}{pupil.born_on:%y}{pupil.personal_id[6:]}"
    entry = pupil.events[0]
    pupil.events[0] = replace(entry, day=first_day(pupil.since.year))
    document = f"Quyết định số 40/QĐ-BM ngày 28/8/{YEAR - 1}"
    pause = Event(
        date(YEAR - 1, 8, 28), EventKind.BAO_LUU, year_id(YEAR - 1), reason="Hoàn cảnh gia đình", document=document
    )
    back = Event(first_day(YEAR), EventKind.TRO_LAI, year_id(YEAR), grade=grade)
    pupil.events += [pause, back]
    return earlier_years(pupil, grade, YEAR - 1, seed)


def _changed_in_summer(pupils: Sequence[Pupil], seed: int) -> tuple[Pupil, LegacyYear] | None:
    """The first pupil whose earlier level a weak result in Toán would have failed, with that page."""
    for pupil in pupils:
        for page in earlier_years(pupil, 8, YEAR, seed)[-1:]:
            changed = _with_summer(page)
            if changed.first and changed.first[0] is Level.CHUA_DAT:
                return pupil, changed
    return None


def _with_summer(page: LegacyYear) -> LegacyYear:
    """The page with Toán failed over the year and re-assessed; the levels follow."""
    row = replace(page.subjects[_MATHS], hk1=_FIRST_HALF, hk2=_SECOND_HALF, year=_WHOLE, reassessed=_AFTER)
    remark = "Chưa nắm chắc kiến thức; đã ôn tập và đạt yêu cầu sau khi đánh giá lại."
    rows = {**page.subjects, _MATHS: replace(row, remark=remark)}
    halves = {term: _level(page, term, score) for term, score in ((Term.HK1, row.hk1), (Term.HK2, row.hk2))}
    conduct = page.terms[Term.CA_NAM].conduct
    terms = {term: replace(page.terms[term], learning=level) for term, level in halves.items()}
    terms[Term.CA_NAM] = replace(page.terms[Term.CA_NAM], learning=_level(page, Term.CA_NAM, _AFTER))
    first = (_level(page, Term.CA_NAM, _WHOLE), conduct, Conclusion.KIEM_TRA_LAI)
    return replace(page, subjects=rows, terms=terms, first=first, title=None)


def _level(page: LegacyYear, term: Term, maths: Result | None) -> Level:
    """The learning level of a term with another result in Toán."""
    picked = {
        subject: {Term.HK1: row.hk1, Term.HK2: row.hk2, Term.CA_NAM: row.year}[term]
        for subject, row in page.subjects.items()
    }
    picked[_MATHS] = maths
    return level_of(
        {subject: result for subject, result in picked.items() if result is not None and not isinstance(result, Exempt)}
    )
