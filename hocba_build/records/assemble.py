"""The sound documents of a school, put together as domain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from hocba_build.domain.people import StaffMember
from hocba_build.domain.school import Assignments, ClassRecords, SchoolRecords, SchoolYear, YearRecords
from hocba_build.domain.values import ClassId, PersonId, StudentId, Term, YearId
from hocba_build.domain.vietnamese import natural
from hocba_build.records.codec import decode
from hocba_build.records.document import Json
from hocba_build.records.layout import SUBJECT_KINDS, Kind, RecordPath

Group = list[tuple[RecordPath, Any]]


def assemble(documents: Mapping[RecordPath, Json]) -> SchoolRecords | None:
    """The whole school, or ``None`` where the school's own file is missing or faulty."""
    by_kind: defaultdict[Kind, Group] = defaultdict(list)
    by_year: defaultdict[YearId, Group] = defaultdict(list)
    for place, document in sorted(documents.items(), key=lambda item: item[0].path):
        value = None if place.kind is Kind.HO_SO_KIN else decode(place.kind, document)
        if place.year is not None and place.kind is not Kind.NAM_CU:
            by_year[place.year].append((place, value))
        else:
            by_kind[place.kind].append((place, value))
    if not by_kind[Kind.TRUONG]:
        return None
    rules, staff = _staff(by_kind[Kind.CAN_BO])
    return SchoolRecords(
        school=by_kind[Kind.TRUONG][0][1],
        staff=staff,
        students=_by_student(by_kind[Kind.HOC_SINH]),
        families=_by_student(by_kind[Kind.HO_SO]),
        sealed_families=frozenset(_by_student(by_kind[Kind.HO_SO_KIN])),
        years={year: records for year, group in by_year.items() for records in _years(group)},
        legacy=_legacy(by_kind[Kind.NAM_CU]),
        rules=rules,
    )


def _staff(group: Group) -> tuple[int, Mapping[PersonId, StaffMember]]:
    return group[0][1] if group else (1, {})


def _by_student(group: Group) -> dict[StudentId, Any]:
    return {place.student: value for place, value in group if place.student is not None}


def _legacy(group: Group) -> dict[YearId, dict[StudentId, Any]]:
    years: dict[YearId, dict[StudentId, Any]] = {}
    for place, value in group:
        if place.year is not None and place.student is not None:
            years.setdefault(place.year, {})[place.student] = value
    return years


def _years(group: Group) -> Iterable[YearRecords]:
    """The year's records; none where its own file is missing or faulty."""
    year: SchoolYear | None = None
    assignments = Assignments()
    by_class: defaultdict[ClassId, Group] = defaultdict(list)
    for place, value in group:
        if place.kind is Kind.NAM_HOC:
            year = value
        elif place.kind is Kind.PHAN_CONG:
            assignments = value
        elif place.class_id is not None:
            by_class[place.class_id].append((place, value))
    if year is not None:
        names = sorted(by_class, key=natural)
        classes = {name: records for name in names for records in _classes(by_class[name])}
        yield YearRecords(year, assignments, classes)


def _classes(group: Group) -> Iterable[ClassRecords]:
    """The class's records; none where its list is missing or faulty."""
    tables: defaultdict[Kind, Group] = defaultdict(list)
    for place, value in group:
        tables[place.kind].append((place, value))
    if not tables[Kind.LOP]:
        return
    subject_files = [found for kind in SUBJECT_KINDS for found in tables[kind]]
    yield ClassRecords(
        school_class=tables[Kind.LOP][0][1],
        subjects={
            (place.term, place.subject): rows
            for place, rows in sorted(subject_files, key=lambda item: item[0].path)
            if place.term is not None and place.subject is not None
        },
        conduct=_by_term(tables[Kind.REN_LUYEN]),
        absences=_by_term(tables[Kind.CHUYEN_CAN]),
        reassessments={place.subject: rows for place, rows in tables[Kind.DANH_GIA_LAI] if place.subject is not None},
        summer_conduct=_only(tables[Kind.REN_LUYEN_HE]),
        honours=_only(tables[Kind.KHEN_THUONG]),
        remarks=_only(tables[Kind.NHAN_XET]),
        completions=_only(tables[Kind.HOAN_THANH]),
        decisions=_only(tables[Kind.QUYET_DINH]),
        transfers=_by_student(tables[Kind.CHUYEN_DEN]),
    )


def _by_term(group: Group) -> dict[Term, Any]:
    return {place.term: rows for place, rows in group if place.term is not None}


def _only(group: Group) -> dict[StudentId, Any]:
    return group[0][1] if group else {}
