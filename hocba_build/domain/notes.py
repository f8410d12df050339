"""The small notes on a year's pages: changed names, results that came from another school, interrupted years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hocba_build.domain.entries import TransferIn
from hocba_build.domain.people import EventKind, Identity, Student
from hocba_build.domain.school import SchoolYear
from hocba_build.domain.values import SEMESTERS
from hocba_build.domain.words import date_text, term_words

LEAVING = {
    EventKind.CHUYEN_DI: "Chuyển trường",
    EventKind.THOI_HOC: "Thôi học",
    EventKind.BAO_LUU: "Bảo lưu kết quả",
    EventKind.TRO_LAI: "Trở lại học",
}


def identity_notes(student: Student, first: date, last: date) -> tuple[str, ...]:
    """One note for each change of name, sex or birth date in the year or after it; the page keeps what held then."""
    return tuple(
        _change(before, after, later=after.since > last)
        for before, after in zip(student.identities, student.identities[1:], strict=False)
        if after.since > first and _facts(before) != _facts(after)
    )


def year_notes(student: Student, year: SchoolYear, transfer: TransferIn | None) -> tuple[str, ...]:
    """Everything small print says about a year; reasons for leaving stay in the records."""
    last = year.summer.last if year.summer else year.last_day
    return (
        *identity_notes(student, year.first_day, year.last_day),
        *_transfer_notes(transfer),
        *_leaving_notes(student, year.first_day, last),
    )


def _facts(identity: Identity) -> tuple[str, bool, date]:
    return identity.full_name, identity.female, identity.born_on


def _change(before: Identity, after: Identity, *, later: bool) -> str:
    """What changed and on which paper; on an older page the new value, on the year's own page the old one."""
    shown = after if later else before
    parts = [f"họ và tên {shown.full_name}"] if before.full_name != after.full_name else []
    parts += [f"ngày sinh {date_text(shown.born_on)}"] if before.born_on != after.born_on else []
    parts += [f"giới tính {'Nữ' if shown.female else 'Nam'}"] if before.female != after.female else []
    paper = f" (theo {after.document})" if after.document else ""
    return f"{'Từ' if later else 'Trước'} ngày {date_text(after.since)}: {', '.join(parts)}{paper}."


def _transfer_notes(transfer: TransferIn | None) -> Iterator[str]:
    if transfer is None:
        return
    terms = [term_words(term) for term in SEMESTERS if term in transfer.semesters]
    place = f"{transfer.school}, {transfer.address}" if transfer.address else transfer.school
    what = f" Kết quả {' và '.join(terms)} do trường đó đánh giá được giữ nguyên." if terms else ""
    yield f"Chuyển đến ngày {date_text(transfer.arrived_on)} từ {place} ({transfer.document}).{what}"


def _leaving_notes(student: Student, first: date, last: date) -> Iterator[str]:
    for event in student.events:
        if event.kind in LEAVING and first <= event.day <= last:
            to = f" đến {event.school}" if event.school else ""
            yield f"{LEAVING[event.kind]}{to} từ ngày {date_text(event.day)}."
