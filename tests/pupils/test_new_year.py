"""Who repeats a grade or skips one, by the results of the year before."""

from __future__ import annotations

import pytest

from tests.pupils.school import Desk


@pytest.fixture
def ends(new_year: Desk) -> dict[str, str]:
    """A pupil of 6a1 for each end that the finished year has."""
    year = new_year.asks("results", "2024-2025", "6a1")
    here = [one for one in year["hoc_sinh"] if one["trang_thai"] == "dang_hoc"]
    return {one["ca_nam"]["ket_luan"]: one["ma"] for one in reversed(here)}


def test_who_repeats_sits_in_the_same_grade(new_year: Desk, ends: dict[str, str]) -> None:
    stays = ends["o_lai_lop"]
    wrong = new_year.refused(4, "pupil", "repeat", stays, "--class", "7a1")
    assert "Lớp 7a1 không phải khối 6" in wrong
    new_year.does("pupil", "repeat", stays, "--class", "6a1")
    assert new_year.listed("6a1") == [(stays, "2025-09-05", None)]
    again = new_year.refused(4, "pupil", "repeat", stays, "--class", "6a1")
    assert f"Học sinh {stays} đã ở lớp 6a1." in again


def test_who_is_promoted_does_not_repeat(new_year: Desk, ends: dict[str, str]) -> None:
    goes = ends["len_lop"]
    said = new_year.refused(4, "pupil", "repeat", goes, "--class", "6a1")
    assert f"Năm học 2024-2025 học sinh {goes} được lên lớp." in said
    assert "hocba results 2024-2025 6a1 --why" in said


def test_a_seat_given_too_early_gives_way(new_year: Desk, ends: dict[str, str]) -> None:
    """Summer's results come after the lists were made."""
    stays = ends["o_lai_lop"]
    path = new_year.root / "records/2025-2026/7a1/lop.yaml"
    row = f'  - {{ma: "{stays}", tu_ngay: "2025-09-05"}}\n'
    path.write_text(path.read_text("utf-8").replace("hoc_sinh: []\n", f"hoc_sinh:\n{row}"), "utf-8")
    new_year.does("pupil", "repeat", stays, "--class", "6a1")
    assert (new_year.listed("7a1"), new_year.listed("6a1")) == ([], [(stays, "2025-09-05", None)])


def test_a_grade_is_skipped_by_decision_within_a_level(new_year: Desk, ends: dict[str, str]) -> None:
    goes = ends["len_lop"]
    words = ("--date", "2025-08-25")
    needs = new_year.refused(2, "pupil", "skip", goes, "--class", "8a1", *words)
    assert "Học vượt lớp cần quyết định" in needs
    decided = (*words, "--document", "Quyết định số 118/QĐ-BM")
    wrong = new_year.refused(4, "pupil", "skip", goes, "--class", "7a1", *decided)
    assert "bỏ qua đúng một khối" in wrong
    new_year.does("pupil", "skip", goes, "--class", "8a1", *decided)
    assert new_year.listed("8a1") == [(goes, "2025-09-05", None)]
    event = new_year.events(goes)[-1]
    assert (event["loai"], event["khoi"], event["chung_tu"]) == ("hoc_vuot_lop", 8, "Quyết định số 118/QĐ-BM")


def test_nobody_new_repeats(new_year: Desk) -> None:
    made = new_year.asks("pupil", "add", "--name", "Trần An", "--sex", "nam", "--born", "2014-01-01", "--class", "6a1")
    said = new_year.refused(4, "pupil", "repeat", made["hoc_sinh"], "--class", "6a1")
    assert "chưa học ở trường trước năm học 2025-2026" in said
