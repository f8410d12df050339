"""Which record files a pupil's year was made from."""

from __future__ import annotations

from collections.abc import Iterator

from hocba_build.domain.results.join import Stay, StudentStays
from hocba_build.domain.values import StudentId, Term, YearId


def source_files(year: YearId, stays: StudentStays) -> tuple[str, ...]:
    """Paths in the school's repository, in the order of the ledger."""
    found = [f"records/hoc-sinh/{stays.student}.yaml", f"records/{year}/nam-hoc.yaml"]
    for stay in stays.once:
        folder = f"records/{year}/{stay.records.school_class.id}"
        found += [f"{folder}/{name}" for name in _files(stay, stays.student)]
    return tuple(found)


def _files(stay: Stay, student: StudentId) -> Iterator[str]:
    records = stay.records
    yield "lop.yaml"
    for (term, subject), rows in records.subjects.items():
        if student in rows:
            yield f"{term.value}/{subject}.yaml"
    for term in (Term.HK1, Term.HK2):
        if student in records.conduct.get(term, {}):
            yield f"{term.value}/ren-luyen.yaml"
        if student in records.absences.get(term, {}):
            yield f"{term.value}/chuyen-can.yaml"
    for subject, again in records.reassessments.items():
        if student in again:
            yield f"ca-nam/danh-gia-lai/{subject}.yaml"
    yield from _year_files(stay, student)


def _year_files(stay: Stay, student: StudentId) -> Iterator[str]:
    records = stay.records
    tables = (
        ("ca-nam/ren-luyen-he.yaml", records.summer_conduct),
        ("ca-nam/khen-thuong.yaml", records.honours),
        ("ca-nam/nhan-xet.yaml", records.remarks),
        ("ca-nam/hoan-thanh.yaml", records.completions),
        ("quyet-dinh.yaml", records.decisions),
        (f"chuyen-den/{student}.yaml", records.transfers),
    )
    yield from (name for name, rows in tables if student in rows)
