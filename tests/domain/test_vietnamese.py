"""The order of Vietnamese names."""

from __future__ import annotations

from itertools import pairwise

from hocba_build.domain.vietnamese import collation_key, fold, given_name


def _ordered(*names: str) -> bool:
    keys = [collation_key(name) for name in names]
    return all(before < after for before, after in pairwise(keys))


def test_letters_with_marks_are_letters_of_their_own() -> None:
    assert _ordered("An", "Ân", "Bình", "Cường", "Dũng", "Đạt", "Giang", "Ý")


def test_letters_come_before_tones() -> None:
    assert _ordered("Hà", "Hải", "Hân", "Hậu")
    assert _ordered("Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Bac")


def test_given_then_family_then_middle_names() -> None:
    assert _ordered("Vũ Thị An", "Lê Thị Bình", "Nguyễn Văn Bình", "Nguyễn Xuân Bình", "Trần An Bình")


def test_a_given_name_that_is_not_the_last_word() -> None:
    assert collation_key("Y Wen Êban", "Y Wen") > collation_key("Trần Văn Vinh")
    assert collation_key("H'Linh Niê", "H'Linh") < collation_key("Trần Văn Huy")


def test_composed_and_decomposed_spelling_sort_alike() -> None:
    assert collation_key("Lò Thị Hà") == collation_key("Lo\u0300 Thi\u0323 Ha\u0300")


def test_fold_and_given_name() -> None:
    assert fold("Đặng Thị Ngọc Ánh") == "Dang Thi Ngoc Anh"
    assert given_name("Đặng Thị Ngọc Ánh") == "Ánh"
    assert given_name("") == ""
