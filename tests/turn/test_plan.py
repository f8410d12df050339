"""Who goes where when a year turns, on classes made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hocba_build.domain.curriculum import next_year, opened_year, usual_semesters, usual_subjects
from hocba_build.domain.facts import ClassFacts, YearFacts
from hocba_build.domain.people import Event, EventKind, Identity, Student
from hocba_build.domain.school import (
    Assignments,
    Department,
    Enrolment,
    Homeroom,
    SchoolClass,
    SchoolYear,
    Switches,
    YearRecords,
)
from hocba_build.domain.turn.classes import NewClass, classes_after, grade_of_name, id_of_name, named_class
from hocba_build.domain.turn.fates import Fate, Past, pasts_of
from hocba_build.domain.turn.lists import Choice, Newcomer, Plan, Wish, plan_lists
from hocba_build.domain.turn.people import draft_assignments
from hocba_build.domain.values import (
    ClassId,
    Conclusion,
    PersonId,
    SchoolLevel,
    Standing,
    StudentId,
    SubjectId,
    Term,
    YearId,
)
from tests.statistics.rows import YEAR, Says, of_class

DAY = date(2026, 9, 5)
LEVELS = frozenset(SchoolLevel)


def year(*classes: ClassFacts) -> YearFacts:
    records = YearRecords(SchoolYear(YEAR, "tt22-2021", "tt22", {}, None, {}), Assignments(), {})
    return YearFacts(YEAR, records, {one.id: one for one in classes}, {}, {})


def known(*classes: ClassFacts) -> dict[StudentId, Student]:
    rows = [pupil for one in classes for pupil in one.pupils]
    born = date(2012, 1, 1)
    return {
        row.person.id: Student(row.person.id, (Identity(date(2020, 1, 1), row.person.name, False, born),))
        for row in rows
    }


def pasts(*classes: ClassFacts, students: dict[StudentId, Student] | None = None) -> tuple[Past, ...]:
    return pasts_of(year(*classes), students or known(*classes), DAY)


@pytest.mark.parametrize(
    ("says", "grade", "fate"),
    [
        (Says("A"), 6, Fate.LEN_LOP),
        (Says("A", conclusion=Conclusion.O_LAI_LOP), 6, Fate.O_LAI),
        (Says("A", conclusion=Conclusion.KIEM_TRA_LAI), 6, Fate.CHO_HE),
        (Says("A", conclusion=Conclusion.REN_LUYEN_HE), 9, Fate.CHO_HE),
        (Says("A", conclusion=None), 6, Fate.THIEU),
        (Says("A", completed=True), 9, Fate.XONG_CAP),
        (Says("A", completed=True), 12, Fate.XONG_CAP),
        (Says("A", completed=False), 9, Fate.CHUA_XONG_CAP),
        (Says("A", conclusion=Conclusion.O_LAI_LOP, completed=False), 9, Fate.O_LAI),
        (Says("A", standing=Standing.CHUYEN_DI), 7, Fate.ROI_TRUONG),
        (Says("A", standing=Standing.BAO_LUU), 7, Fate.BAO_LUU),
    ],
)
def test_what_becomes_of_a_pupil(says: Says, grade: int, fate: Fate) -> None:
    (past,) = pasts(of_class(f"{grade}a1", grade, says))
    assert past.fate is fate


def test_who_left_in_summer_is_gone_and_who_moved_is_told_once() -> None:
    held = of_class("6a1", 6, Says("Đi"), Says("Chuyển", standing=Standing.CHUYEN_LOP), Says("Nghỉ"))
    students = known(held)
    for index, kind in ((0, EventKind.CHUYEN_DI), (2, EventKind.BAO_LUU)):
        one = held.pupils[index].person.id
        students[one] = replace(students[one], events=(Event(date(2026, 7, 1), kind),))
    assert [past.fate for past in pasts(held, students=students)] == [Fate.ROI_TRUONG, Fate.BAO_LUU]
    late = replace(students[held.pupils[0].person.id], events=(Event(date(2026, 10, 1), EventKind.CHUYEN_DI),))
    students[late.id] = late
    assert pasts(held, students=students)[0].fate is Fate.LEN_LOP, "an event after the new year's first day is later"


@pytest.mark.parametrize(
    ("name", "grade", "class_id"),
    [
        ("6A1", 6, "6a1"),
        ("10/2", 10, "10-2"),
        ("12.6", 12, "12.6"),
        ("9 Đ", 9, "9-d"),
        ("A1", None, "a1"),
        ("5A", None, "5a"),
    ],
)
def test_names_of_classes(name: str, grade: int | None, class_id: str) -> None:
    assert (grade_of_name(name), id_of_name(name)) == (grade, class_id)


@pytest.mark.parametrize("name", ["", "???", "6A1 của cô Lan dạy rất là lâu"])
def test_what_is_no_name_of_a_class(name: str) -> None:
    assert named_class(name, {}) is None or id_of_name(name) is None


def school_class(name: str, grade: int, *rows: Enrolment) -> SchoolClass:
    return SchoolClass(ClassId(name), name.upper(), grade, "Tiếng Anh", rows)


def test_classes_move_up_and_new_ones_begin_each_level() -> None:
    four = frozenset(map(SubjectId, ("vat-li", "hoa-hoc", "tin-hoc", "dia-li")))
    row = Enrolment(StudentId("7400000001"), DAY, electives=four)
    old = [school_class("6a1", 6), school_class("6a2", 6), school_class("9a1", 9), school_class("10a1", 10, row)]
    new = classes_after(old, LEVELS)
    assert [(one.id, one.name, one.grade, one.came_from) for one in new] == [
        ("6a1", "6A1", 6, None),
        ("6a2", "6A2", 6, None),
        ("7a1", "7A1", 7, "6a1"),
        ("7a2", "7A2", 7, "6a2"),
        ("10a1", "10A1", 10, None),
        ("11a1", "11A1", 11, "10a1"),
    ]
    assert next(one for one in new if one.id == "10a1").electives == four, "what last year's class took is a draft"
    assert not [one for one in classes_after(old, frozenset({SchoolLevel.THCS})) if one.grade == 10]


def test_a_class_whose_name_says_no_grade_keeps_it() -> None:
    (new,) = classes_after([school_class("chuyen", 7)], frozenset())
    assert (new.id, new.grade, new.came_from) == ("chuyen", 8, "chuyen")


SIX = of_class(
    "6a1", 6, Says("Trần Yến"), Says("Lê Đạt"), Says("Lê An"), Says("Chờ", conclusion=Conclusion.KIEM_TRA_LAI)
)
SEVEN = of_class("7a1", 7, Says("Phạm Bình"), Says("Ở Lại", conclusion=Conclusion.O_LAI_LOP), start=11)
NINE = of_class("9a1", 9, Says("Xong Một", completed=True), Says("Xong Hai", completed=True), start=21)
ALL = (SIX, SEVEN, NINE)
CLASSES = (
    NewClass(ClassId("6a1"), "6A1", 6),
    NewClass(ClassId("7a1"), "7A1", 7, came_from=ClassId("6a1")),
    NewClass(ClassId("8a1"), "8A1", 8, came_from=ClassId("7a1")),
    NewClass(ClassId("10a1"), "10A1", 10, electives=frozenset({SubjectId("dia-li")})),
)


def plan(wishes: dict[StudentId, Wish] | None = None, *newcomers: tuple[StudentId, Newcomer]) -> Plan:
    return plan_lists(pasts(*ALL), CLASSES, known(*ALL), DAY, wishes, newcomers)


def listed(made: Plan, class_id: str) -> list[str]:
    students = known(*ALL)
    rows = next(one.rows for one in made.classes if one.new.id == class_id)
    return [students[row.student].identities[0].full_name if row.student in students else row.student for row in rows]


def test_lists_are_in_the_order_of_given_names_with_who_stays() -> None:
    made = plan()
    assert listed(made, "7a1") == ["Lê An", "Lê Đạt", "Ở Lại", "Trần Yến"]
    assert listed(made, "8a1") == ["Phạm Bình"]
    assert [(past.name, why) for past, why in made.held] == [("Chờ", "chờ kết quả hè")]
    assert [past.name for past in made.finished] == ["Xong Một", "Xong Hai"]
    assert {row.since for one in made.classes for row in one.rows} == {DAY}


def test_who_completed_grade_nine_goes_on_only_by_choice() -> None:
    one, two = (pupil.person.id for pupil in NINE.pupils)
    chosen = frozenset({SubjectId("vat-li")})
    made = plan({one: Wish(ClassId("10a1")), two: Wish(ClassId("10a1"), Choice(chosen))})
    rows = next(held.rows for held in made.classes if held.new.id == "10a1")
    assert [row.electives for row in rows] == [chosen, frozenset({SubjectId("dia-li")})], "Hai stands before Một"
    assert ([past.name for past, _ in made.entering], made.finished) == (["Xong Một", "Xong Hai"], ())


def test_a_list_may_leave_somebody_out() -> None:
    an = SIX.pupils[2].person.id
    made = plan({an: Wish(None)})
    assert ("Lê An", "danh sách để trống lớp mới") in [(past.name, why) for past, why in made.held]


def test_who_repeats_without_a_class_of_that_name_joins_the_smallest() -> None:
    classes = (*CLASSES[:1], NewClass(ClassId("7b"), "7B", 7), replace(CLASSES[1], id=ClassId("7c"), name="7C"))
    made = plan_lists(pasts(SIX, SEVEN), classes, known(*ALL), DAY)
    assert listed(made, "7b") == ["Ở Lại"]
    assert [why for past, why in made.held if past.name == "Phạm Bình"] == ["chưa có lớp khối 8"]


def test_choices_go_along_within_a_level_and_end_with_it() -> None:
    taken = frozenset({SubjectId("tin-hoc")})
    held = of_class("10a1", 10, Says("A"))
    optional = frozenset({SubjectId("ngoai-ngu-2")})
    row = replace(held.pupils[0].enrolment, electives=taken, optional=optional, inclusive=True)
    ten = replace(held, pupils=(replace(held.pupils[0], enrolment=row),))
    up = NewClass(ClassId("11a1"), "11A1", 11, came_from=ClassId("10a1"))
    (made,) = plan_lists(pasts(ten), [up], known(ten), DAY).classes[0].rows
    assert (made.electives, made.optional, made.inclusive) == (taken, optional, True)
    nine = replace(of_class("9a1", 9, Says("B", completed=True)))
    other = replace(nine.pupils[0].enrolment, optional=frozenset({SubjectId("tieng-dtts")}))
    nine = replace(nine, pupils=(replace(nine.pupils[0], enrolment=other),))
    target = NewClass(ClassId("10a1"), "10A1", 10)
    wishes = {nine.pupils[0].person.id: Wish(target.id)}
    (made,) = plan_lists(pasts(nine), [target], known(nine), DAY, wishes).classes[0].rows
    assert made.optional == frozenset()


def test_newcomers_are_seated_by_name_among_the_others() -> None:
    new = Newcomer(ClassId("7a1"), Identity(DAY, "Bùi Dũng", False, date(2013, 1, 1)))
    made = plan({}, (StudentId("7400000099"), new))
    assert listed(made, "7a1") == ["Lê An", "7400000099", "Lê Đạt", "Ở Lại", "Trần Yến"]


GROUP = Department("toan", "Tổ Toán", PersonId("an"), frozenset({SubjectId("toan")}))
OLD = Assignments(
    (GROUP, replace(GROUP, id="van", head=PersonId("nghi"))),
    (Homeroom(ClassId("6a1"), PersonId("an"), DAY), Homeroom(ClassId("9a1"), PersonId("binh"), DAY)),
    {
        (ClassId("6a1"), SubjectId("toan"), Term.HK2): (PersonId("an"),),
        (ClassId("9a1"), SubjectId("toan"), Term.HK2): (PersonId("binh"), PersonId("nghi")),
        (ClassId("7a1"), SubjectId("toan"), Term.HK1): (PersonId("nghi"),),
    },
)


def test_teachers_go_up_with_their_class_and_new_classes_get_who_is_free() -> None:
    taken = {one.id: frozenset({SubjectId("toan")}) for one in CLASSES[:3]}
    made = draft_assignments(OLD, CLASSES[:3], taken, DAY, [PersonId("an"), PersonId("binh")])
    assert {room.class_id: room.teacher for room in made.assignments.homerooms} == {"7a1": "an", "6a1": "binh"}
    assert made.assignments.teachers(ClassId("7a1"), SubjectId("toan"), Term.HK1) == ("an",)
    assert made.assignments.teachers(ClassId("6a1"), SubjectId("toan"), Term.HK2) == ("binh",), "who left is left out"
    assert (made.without_homeroom, made.without_teacher) == (("8a1",), (("8a1", "toan"),))
    assert ([group.id for group in made.assignments.departments], made.without_head[0].id) == (["toan"], "van")


def test_a_years_draft_keeps_rules_and_adds_what_pupils_bring_up() -> None:
    switches = Switches(arts_regular_each=3)
    before = SchoolYear(
        YEAR,
        "tt22-2021",
        "tt22",
        usual_semesters(2025),
        None,
        {6: {SubjectId("toan"): 150, SubjectId("tieng-dtts"): 105}, 7: {SubjectId("toan"): 140}},
        switches,
    )
    made = opened_year(next_year(YEAR), (6, 7, 8), before)
    assert (made.id, made.switches, made.first_day) == ("2026-2027", switches, date(2026, 9, 5))
    assert made.periods[6][SubjectId("toan")] == 150, "what the school decided stays"
    assert made.periods[7] == {"toan": 140, "tieng-dtts": 105}
    assert made.periods[8] == {**usual_subjects(8)}
    assert made.semesters[Term.HK1].last < made.semesters[Term.HK2].first


@pytest.mark.parametrize("start", range(2024, 2034))
def test_usual_semesters_end_on_a_friday_in_their_year(start: int) -> None:
    spans = usual_semesters(start)
    assert [span.last.weekday() for span in spans.values()] == [4, 4]
    assert (spans[Term.HK1].first, spans[Term.HK2].last.month) == (date(start, 9, 5), 5)
    assert YearId(f"{start}-{start + 1}") == next_year(YearId(f"{start - 1}-{start}"))
