"""Pages of the sample school's special cases: what each of them must show."""

from __future__ import annotations

from pathlib import Path

import pytest

from hocba_build.domain.results import evaluate_year
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import SchoolLevel, StudentId
from hocba_build.publishing import pdf
from hocba_build.publishing.transcript.printing import Order
from hocba_build.publishing.transcript.sections import stylesheet
from hocba_build.publishing.transcript.view import transcript_view
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.printing.pdfs import Means, Selection, print_pdfs
from tests.publishing.conftest import YEAR, page_count, text_of

ROOT = Path(__file__).resolve().parents[2]
KEPT_LOWER, KEPT_UPPER, KEPT_SUMMER = "7400000158", "7400000278", "7400000107"
REASSESSED, EXEMPT, INCLUDED, ARRIVED, LEFT, RENAMED = (
    "7400000102",
    "7400000082",
    "7400000012",
    "7400000306",
    "7400000188",
    "7400000016",
)
ALL = (KEPT_LOWER, KEPT_UPPER, KEPT_SUMMER, REASSESSED, EXEMPT, INCLUDED, ARRIVED, LEFT, RENAMED)


@pytest.fixture(scope="module")
def sample() -> SchoolRecords:
    return open_school(ROOT).records


@pytest.fixture(scope="module")
def files(sample: SchoolRecords, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The transcripts of all these pupils, printed as the command does."""
    out = tmp_path_factory.mktemp("pdf")
    chosen = frozenset(StudentId(pupil) for pupil in ALL)
    report = print_pdfs(sample, Selection(YEAR, pupils=chosen), out, means=Means(jobs=1))
    assert report.failures == []
    return {path.stem: path.read_bytes() for path in out.rglob("74*.pdf")}


def shown(file: bytes, back: int) -> str:
    """A page counted from the end: 1 is the summary of the last year, 2 its subjects."""
    return text_of(file, page_count(file) + 1 - back)


@pytest.mark.parametrize("pupil", [KEPT_LOWER, KEPT_UPPER])
def test_a_year_under_the_older_rules_keeps_its_own_form(files: dict[str, bytes], pupil: str) -> None:
    subjects, summary = text_of(files[pupil], 4), text_of(files[pupil], 5)
    assert "Chép từ Học bạ số" in subjects
    assert "không tính lại" in subjects
    assert "Hoá học" in subjects
    assert "Nội dung giáo dục của địa phương" not in subjects
    for words in ("Hạnh kiểm", "Học lực", "Kết quả xếp loại", "Trung bình"):
        assert words in summary
    assert "BẢN NHÁP" not in subjects + summary
    assert "Kết quả rèn luyện" not in summary


def test_the_older_values_are_those_of_the_records(sample: SchoolRecords, files: dict[str, bytes]) -> None:
    year = min(year for year, kept in sample.legacy.items() if KEPT_LOWER in kept)
    kept = sample.legacy[year][StudentId(KEPT_LOWER)]
    subjects = text_of(files[KEPT_LOWER], 4)
    remarks = [subject.remark for subject in kept.subjects.values() if subject.remark]
    assert len(remarks) > 10
    teachers = [teacher for subject in kept.subjects.values() for teacher in subject.teachers]
    assert all(teacher.split()[-1] in subjects for teacher in teachers)
    assert all(remark.split()[-1] in subjects for remark in remarks)


def test_a_kept_year_with_a_summer_shows_both_levels(files: dict[str, bytes]) -> None:
    pages = [text_of(files[KEPT_SUMMER], page) for page in range(4, page_count(files[KEPT_SUMMER]) + 1)]
    (summary,) = [page for page in pages if "Chưa đạt" in page and "PHÊ DUYỆT" in page]
    assert summary.count("Chưa đạt") >= 1
    assert "Được lên lớp: Lớp" in summary


def test_a_reassessed_subject_shows_both_values(files: dict[str, bytes]) -> None:
    assert "3,0 3,2 3,1 5,0" in shown(files[REASSESSED], 2)
    assert "Được lên lớp: Lớp 9" in shown(files[REASSESSED], 1)


@pytest.mark.parametrize("pupil", [EXEMPT, INCLUDED])
def test_an_exemption_is_written_out(files: dict[str, bytes], pupil: str) -> None:
    assert "Miễn Miễn Miễn" in shown(files[pupil], 2)


def test_a_pupil_who_came_or_left_has_a_note(files: dict[str, bytes]) -> None:
    assert "Kết quả học kì I do trường đó đánh giá được giữ nguyên." in shown(files[ARRIVED], 2)
    assert "Chuyển trường đến Trường THPT Hoà An từ ngày 15/02/2025." in shown(files[LEFT], 2)


def test_an_older_page_tells_the_former_name(files: dict[str, bytes]) -> None:
    assert "Trước ngày 01/03/2025: họ và tên Trương Bá Khôi" in shown(files[RENAMED], 2)


def test_no_page_prints_why_a_pupil_is_assessed_otherwise(files: dict[str, bytes]) -> None:
    whole = text_of(files[INCLUDED]).lower()
    assert not any(word in whole for word in ("khuyết tật", "hoà nhập", "khgdcn", "chẩn đoán"))


def test_a_whole_class_fits_its_pages_at_once(sample: SchoolRecords) -> None:
    """No pupil of the sample needs a second try: the table's estimate agrees with the printer."""
    results = {YEAR: evaluate_year(sample.years[YEAR], sample.students)}
    chosen = sorted(results[YEAR])[::12]
    views = [
        transcript_view(sample, results, pupil, SchoolLevel.of_grade(results[YEAR][pupil].grade), YEAR)
        for pupil in chosen
    ]
    sections = [section.markup for view in views for leaf in Order(view, YEAR).leaves() for section in leaf.sections()]
    assert pdf.page_count(sections, stylesheet()) == len(sections) >= 2 * len(views)


def test_the_last_grade_of_the_upper_level_is_told_complete(sample: SchoolRecords, tmp_path: Path) -> None:
    pupil = StudentId("7400000263")
    print_pdfs(sample, Selection(YEAR, pupils=frozenset({pupil}), only_year=True), tmp_path, means=Means(jobs=1))
    (path,) = tmp_path.rglob(f"{pupil}.pdf")
    assert "Hoàn thành chương trình trung học phổ thông (Quyết định số" in text_of(path.read_bytes(), 2)
