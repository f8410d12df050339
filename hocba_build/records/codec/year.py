"""The year: calendar and curriculum, assignments, class lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from hocba_build.domain.school import (
    Adjustment,
    Assignments,
    Department,
    Deputy,
    Enrolment,
    HalfExemption,
    Homeroom,
    Period,
    SchoolClass,
    SchoolYear,
    Switches,
    TopicCount,
)
from hocba_build.domain.subjects import ORDER
from hocba_build.domain.values import ClassId, PersonId, StudentId, SubjectId, Term, YearId
from hocba_build.domain.vietnamese import natural
from hocba_build.records.codec.common import Doc, compact, day, day_or_none, iso, persons, subjects
from hocba_build.records.document import Json


def decode_year(doc: Doc) -> SchoolYear:
    """``nam-hoc.yaml``."""
    calendar = doc["lich"]
    return SchoolYear(
        id=YearId(doc["nam_hoc"]),
        regulation=doc["quy_dinh"],
        transcript_form=doc["mau_hoc_ba"],
        semesters={Term.HK1: _period(calendar["hk1"]), Term.HK2: _period(calendar["hk2"])},
        summer=_period(calendar["he"]) if "he" in calendar else None,
        periods={
            int(grade): {SubjectId(subject): count for subject, count in rows.items()}
            for grade, rows in doc["mon_hoc"].items()
        },
        switches=_switches(doc.get("quy_tac", {})),
    )


def _period(row: Doc) -> Period:
    return Period(day(row["tu_ngay"]), day(row["den_ngay"]))


def _switches(row: Doc) -> Switches:
    default = Switches()
    return Switches(
        adjustment=Adjustment(row.get("dieu_chinh", default.adjustment.value)),
        adjust_for_commented=row.get("dieu_chinh_mon_nhan_xet", default.adjust_for_commented),
        study_topic=TopicCount(row.get("chuyen_de", default.study_topic.value)),
        half_exemption=HalfExemption(row.get("mien_mot_hoc_ki", default.half_exemption.value)),
        arts_regular_each=row.get("nghe_thuat_tx", default.arts_regular_each),
        completion_needs_all_subjects=row.get("thcs_khong_mon_chua_dat", default.completion_needs_all_subjects),
        lower_completion_max_age=row.get("thcs_tuoi_toi_da", default.lower_completion_max_age),
    )


def encode_year(year: SchoolYear) -> Json:
    """``nam-hoc.yaml``; every switch is written, so that a later default cannot change an old year."""
    calendar: dict[str, Json] = {term.value: _encode_period(span) for term, span in year.semesters.items()}
    if year.summer is not None:
        calendar["he"] = _encode_period(year.summer)
    return {
        "nam_hoc": year.id,
        "quy_dinh": year.regulation,
        "mau_hoc_ba": year.transcript_form,
        "lich": calendar,
        "mon_hoc": {
            str(grade): {str(subject): count for subject, count in rows.items()} for grade, rows in year.periods.items()
        },
        "quy_tac": _encode_switches(year.switches),
    }


def _encode_period(span: Period) -> Json:
    return {"tu_ngay": iso(span.first), "den_ngay": iso(span.last)}


def _encode_switches(switches: Switches) -> Json:
    return {
        "dieu_chinh": switches.adjustment.value,
        "dieu_chinh_mon_nhan_xet": switches.adjust_for_commented,
        "chuyen_de": switches.study_topic.value,
        "mien_mot_hoc_ki": switches.half_exemption.value,
        "nghe_thuat_tx": switches.arts_regular_each,
        "thcs_khong_mon_chua_dat": switches.completion_needs_all_subjects,
        "thcs_tuoi_toi_da": switches.lower_completion_max_age,
    }


def decode_assignments(doc: Doc) -> Assignments:
    """``phan-cong.yaml``; a later row about the same class, subject and semester adds its teachers."""
    teaching: dict[tuple[ClassId, SubjectId, Term], tuple[PersonId, ...]] = {}
    for row in doc.get("giang_day", ()):
        for term in (Term.HK1, Term.HK2):
            place = (ClassId(row["lop"]), SubjectId(row["mon"]), term)
            if term.value in row:
                teaching[place] = (*teaching.get(place, ()), *persons(row[term.value]))
    homerooms = (
        Homeroom(ClassId(row["lop"]), PersonId(row["nguoi"]), day(row["tu_ngay"]), day_or_none(row.get("den_ngay")))
        for row in doc.get("chu_nhiem", ())
    )
    return Assignments(
        departments=tuple(map(_department, doc.get("to_chuyen_mon", ()))),
        homerooms=tuple(homerooms),
        teaching=teaching,
        deputies=tuple(map(_deputy, doc.get("thay_the", ()))),
    )


def _department(row: Doc) -> Department:
    return Department(row["ma"], row["ten"], PersonId(row["to_truong"]), subjects(row["mon"]))


def _deputy(row: Doc) -> Deputy:
    return Deputy(
        person=PersonId(row["nguoi"]),
        stands_in_for=PersonId(row["thay"]),
        since=day(row["tu_ngay"]),
        until=day_or_none(row.get("den_ngay")),
        class_id=ClassId(row["lop"]) if "lop" in row else None,
        subject=SubjectId(row["mon"]) if "mon" in row else None,
        reason=row.get("ly_do"),
    )


def encode_assignments(year: YearId, held: Assignments) -> Json:
    """``phan-cong.yaml``."""
    doc: dict[str, Json] = {"nam_hoc": year}
    doc["to_chuyen_mon"] = [
        {"ma": group.id, "ten": group.name, "to_truong": group.head, "mon": [*sorted(group.subjects)]}
        for group in held.departments
    ]
    doc["chu_nhiem"] = [
        compact(lop=room.class_id, nguoi=room.teacher, tu_ngay=iso(room.since), den_ngay=iso(room.until))
        for room in held.homerooms
    ]
    doc["giang_day"] = _encode_teaching(held)
    doc["thay_the"] = [encode_deputy(deputy) for deputy in held.deputies]
    return {key: value for key, value in doc.items() if value != []}


def _encode_teaching(held: Assignments) -> Json:
    rows: dict[tuple[ClassId, SubjectId], dict[str, Json]] = {}
    for class_id, subject, term in sorted(held.teaching, key=lambda place: (natural(place[0]), ORDER[place[1]])):
        row = rows.setdefault((class_id, subject), {"lop": class_id, "mon": subject})
        row[term.value] = [*held.teaching[class_id, subject, term]]
    return [*rows.values()]


def encode_deputy(deputy: Deputy) -> Json:
    """One row of ``thay_the``."""
    return compact(
        nguoi=deputy.person,
        thay=deputy.stands_in_for,
        lop=deputy.class_id,
        mon=deputy.subject,
        tu_ngay=iso(deputy.since),
        den_ngay=iso(deputy.until),
        ly_do=deputy.reason,
    )


def decode_class(doc: Doc) -> SchoolClass:
    """``lop.yaml``; what the class takes is given to every pupil without a choice of his or her own."""
    return SchoolClass(
        id=ClassId(doc["lop"]),
        name=doc["ten"],
        grade=doc["khoi"],
        foreign_language=doc.get("ngoai_ngu_1"),
        enrolments=tuple(_enrolment(row, doc) for row in doc["hoc_sinh"]),
    )


def _enrolment(row: Doc, of_class: Doc) -> Enrolment:
    return Enrolment(
        student=StudentId(row["ma"]),
        since=day(row["tu_ngay"]),
        until=day_or_none(row.get("den_ngay")),
        electives=subjects(row.get("lua_chon", of_class.get("lua_chon", ()))),
        study_topics=subjects(row.get("chuyen_de", of_class.get("chuyen_de", ()))),
        optional=subjects(row.get("tu_chon", ())),
        inclusive=row.get("khuyet_tat", False),
    )


def encode_class(year: YearId, held: SchoolClass) -> Json:
    """``lop.yaml``; the most common choice stands once for the class."""
    electives = _common(held.enrolments, lambda row: row.electives)
    topics = _common(held.enrolments, lambda row: row.study_topics)
    doc = compact(nam_hoc=year, lop=held.id, ten=held.name, khoi=held.grade, ngoai_ngu_1=held.foreign_language)
    if electives:
        doc["lua_chon"] = [*sorted(electives)]
    if topics:
        doc["chuyen_de"] = [*sorted(topics)]
    doc["hoc_sinh"] = [encode_enrolment(row, electives, topics) for row in held.enrolments]
    return doc


def _common(rows: Iterable[Enrolment], choice: Callable[[Enrolment], frozenset[SubjectId]]) -> frozenset[SubjectId]:
    counted = Counter(tuple(sorted(choice(row))) for row in rows)
    best = min(counted, key=lambda taken: (-counted[taken], taken), default=())
    return frozenset(best)


def encode_enrolment(row: Enrolment, electives: frozenset[SubjectId], topics: frozenset[SubjectId]) -> dict[str, Json]:
    """One row of ``lop.yaml``; what the whole class takes is not said again."""
    doc = compact(ma=row.student, tu_ngay=iso(row.since), den_ngay=iso(row.until))
    if row.electives != electives:
        doc["lua_chon"] = [*sorted(row.electives)]
    if row.study_topics != topics:
        doc["chuyen_de"] = [*sorted(row.study_topics)]
    if row.optional:
        doc["tu_chon"] = [*sorted(row.optional)]
    if row.inclusive:
        doc["khuyet_tat"] = True
    return doc
