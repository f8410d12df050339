"""What a printed transcript says, and that nothing in the records can change how it is printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hocba_build.domain.words import score_text
from hocba_build.publishing.transcript.model import SubjectRow, TranscriptView, YearPages
from hocba_build.publishing.transcript.printing import Order, print_orders
from tests.publishing.conftest import YEAR, Printable, letters_of, page_count, text_of

FRONT_PAGES = 3
DRAFT = "BẢNNHÁP"


def printed(view: TranscriptView) -> bytes:
    (outcome,) = print_orders([Order(view)])
    assert outcome.file is not None, outcome.fault
    return outcome.file


def fault(view: TranscriptView) -> str:
    (outcome,) = print_orders([Order(view)])
    assert outcome.file is None
    return outcome.fault


def with_year(view: TranscriptView, **changes: object) -> TranscriptView:
    return replace(view, years=(replace(view.years[-1], **changes),))  # type: ignore[arg-type] # named by each test


def with_remarks(year: YearPages, remark: str) -> tuple[SubjectRow, ...]:
    return tuple(replace(row, remark=remark) if row.used else row for row in year.rows)


@pytest.mark.parametrize(
    ("grade", "title", "completed"), [(6, "TRUNG HỌC CƠ SỞ", "cơ sở"), (10, "TRUNG HỌC PHỔ THÔNG", "phổ thông")]
)
def test_each_level_has_its_own_form(printable: Printable, grade: int, title: str, completed: str) -> None:
    view = printable.view(printable.pupils(grade)[0])
    pdf = printed(view)
    assert page_count(pdf) == FRONT_PAGES + 2
    cover, subjects, summary = text_of(pdf, 1), text_of(pdf, 4), text_of(pdf, 5)
    for words in ("BỘ GIÁO DỤC VÀ ĐÀO TẠO", "HỌC BẠ", title, view.cover.full_name.upper()):
        assert words in cover
    assert "HƯỚNG DẪN SỬ DỤNG HỌC BẠ" in text_of(pdf, 2)
    assert "QUÁ TRÌNH HỌC TẬP" in text_of(pdf, 3)
    assert "Trong trang này có sửa chữa ở không chỗ" in subjects
    assert f"chương trình trung học {completed}" in summary
    assert "PHÊ DUYỆT CỦA HIỆU TRƯỞNG" in summary


def test_every_subject_shows_its_figures_with_a_comma(printable: Printable) -> None:
    pupil = printable.pupils(6)[0]
    subjects = text_of(printed(printable.view(pupil)), 4)
    averages = [subject.year for subject in printable.results[YEAR][pupil].subjects.values()]
    scores = [score_text(average) for average in averages if average is not None and not hasattr(average, "value")]
    assert len(scores) >= 7
    assert all(f" {score} " in subjects for score in scores)


def test_pages_are_numbered(printable: Printable) -> None:
    pdf = printed(printable.view(printable.pupils(6)[0]))
    count = page_count(pdf)
    assert [f"Trang {number}/{count}" in text_of(pdf, number) for number in range(1, count + 1)] == [True] * count


def test_a_page_is_a_draft_until_its_year_is_locked(printable: Printable) -> None:
    pupil = printable.pupils(6)[0]
    draft, locked = (printed(printable.view(pupil, locked=state)) for state in (False, True))
    assert [DRAFT in letters_of(draft, page) for page in (3, 4, 5)] == [False, True, True]
    assert [DRAFT in letters_of(locked, page) for page in (3, 4, 5)] == [False, False, False]


@pytest.mark.parametrize("grade", [6, 10])
@pytest.mark.parametrize("words", [20, 60, 150])
def test_long_remarks_lose_no_word_and_stay_on_their_pages(printable: Printable, grade: int, words: int) -> None:
    view = printable.view(printable.pupils(grade)[0])
    remark = " ".join(f"nhậnxét{number}" for number in range(words))
    year = view.years[-1]
    pdf = printed(with_year(view, rows=with_remarks(year, remark)))
    shown = text_of(pdf)
    used = sum(row.used for row in year.rows)
    assert shown.count(f"nhậnxét{words - 1}") == used
    for number in range(page_count(pdf)):
        assert f"Trang {number + 1}/{page_count(pdf)}" in text_of(pdf, number + 1)


def test_a_homeroom_remark_longer_than_the_page_is_refused_not_cut(printable: Printable) -> None:
    view = printable.view(printable.pupils(6)[0])
    summary = replace(view.years[-1].summary, remark="Rất dài. " * 900)
    assert fault(with_year(view, summary=summary)) == "Nội dung dài hơn trang in; rút gọn nhận xét."


@pytest.mark.parametrize(
    "hostile",
    [
        "<b>đậm</b>",
        "<img src='https://example.invalid/a.png'/>",
        "<style>body{display:none}</style>",
        "{{ 7 * 7 }}{% raw %}",
        "&lt;script&gt;",
        "]]><!-- --><link rel='stylesheet' href='file:///etc/passwd'/>",
        "url(file:///etc/passwd)",
    ],
)
def test_data_is_printed_as_it_is_never_read(printable: Printable, hostile: str) -> None:
    view = printable.view(printable.pupils(6)[0])
    summary = replace(view.years[-1].summary, remark=hostile)
    assert " ".join(hostile.split()) in text_of(printed(with_year(view, summary=summary)), 5)


def test_a_letter_the_font_lacks_stops_that_pupil_only(printable: Printable) -> None:
    first, second = (printable.view(pupil) for pupil in printable.pupils(6)[:2])
    summary = replace(first.years[-1].summary, remark="Rất tốt 漢")
    bad, good = print_orders([Order(with_year(first, summary=summary)), Order(second)])
    assert bad.file is None
    assert bad.fault == "Phông Liberation Serif không có chữ «漢» (U+6F22)."
    assert good.file == printed(second)


def test_a_file_depends_on_its_pupil_alone(printable: Printable) -> None:
    views = [printable.view(pupil) for pupil in printable.pupils(6)[:3]]
    together = [outcome.file for outcome in print_orders([Order(view) for view in views])]
    assert together == [printed(view) for view in views]


def test_only_the_year_is_two_pages(printable: Printable) -> None:
    view = printable.view(printable.pupils(6)[0])
    (outcome,) = print_orders([Order(view, YEAR)])
    assert outcome.file is not None
    assert page_count(outcome.file) == 2
    assert f"Năm học {YEAR} – Trang 1/2" in text_of(outcome.file, 1)
