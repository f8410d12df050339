"""A year over two classes or two schools: scores never move, the year is joined by id."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hocba_build.domain.entries import (
    Absences,
    BroughtSemester,
    BroughtSubject,
    ConductEntry,
    SubjectEntry,
    Tests,
    TransferIn,
)
from hocba_build.domain.people import Event, EventKind, Identity, Student
from hocba_build.domain.results import ClassResults, evaluate_class
from hocba_build.domain.results.why import reasons
from hocba_build.domain.school import ClassRecords, Enrolment, YearRecords
from hocba_build.domain.values import ClassId, Exempt, Level, Outcome, Score, Standing, SubjectId, Term
from tests.law.builder import CLASS, PUPIL, _year, assessed

MATHS = SubjectId("toan")
OTHER = ClassId("lop2")
MOVED = date(2026, 3, 1)


def row(*regular: object, gk: object = None, ck: object = None) -> SubjectEntry:
    """One row of scores."""
    given = tuple(None if value is None else assessed(value) for value in regular)
    return SubjectEntry(
        {"": Tests(given, assessed(gk) if gk is not None else None, assessed(ck) if ck is not None else None)}
    )


def moved_year(old: SubjectEntry, new: SubjectEntry, *, new_conduct: Level | None = None) -> YearRecords:
    """A pupil who leaves CLASS for OTHER in the second semester with two rows of maths in it."""
    year = _year({"mon": {"toan": 8}, "nghi": 3})
    first = year.classes[CLASS]
    enrolment = first.school_class.enrolments[0]
    left = replace(first.school_class, enrolments=(replace(enrolment, until=MOVED),))
    second = ClassRecords(
        school_class=replace(first.school_class, id=OTHER, enrolments=(Enrolment(PUPIL, date(2026, 3, 2)),)),
        subjects={(Term.HK2, MATHS): {PUPIL: new}},
        conduct={Term.HK2: {PUPIL: ConductEntry(new_conduct)}},
        absences={Term.HK2: {PUPIL: {"2026-04": Absences(1, 1)}}},
        reassessments={}, summer_conduct={}, honours={}, remarks={}, completions={}, decisions={}, transfers={},
    )  # fmt: skip
    subjects = {**first.subjects, (Term.HK2, MATHS): {PUPIL: old}}
    return replace(year, classes={CLASS: replace(first, school_class=left, subjects=subjects), OTHER: second})


def student(*events: Event) -> Student:
    return Student(PUPIL, (Identity(date(2020, 1, 1), "Nguyễn Văn Thử", False, date(2013, 5, 1)),), events)


def results(year: YearRecords, class_id: ClassId, *events: Event) -> ClassResults:
    return evaluate_class(year, {PUPIL: student(*events)}, class_id)


def test_both_classes_show_the_joined_year() -> None:
    """Two tests in the old class, two and the rest in the new one, make one semester."""
    year = moved_year(row(8, 7, None, None, gk=9), row(None, None, 9, 8, ck=8), new_conduct=Level.KHA)
    old, new = results(year, CLASS).rows[0], results(year, OTHER).rows[0]
    assert (old[1], new[1]) == (Standing.CHUYEN_LOP, Standing.DANG_HOC)
    assert old[2] == new[2]
    semester = new[2].subjects[MATHS].semesters[Term.HK2]
    assert semester.value == Decimal("8.2")
    assert [str(value) for value in semester.contents[""].regular] == ["8", "7", "9", "8"]
    assert new[2].terms[Term.HK2].conduct is Level.KHA, "conduct comes from the last class"
    assert new[2].half_days_absent == 5
    assert new[2].class_id == OTHER


def test_conduct_stays_with_the_class_that_gave_it() -> None:
    """A new class that has not judged yet does not blank the semester of the old one."""
    result = results(moved_year(row(8, 7, 9, 8, gk=9), row(ck=8)), OTHER).rows[0][2]
    assert result.terms[Term.HK2].conduct is Level.TOT


def test_a_midterm_given_twice_differently_leaves_a_blank_and_says_so() -> None:
    result = results(moved_year(row(8, 7, 9, 8, gk=9), row(gk=8, ck=8)), OTHER).rows[0][2]
    assert result.subjects[MATHS].semesters[Term.HK2].value is None
    assert [notice.code for notice in result.notices] == ["HB256"]
    assert result.conclusion is None


def test_the_same_midterm_in_both_classes_counts_once() -> None:
    result = results(moved_year(row(8, 7, 9, 8, gk=9), row(gk=9, ck=8)), OTHER).rows[0][2]
    assert result.subjects[MATHS].semesters[Term.HK2].value == Decimal("8.2")


def test_not_sat_places_move_with_their_tests() -> None:
    old = SubjectEntry({"": Tests((assessed(8), None, assessed(0)), assessed(9), not_sat=frozenset({"tx3"}))})
    new = SubjectEntry({"": Tests((assessed(0), assessed(8)), None, assessed(0), not_sat=frozenset({"tx1", "ck"}))})
    joined = results(moved_year(old, new), OTHER).rows[0][2].subjects[MATHS].semesters[Term.HK2].contents[""]
    assert [str(value) for value in joined.regular] == ["8", "0", "0", "8"]
    assert joined.not_sat == {"tx2", "tx3", "ck"}


def test_leavers_stand_as_they_left() -> None:
    for kind, standing in (
        (EventKind.CHUYEN_DI, Standing.CHUYEN_DI),
        (EventKind.THOI_HOC, Standing.THOI_HOC),
        (EventKind.BAO_LUU, Standing.BAO_LUU),
    ):
        year = moved_year(row(8), row(8))
        alone = replace(year, classes={CLASS: year.classes[CLASS]})
        left = results(alone, CLASS, Event(MOVED, kind)).rows[0]
        assert left[1] is standing
        assert left[2].terms[Term.CA_NAM].learning.level is None


def transferred(semester: BroughtSemester) -> YearRecords:
    """A pupil whose first semester comes from another school."""
    year = _year({"con_lai": {"hk2": 8}, "ren_luyen": [None, "tot"]})
    records = year.classes[CLASS]
    subjects = {key: table for key, table in records.subjects.items() if key[0] is Term.HK2}
    brought = TransferIn("Trường THCS Hoà An", None, "Bảng số 7", date(2026, 1, 19), {Term.HK1: semester})
    absences = {Term.HK2: records.absences[Term.HK2]}
    return replace(
        year,
        classes={CLASS: replace(records, subjects=subjects, absences=absences, transfers={PUPIL: brought})},
    )


def whole_semester() -> BroughtSemester:
    year = _year({})
    outcomes = {"gdtc", "nghe-thuat", "hdtn-hn", "gddp"}
    subjects = {
        subject: BroughtSubject(Outcome.DAT if subject in outcomes else Score(Decimal("6.6")))
        for subject in year.year.periods[6]
    }
    return BroughtSemester(subjects, Level.DAT, Level.KHA, Absences(2, 1))


def test_a_semester_from_another_school_is_kept() -> None:
    """The old school's level stands although its averages would give Khá; the year uses both semesters."""
    result = results(transferred(whole_semester()), CLASS).rows[0][2]
    assert result.subjects[MATHS].of(Term.HK1) == Decimal("6.6")
    assert result.subjects[MATHS].semesters[Term.HK1].kept_from == "Trường THCS Hoà An"
    assert result.terms[Term.HK1].learning.level is Level.DAT
    assert result.terms[Term.HK1].conduct is Level.KHA
    assert result.subjects[MATHS].year == Decimal("7.5")
    assert result.half_days_absent == 3
    assert result.conclusion is not None


