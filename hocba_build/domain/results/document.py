"""One pupil's results in the fixed JSON shape: what scripts read, what a lock freezes."""

from __future__ import annotations

from enum import Enum
from typing import Any

from hocba_build.domain.results.model import StudentYear, SubjectResult, TermLevels
from hocba_build.domain.values import Result, Standing, Term


def student_document(result: StudentYear, name: str, standing: Standing) -> dict[str, Any]:
    """One pupil in the fixed shape; averages are strings with one decimal, ``None`` where a result is missing."""
    return {
        "ma": result.student,
        "ho_ten": name,
        "trang_thai": standing.value,
        "mon": {key: _subject_document(subject) for key, subject in result.subjects.items()},
        "hk1": _levels(result.terms[Term.HK1]),
        "hk2": _levels(result.terms[Term.HK2]),
        "ca_nam": _year_document(result),
    }


def _subject_document(subject: SubjectResult) -> dict[str, str | None]:
    return {
        "hk1": plain(subject.of(Term.HK1)),
        "hk2": plain(subject.of(Term.HK2)),
        "ca_nam": plain(subject.year),
        "danh_gia_lai": plain(subject.reassessed),
    }


def plain(value: Result | Enum | None) -> str | None:
    """A value as JSON holds it: ``8.0``, ``dat``, ``mien`` or null."""
    if value is None or isinstance(value, Enum):
        return value.value if value is not None else None
    return f"{value:.1f}"


def _levels(levels: TermLevels) -> dict[str, str | None]:
    return {"hoc_tap": plain(levels.learning.level), "ren_luyen": plain(levels.conduct)}


def _year_document(result: StudentYear) -> dict[str, Any]:
    first = {**_levels(result.terms[Term.CA_NAM]), "ket_luan": plain(result.first_conclusion)}
    return {
        **_levels(result.final),
        "buoi_nghi": result.half_days_absent,
        "ket_luan": plain(result.conclusion),
        "danh_hieu": plain(result.title),
        "hoan_thanh_cap": result.level_completed,
        "ban_dau": first if result.changed_in_summer else None,
        "canh_bao": [{"code": notice.code, "message": notice.message} for notice in result.notices],
    }
