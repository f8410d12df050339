"""Sheets of the whole year by the laws: who stands in them, what a mark replaces, what a row may not lack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hocba_build.domain.results import StudentYear, evaluate_year
from hocba_build.domain.school import ClassRecords, SchoolRecords, YearRecords
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import ClassId, Conclusion, Level, StudentId, Term, YearId
from hocba_build.exchange.book import Writer
from hocba_build.exchange.columns import CHOICES, HONOURS, SUMMER_CONDUCT, SheetKey
from hocba_build.exchange.importing import import_book
from hocba_build.exchange.opening import open_books
from hocba_build.exchange.openpyxl_door import write_xlsx
from hocba_build.exchange.refusals import Refusal
from hocba_build.exchange.sheets import members_of, merged_row, with_rows
from hocba_build.workflows.desk.drafts import Draft
from hocba_build.workflows.desk.score_grid import Sheet
from hocba_build.workflows.sample import Plan, generate_sample
from hocba_build.workflows.sheets.whole_year import OpenYear


@pytest.fixture(scope="module")
def school() -> SchoolRecords:
    return generate_sample(Plan()).records


def results_of(school: SchoolRecords) -> Iterator[tuple[YearId, StudentYear]]:
    for name, year in school.years.items():
        for result in evaluate_year(year, school.students).values():
            yield name, result


def one(school: SchoolRecords, conclusion: Conclusion) -> tuple[YearId, StudentYear]:
    """A pupil whom the summer let pass, with the first conclusion asked for."""
    return next(
        (name, result)
        for name, result in results_of(school)
        if result.first_conclusion is conclusion and result.conclusion is Conclusion.LEN_LOP
    )


def before_summer(school: SchoolRecords, name: YearId, class_id: ClassId) -> SchoolRecords:
    """The school before anything of the summer was entered in a class."""
    year = school.years[name]
    held = replace(year.classes[class_id], reassessments={}, summer_conduct={}, completions={})
    return replace(school, years={**school.years, name: replace(year, classes={**year.classes, class_id: held})})


def beside(school: SchoolRecords, key: SheetKey, student: StudentId, **typed: str) -> tuple[str, ...]:
    sheet = Sheet.of(OpenYear({}, school, key.year, frozenset()), key)
    shown = sheet.grid(Draft({student: typed} if typed else {}, {}), only={student})
    (row,) = [row for row in shown.rows if row.member.student == student]
    assert row.wrong == {}
    return row.told


def test_a_retest_replaces_the_years_result_and_the_first_stays(school: SchoolRecords) -> None:
    """Điều 14: the later mark counts, Điều 9 is applied again, and both are told."""
    name, result = one(school, Conclusion.KIEM_TRA_LAI)
    due = [subject for subject in result.subjects.values() if subject.reassessed is not None]
    earlier = before_summer(school, name, result.class_id)
    year = earlier.years[name]
    for number, subject in enumerate(due, start=1):
        key = SheetKey(name, result.class_id, Term.CA_NAM, subject.subject)
        assert result.student in {one.student for one in members_of(year, school.students, key)}
        text = str(subject.reassessed).replace(".", ",") if subject.reassessed else ""
        typed = {"ket_qua": text if text[:1].isdigit() else "Đ"}
        told = beside(earlier, key, result.student, **typed)
        assert " → " in told[0]
        held = with_rows(year.classes[result.class_id], key, (), {result.student: words(typed)})
        year = replace(year, classes={**year.classes, result.class_id: held})
        earlier = replace(earlier, years={**earlier.years, name: year})
        if number == len(due):
            assert told[1:] == ("Chưa đạt → Đạt", "Chờ đánh giá lại → Lên lớp")


def words(typed: dict[str, str]) -> dict[str, str]:
    return {key: text.replace(",", ".") for key, text in typed.items()}


def test_summer_training_replaces_conduct(school: SchoolRecords) -> None:
    """Điều 13."""
    name, result = one(school, Conclusion.REN_LUYEN_HE)
    earlier = before_summer(school, name, result.class_id)
    key = SheetKey(name, result.class_id, Term.CA_NAM, None, SUMMER_CONDUCT)
    assert beside(earlier, key, result.student) == ("Chưa đạt", "Chờ rèn luyện hè")
    assert beside(earlier, key, result.student, muc="K") == ("Chưa đạt → Khá", "Chờ rèn luyện hè → Lên lớp")
    assert beside(earlier, key, result.student, muc="CĐ") == ("Chưa đạt", "Chờ rèn luyện hè → Ở lại lớp")


def test_only_the_entitled_stand_in_a_summer_sheet(school: SchoolRecords) -> None:
    name, result = one(school, Conclusion.KIEM_TRA_LAI)
    year = school.years[name]
    results = evaluate_year(year, school.students)
    for subject in result.subjects:
        key = SheetKey(name, result.class_id, Term.CA_NAM, subject)
        members = {member.student for member in members_of(year, school.students, key)}
        assert all(results[student].subjects[subject].due for student in members)
        assert (result.student in members) is result.subjects[subject].due
    key = SheetKey(name, result.class_id, Term.CA_NAM, None, SUMMER_CONDUCT)
    there = {member.student for member in members_of(year, school.students, key)}
    assert result.student not in there
    assert all(results[student].terms[Term.CA_NAM].conduct is Level.CHUA_DAT for student in there)


@pytest.mark.parametrize(
    ("what", "typed", "column"),
    [
        ("toan", {"ngay": "2025-07-21"}, "ngay"),
        ("toan", {"nhan_xet": "Cố gắng."}, "nhan_xet"),
        ("khen-thuong", {"khen_thuong.1.so": "45/QĐ-BM"}, "khen_thuong.1.so"),
        ("khen-thuong", {"cuoc_thi.2.ket_qua": "Giải Nhì"}, "cuoc_thi.2.ket_qua"),
        ("hoan-thanh", {"so": "61/QĐ-BM"}, "so"),
    ],
)
def test_a_part_does_not_stand_without_its_whole(
    school: SchoolRecords, what: str, typed: dict[str, str], column: str
) -> None:
    key, columns = a_sheet(school, what)
    assert [(name, wrong.code) for name, wrong in merged_row(key, columns, typed, ({}, {})).wrong] == [
        (column, "HB429")
    ]
    whole = {
        "toan": {"ket_qua": "5"},
        "khen-thuong": {"khen_thuong.1.noi_dung": "A", "cuoc_thi.2.ten": "B"},
        "hoan-thanh": {"ngay": "2025-05-30"},
    }[what]
    assert merged_row(key, columns, {**typed, **whole}, ({}, {})).wrong == ()


def a_sheet(school: SchoolRecords, what: str):  # type: ignore[no-untyped-def] # noqa: ANN201
    year: YearRecords = next(iter(school.years.values()))
    held: ClassRecords = next(iter(year.classes.values()))
    key = SheetKey.named(year.year.id, held.school_class.id, Term.CA_NAM, what)
    return key, Sheet.of(OpenYear({}, school, year.year.id, frozenset()), key).columns


def test_a_retest_knows_no_exemption(school: SchoolRecords) -> None:
    key, columns = a_sheet(school, "toan")
    wrong = merged_row(key, columns, {"ket_qua": "M"}, ({}, {})).wrong
    assert [(name, said.code) for name, said in wrong] == [("ket_qua", "HB409")]


def test_an_empty_place_between_awards_closes_up(school: SchoolRecords) -> None:
    key, columns = a_sheet(school, HONOURS)
    held = school.years[key.year].classes[key.class_id]
    student = held.school_class.enrolments[0].student
    told = with_rows(held, key, columns, {student: {"khen_thuong.2.noi_dung": "Học sinh Giỏi"}})
    assert [award.text for award in told.honours[student].awards] == ["Học sinh Giỏi"]
    assert student not in with_rows(told, key, columns, {student: {}}).honours


def test_a_sheet_of_choices_counts_what_a_pupil_takes(school: SchoolRecords) -> None:
    name, result = next((name, one) for name, one in results_of(school) if one.grade >= 10)
    key = SheetKey(name, result.class_id, Term.CA_NAM, None, CHOICES)
    assert beside(school, key, result.student) == ("4/4", "3/3")


def test_a_workbook_of_the_whole_year_goes_there_and_back(school: SchoolRecords, tmp_path: Path) -> None:
    """Exported, filled in by hand, read again: the same words as the page would take."""
    name, result = one(school, Conclusion.KIEM_TRA_LAI)
    earlier = before_summer(school, name, result.class_id)
    subject = next(subject.subject for subject in result.subjects.values() if subject.due)
    key = SheetKey(name, result.class_id, Term.CA_NAM, subject)
    path = tmp_path / "he.xlsx"
    path.write_bytes(write_xlsx(Writer(earlier, name).draw([key])))
    book = load_workbook(path)
    page = book.worksheets[0]
    rows = {page.cell(row, 2).value: row for row in range(7, page.max_row + 1)}
    row = rows[result.student]
    scored = SUBJECTS[subject].scored
    page.cell(row, 5).value, page.cell(row, 6).value = ("5,5" if scored else "Đ"), datetime(2025, 7, 21)  # noqa: DTZ001
    book.save(path)
    (opened,) = open_books([(str(path), path.read_bytes())])
    assert not isinstance(opened, Refusal)
    (sheet,), after = import_book(*opened, earlier.years[name], school.students)
    assert sheet.refusals == ()
    entry = after.classes[result.class_id].reassessments[subject][result.student]
    assert (str(entry.held_on), entry.not_sat) == ("2025-07-21", False)
    assert str(entry.result) in ("5.5", "Outcome.DAT")
