"""Kept years (``nam-cu/``) in the shape of results: given as they were kept, never computed."""

from __future__ import annotations

from datetime import date
from typing import Any

from hocba_build.domain.legacy import LegacyForm, LegacyTerm, LegacyYear
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import ClassId, Exempt, Outcome, Result, Standing, Term, YearId


def legacy_classes(records: SchoolRecords, year: YearId) -> list[dict[str, Any]]:
    """Kept pages of a year, grouped by the class name they carry."""
    kept = records.legacy.get(year, {}).values()
    names = sorted({page.class_name.lower() for page in kept})
    return [_document(records, year, name) for name in names]


def legacy_class(records: SchoolRecords, year: YearId, class_id: ClassId) -> dict[str, Any] | None:
    """Kept pages of one class, if there are any."""
    kept = records.legacy.get(year, {}).values()
    return _document(records, year, class_id) if any(page.class_name.lower() == class_id for page in kept) else None


def _document(records: SchoolRecords, year: YearId, name: str) -> dict[str, Any]:
    pages = [page for page in records.legacy[year].values() if page.class_name.lower() == name]
    return {
        "schema_version": 1,
        "nam_hoc": year,
        "lop": name,
        "legacy": True,
        "hoc_sinh": [_student(records, page) for page in sorted(pages, key=lambda page: page.student)],
    }


def _student(records: SchoolRecords, page: LegacyYear) -> dict[str, Any]:
    student = records.students.get(page.student)
    last_day = date(int(page.year[-4:]), 5, 31)
    return {
        "ma": page.student,
        "ho_ten": student.identity_on(last_day).full_name if student else "",
        "trang_thai": Standing.DANG_HOC.value,
        "mon": {
            key: {
                "hk1": _plain(subject.hk1),
                "hk2": _plain(subject.hk2),
                "ca_nam": _plain(subject.year),
                "danh_gia_lai": _plain(subject.reassessed),
            }
            for key, subject in page.subjects.items()
        },
        "hk1": _term(page, Term.HK1),
        "hk2": _term(page, Term.HK2),
        "ca_nam": {**_term(page, Term.CA_NAM), **_year_end(page)},
    }


def _plain(value: Result | None) -> str | None:
    if value is None:
        return None
    return value.value if isinstance(value, Outcome | Exempt) else f"{value:.1f}"


def _term(page: LegacyYear, term: Term) -> dict[str, str | None]:
    levels = page.terms.get(term, LegacyTerm())
    if page.form is LegacyForm.TT58:
        return {
            "hoc_luc": levels.old_learning.value if levels.old_learning else None,
            "hanh_kiem": levels.old_conduct.value if levels.old_conduct else None,
            "dtbcm": _plain(levels.overall_average),
        }
    return {
        "hoc_tap": levels.learning.value if levels.learning else None,
        "ren_luyen": levels.conduct.value if levels.conduct else None,
    }


def _year_end(page: LegacyYear) -> dict[str, Any]:
    first = None
    if page.first:
        values = [value.value if value else None for value in page.first]
        first = dict(zip(("hoc_tap", "ren_luyen", "ket_luan"), values, strict=True))
    return {
        "buoi_nghi": page.half_days_absent,
        "ket_luan": page.conclusion.value if page.conclusion else None,
        "danh_hieu": page.title.value if page.title else None,
        "hoan_thanh_cap": page.level_completed,
        "ban_dau": first,
        "canh_bao": [],
    }