def test_tests_brought_along_join_as_the_first_enrolment() -> None:
    semester = whole_semester()
    tests_only = BroughtSubject(contents={"": Tests((assessed(9), assessed(8)), assessed(7))})
    year = transferred(replace(semester, subjects={**semester.subjects, MATHS: tests_only}))
    records = year.classes[CLASS]
    subjects = {**records.subjects, (Term.HK1, MATHS): {PUPIL: row(7, 8, ck=9)}}
    result = results(replace(year, classes={CLASS: replace(records, subjects=subjects)}), CLASS).rows[0][2]
    assert [str(value) for value in result.subjects[MATHS].semesters[Term.HK1].contents[""].regular] == [
        "9",
        "8",
        "7",
        "8",
    ]
    assert result.subjects[MATHS].of(Term.HK1) == Decimal("8.1")


def test_contents_of_arts_brought_along_join_each_with_its_own() -> None:
    """Điều 5 khoản 3: Nghệ thuật is assessed in two contents, at the old school too."""
    arts = SubjectId("nghe-thuat")
    early = {name: Tests((Outcome.DAT,), Outcome.DAT) for name in ("am_nhac", "mi_thuat")}
    late = {name: Tests((Outcome.DAT,), None, Outcome.DAT) for name in ("am_nhac", "mi_thuat")}
    semester = whole_semester()
    year = transferred(replace(semester, subjects={**semester.subjects, arts: BroughtSubject(contents=early)}))
    assert results(year, CLASS).rows[0][2].subjects[arts].of(Term.HK1) is None
    records = year.classes[CLASS]
    subjects = {**records.subjects, (Term.HK1, arts): {PUPIL: SubjectEntry(late)}}
    result = results(replace(year, classes={CLASS: replace(records, subjects=subjects)}), CLASS).rows[0][2]
    assert result.subjects[arts].of(Term.HK1) is Outcome.DAT


