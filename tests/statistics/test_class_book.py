"""The class's book: what stands where, and that print and workbook hold the same."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from hocba_build.domain.class_book.book import class_book
from hocba_build.domain.class_book.model import ClassBook, Page
from hocba_build.domain.facts import year_facts
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import ClassId, SubjectId, Term, YearId
from hocba_build.interfaces.cli import main
from hocba_build.publishing.report.class_book import class_book_pdf, widths_of
from hocba_build.records.writer import files_of
from hocba_build.records.writes import write_files
from hocba_build.workflows.sample import Plan, generate_sample
from hocba_build.workflows.sample.generate import Sample
from tests.publishing.conftest import page_count, text_of

YEAR = YearId("2024-2025")


@pytest.fixture(scope="module")
def sample() -> Sample:
    """Every special case of the sample: a mover, a late arrival, an exempted pupil, a re-assessed one."""
    return generate_sample(Plan(classes=7, pupils_per_class=20, years=2))


@pytest.fixture(scope="module")
def records(sample: Sample) -> SchoolRecords:
    return sample.records


@pytest.fixture(scope="module")
def book(records: SchoolRecords) -> ClassBook:
    return class_book(records, year_facts(records, YEAR), ClassId("6a1"))


def page(book: ClassBook, key: str) -> Page:
    return next(one for one in book.pages if one.key == key)


def row(page: Page, name: str) -> dict[str, object]:
    """A pupil's row by the headings of its columns; the last of several of one name."""
    cells = next(row for row in page.rows if name in row)
    return dict(zip((f"{c.group} {c.text}".strip() for c in page.columns), cells, strict=True))


def name_of(records: SchoolRecords, pupil: str) -> str:
    student = next(held for key, held in records.students.items() if key == pupil)
    return student.identity_on(records.years[YEAR].year.last_day).full_name


def test_every_page_is_there_in_the_order_of_the_form(book: ClassBook) -> None:
    keys = [one.key for one in book.pages]
    assert keys[:6] == ["Hướng dẫn", "Giáo viên", "Danh sách", "Chuyên cần HK1", "Chuyên cần HK2", "Văn HK1"]
    assert len(page(book, "Hướng dẫn").rows) == 6
    assert keys[-6:] == [
        "Rèn luyện",
        "Tổng hợp HK1",
        "Tổng hợp HK2",
        "Tổng hợp cả năm",
        "Xếp loại cả năm",
        "Hiệu trưởng",
    ]
    assert [key for key in keys if key.startswith("Toán")] == ["Toán HK1", "Toán HK2"]
    assert len(set(keys)) == len(keys)


def test_every_row_is_as_long_as_its_headings_and_every_pupil_is_listed(book: ClassBook) -> None:
    size = len(page(book, "Danh sách").rows)
    for one in book.pages:
        assert {len(cells) for cells in one.rows} == {len(one.columns)}, one.key
        if one.key not in ("Hướng dẫn", "Giáo viên", "Hiệu trưởng"):
            assert [cells[0] for cells in one.rows] == list(range(1, size + 1)), one.key


def test_a_subject_page_holds_what_was_entered_and_what_follows(book: ClassBook, records: SchoolRecords) -> None:
    entered = records.years[YEAR].classes[ClassId("6a1")]
    pupil = entered.school_class.enrolments[0].student
    tests = entered.subjects[Term.HK2, SubjectId("toan")][pupil].contents[""]
    shown = row(page(book, "Toán HK2"), name_of(records, pupil))
    assert [shown[f"ĐĐGtx {number}"] for number in (1, 2, 3, 4)] == list(tests.regular)
    assert (shown["ĐĐGgk"], shown["ĐĐGck"]) == (tests.midterm, tests.final)
    given = [value for value in (*tests.regular, tests.midterm, tests.final) if isinstance(value, Decimal)]
    assert len(given) == 6
    weighed = sum(given[:4], Decimal(0)) + 2 * given[4] + 3 * given[5]
    assert isinstance(shown["ĐTBmhk II"], Decimal)
    assert abs(shown["ĐTBmhk II"] - weighed / 9) <= Decimal("0.05")


def test_a_mover_stands_in_both_books_with_the_joined_year(sample: Sample) -> None:
    pupil = sample.cases["chuyen-lop"]
    facts = year_facts(sample.records, YEAR)
    old, new = (class_book(sample.records, facts, ClassId(key)) for key in ("6a1", "6a2"))
    name = name_of(sample.records, pupil)
    first, second = (row(page(one, "Toán HK2"), name) for one in (old, new))
    assert first["ĐTBmhk II"] == second["ĐTBmhk II"] != ""
    assert (first["Ghi chú"], second["Ghi chú"]) == ("Chuyển lớp", "")
    assert "Chuyển lớp sau ngày" in str(row(page(old, "Danh sách"), name)["Những thay đổi cần chú ý trong năm học"])
    assert "Vào lớp ngày" in str(row(page(new, "Danh sách"), name)["Những thay đổi cần chú ý trong năm học"])