def test_an_exemption_brought_along_is_kept() -> None:
    semester = whole_semester()
    exempt = BroughtSubject(exemption="QĐ 3 của trường cũ")
    year = transferred(replace(semester, subjects={**semester.subjects, MATHS: exempt}))
    maths = results(year, CLASS).rows[0][2].subjects[MATHS]
    assert (maths.of(Term.HK1), maths.semesters[Term.HK1].exemption) == (Exempt.MIEN, "QĐ 3 của trường cũ")
    assert maths.year == Decimal("8.0")


def test_absences_the_other_school_does_not_tell_leave_the_promotion_open() -> None:
    """Our own register of the first semester does not know them: at most 45 half-days is then not known."""
    year = transferred(replace(whole_semester(), absences=None))
    records = year.classes[CLASS]
    kept = replace(records, absences={**records.absences, Term.HK1: {}})
    result = results(replace(year, classes={CLASS: kept}), CLASS).rows[0][2]
    assert result.conclusion is None
    assert [notice.code for notice in result.notices] == ["HB254"]


def test_a_subject_missing_from_what_was_brought_leaves_the_year_blank() -> None:
    semester = whole_semester()
    fewer = {key: value for key, value in semester.subjects.items() if key != MATHS}
    result = results(transferred(replace(semester, subjects=fewer)), CLASS).rows[0][2]
    assert result.subjects[MATHS].year is None
    assert result.terms[Term.CA_NAM].learning.level is None
    assert result.conclusion is None


def test_every_figure_says_why() -> None:
    """Each figure of the year has one reason with inputs, rule and article."""
    result = results(transferred(whole_semester()), CLASS).rows[0][2]
    found = {reason.figure: reason for reason in reasons(result)}
    assert len(found) == len(reasons(result))
    assert {f"{subject}.{term.value}" for subject in result.subjects for term in Term} <= found.keys()
    assert all(reason.rule and reason.article for reason in found.values())
    assert found["toan.hk1"].inputs == "kết quả mang từ Trường THCS Hoà An"
    assert found["toan.hk2"].inputs == "(8,0 + 8,0 + 8,0 + 8,0 + 2 × 8,0 + 3 × 8,0) : 9 = 8"
    assert found["toan.ca_nam"].inputs == "(6,6 + 2 × 8,0) : 3 = 7,533…"


def test_a_class_that_a_pupil_comes_back_to_counts_once() -> None:
    """Two lines on the list, one row in each file: nothing is counted twice."""
    year = _year({"mon": {"toan": 8}, "nghi": 3})
    held = year.classes[CLASS]
    before = evaluate_class(year, {PUPIL: student()}, CLASS).rows[0][2]
    line = held.school_class.enrolments[0]
    lines = (replace(line, until=date(2025, 11, 30)), Enrolment(PUPIL, date(2026, 2, 2)))
    back = replace(held, school_class=replace(held.school_class, enrolments=lines))
    paused = Event(date(2025, 12, 1), EventKind.BAO_LUU)
    rows = results(replace(year, classes={CLASS: back}), CLASS, paused, Event(date(2026, 2, 2), EventKind.TRO_LAI)).rows
    assert [standing for _, standing, _ in rows] == [Standing.BAO_LUU, Standing.DANG_HOC]
    after = rows[1][2]
    assert after.subjects == before.subjects
    assert after.half_days_absent == before.half_days_absent == 3