def test_the_years_end_shows_both_results_and_sums_up(records: SchoolRecords, book: ClassBook) -> None:
    facts = year_facts(records, YEAR)
    changed = [
        (key, pupil)
        for key, held in facts.classes.items()
        for pupil in held.pupils
        if pupil.counted and any(subject.reassessed is not None for subject in pupil.result.subjects.values())
    ]
    class_id, pupil = changed[0]
    shown = row(page(class_book(records, facts, class_id), "Xếp loại cả năm"), pupil.person.name)
    assert shown["Mức đánh giá cả năm Học tập"] == "Chưa đạt"
    assert shown["Sau rèn luyện hè, đánh giá lại Học tập"] != ""
    ending = page(book, "Xếp loại cả năm")
    there = [one for one in facts.classes[ClassId("6a1")].pupils if one.counted]
    promoted = [cells for cells in ending.rows if cells[7] == "x"]
    assert f"tổng số {len(there)} học sinh" in ending.hints[0]
    left = [one for one in facts.classes[ClassId("6a1")].pupils if not one.counted]
    assert f"được lên lớp {len(promoted) - sum(one.result.conclusion is not None for one in left)}," in ending.hints[0]


def test_families_are_only_there_when_asked_for(records: SchoolRecords, book: ClassBook) -> None:
    parents = {
        parent.full_name for family in records.families.values() for parent in (family.father, family.mother) if parent
    }
    staff = {member.full_name for member in records.staff.values()}
    pupils = {held.full_name for student in records.students.values() for held in student.identities}
    private = parents - staff - pupils
    with_families = class_book(records, year_facts(records, YEAR), ClassId("6a1"), families=True)
    for one, told in ((book, False), (with_families, True)):
        text = " ".join(str(cell) for held in one.pages for cells in held.rows for cell in cells)
        assert any(name in text for name in private) is told


@pytest.mark.parametrize("wide", [False, True])
def test_columns_fill_the_page_exactly(book: ClassBook, wide: bool) -> None:
    for one in book.pages:
        widths = widths_of(one.columns, wide=wide)
        assert sum(widths) == pytest.approx(265 if wide else 178), one.key
        assert min(widths) > 5, one.key


def short(book: ClassBook, pupils: int) -> ClassBook:
    """A book of two pages, its list repeated until it has so many pupils."""
    kept = []
    for key in ("Danh sách", "Toán HK2"):
        one = page(book, key)
        rows = [(number, *one.rows[(number - 1) % len(one.rows)][1:]) for number in range(1, pupils + 1)]
        kept.append(replace(one, rows=tuple(rows)))
    return replace(book, pages=tuple(kept))


def test_a_long_list_goes_on_with_its_headings(book: ClassBook) -> None:
    """Forty-five pupils fit one page; more go on under the same headings, and the signature comes last."""
    assert page_count(class_book_pdf(short(book, 45))) == 3
    file = class_book_pdf(short(book, 70))
    assert page_count(file) == 5
    for number in (4, 5):
        assert "ĐĐGck" in text_of(file, number)
    assert ["GIÁO VIÊN MÔN HỌC" in text_of(file, number) for number in (4, 5)] == [False, True]


def test_a_draft_is_marked_until_the_year_is_locked(book: ClassBook) -> None:
    small = short(book, 3)
    locked = class_book_pdf(replace(small, draft=False))
    assert "BẢN NHÁP" not in text_of(locked)
    assert text_of(class_book_pdf(small)) != text_of(locked)
    assert "SỔ THEO DÕI VÀ ĐÁNH GIÁ HỌC SINH" in text_of(locked, 1)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("so-lop")
    write_files(root, files_of(generate_sample(Plan(classes=2, pupils_per_class=3, years=2)).records), {})
    return root


def run(school: Path, *words: str) -> Result:
    env = {"HOCBA_STATE": str(school / ".state")}
    result = CliRunner().invoke(main, ["-C", str(school), "build", "class-book", *words], env=env)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_the_command_writes_print_and_workbook(school: Path, tmp_path: Path) -> None:
    result = run(school, YEAR, "6A1", "-o", str(tmp_path / "ra"))
    pdf, xlsx = (tmp_path / f"ra/so-lop-{YEAR}-6a1.{form}" for form in ("pdf", "xlsx"))
    assert (result.exit_code, result.stdout.splitlines()) == (0, [str(pdf), str(xlsx)])
    assert {path.stat().st_mode & 0o777 for path in (pdf, xlsx)} == {0o600}
    sheets = {one.title: one for one in openpyxl.load_workbook(io.BytesIO(xlsx.read_bytes())).worksheets}
    values = [cells for cells in sheets["Toán HK1"].iter_rows(values_only=True) if cells[0] == 1]
    assert all(isinstance(score, int | float) for score in values[0][2:9])
    name = str(values[0][1])
    assert name in text_of(pdf.read_bytes())
    assert len(sheets) == page_count(pdf.read_bytes()) - 1


@pytest.mark.parametrize(
    ("words", "sentence"), [(("1999-2000",), "Không có năm học 1999-2000"), ((YEAR, "9z9"), "không có lớp 9z9")]
)
def test_what_is_not_there_is_told(school: Path, tmp_path: Path, words: tuple[str, ...], sentence: str) -> None:
    result = run(school, *words, "-o", str(tmp_path / "ra"))
    assert (result.exit_code, sentence in result.stderr, (tmp_path / "ra").exists()) == (2, True, False)
