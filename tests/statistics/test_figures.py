"""Figures counted by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from hocba_build.domain.entries import Award, Honours
from hocba_build.domain.facts import ClassFacts, YearFacts
from hocba_build.domain.results.model import Notice
from hocba_build.domain.school import Assignments, SchoolYear, YearRecords
from hocba_build.domain.statistics.document import figures_document
from hocba_build.domain.statistics.figures import class_term, school_term, year_figures
from hocba_build.domain.statistics.list_tables import ListTable, list_tables
from hocba_build.domain.statistics.tables import sections_of
from hocba_build.domain.tables import Share, cell_text, columns_of
from hocba_build.domain.values import Conclusion, Level, Standing, StudentId, Term, Title, YearId
from hocba_build.domain.words import percent_text
from tests.statistics.rows import YEAR, Says, of_class

TOT, KHA, DAT, CHUA = Level

SIXTH = of_class(
    "6a1",
    6,
    Says("An", TOT, TOT, female=True, title=Title.GIOI),
    Says("Bình", KHA, TOT),
    Says("Chi", KHA, KHA, female=True),
    Says("Dũng", CHUA, DAT, first=Conclusion.KIEM_TRA_LAI, conclusion=Conclusion.KIEM_TRA_LAI),
    Says("Hoà", DAT, DAT, inclusive=True),
    Says("Đi", TOT, TOT, standing=Standing.CHUYEN_DI),
)
NINTH = of_class(
    "9a1",
    9,
    Says("Lan", DAT, TOT, female=True, completed=True),
    Says("Minh", DAT, TOT, completed=False),
    Says("Nga", None, None, first=None, conclusion=None),
    start=11,
)


def figures(*classes: ClassFacts, peoples: dict[StudentId, str] | None = None) -> dict[str, Any]:
    """The document of a year with these classes."""
    return figures_document(year_figures(year(*classes), [one.id for one in classes], peoples))


def year(*classes: ClassFacts) -> YearFacts:
    records = YearRecords(SchoolYear(YEAR, "tt22-2021", "tt22", {}, None, {}), Assignments(), {})
    return YearFacts(YEAR, records, {one.id: one for one in classes}, {}, {})


def spread(tot: int, kha: int, dat: int, chua_dat: int, chua_xep: int = 0) -> dict[str, int]:
    return {"tot": tot, "kha": kha, "dat": dat, "chua_dat": chua_dat, "chua_xep": chua_xep}


def test_levels_are_counted_by_grade_class_and_sex() -> None:
    """Who left is in no figure; a pupil of inclusive education stands apart; no level is no failing."""
    found = figures(SIXTH, NINTH)
    assert found["hoc_sinh"] == {"tong": 7, "nu": 3, "hoa_nhap": 1}
    term = found["ki"]["ca_nam"]
    assert term["toan_truong"]["hoc_tap"] == spread(1, 2, 2, 1, 1)
    assert term["toan_truong"]["ren_luyen"] == spread(4, 1, 1, 0, 1)
    assert [(one["nhan"], one["hoc_sinh"], one["hoc_tap"]) for one in term["theo"]["khoi"]] == [
        ("Khối 6", 4, spread(1, 2, 0, 1)),
        ("Khối 9", 3, spread(0, 0, 2, 0, 1)),
    ]
    assert [one["nhan"] for one in term["theo"]["lop"]] == ["Lớp 6A1", "Lớp 9A1"]
    assert [(one["nhan"], one["hoc_sinh"]) for one in term["theo"]["gioi_tinh"]] == [("Nam", 4), ("Nữ", 3)]
    assert term["hoa_nhap"]["hoc_tap"] == spread(0, 0, 1, 0)
    assert "dan_toc" not in term["theo"]
    assert "danh_sach" not in found


def test_who_left_after_a_finished_semester_stands_in_that_semesters_figures() -> None:
    """Đi left in the second semester; Đến came in it: the first one is that of who was there when it ended."""
    first, whole = frozenset({Term.HK1}), frozenset({Term.HK1, Term.HK2})
    ends = {"Đi": first, "Đến": frozenset({Term.HK2})}
    held = of_class(
        "6a1", 6, Says("An", KHA, TOT), Says("Đi", TOT, TOT, standing=Standing.CHUYEN_DI), Says("Đến", DAT, DAT)
    )
    rows = tuple(replace(row, ends=ends.get(row.person.name, whole)) for row in held.pupils)
    found = figures(replace(held, pupils=rows))["ki"]
    assert found["hk1"]["toan_truong"]["hoc_tap"] == spread(1, 1, 0, 0)
    assert found["hk2"]["toan_truong"]["hoc_tap"] == spread(0, 1, 1, 0)
    assert found["ca_nam"]["toan_truong"]["hoc_tap"] == spread(0, 1, 1, 0)
    assert [(one["nhan"], one["hoc_sinh"]) for one in found["hk1"]["theo"]["lop"]] == [("Lớp 6A1", 2)]


def test_a_mover_is_counted_where_the_semester_ended() -> None:
    old = of_class("6a1", 6, Says("Chuyển", KHA, TOT, standing=Standing.CHUYEN_LOP), Says("An", TOT, TOT))
    new = of_class("6a2", 6, Says("Chuyển", KHA, TOT))
    (mover, stayed), (moved,) = old.pupils, new.pupils
    classes = (
        replace(old, pupils=(replace(mover, ends=frozenset({Term.HK1})), stayed)),
        replace(new, pupils=(replace(moved, ends=frozenset({Term.HK2})),)),
    )
    found = figures(*classes)["ki"]
    rooms = {term: [(one["nhan"], one["hoc_sinh"]) for one in found[term]["theo"]["lop"]] for term in ("hk1", "ca_nam")}
    assert rooms == {"hk1": [("Lớp 6A1", 2)], "ca_nam": [("Lớp 6A1", 1), ("Lớp 6A2", 1)]}


def test_peoples_are_two_groups_and_girls_of_the_minorities_among_them() -> None:
    an, chi, lan = (StudentId(f"74000000{number}") for number in ("01", "03", "11"))
    peoples = {an: "Khmer", chi: "Kinh", lan: "Ê Đê", StudentId("7400000002"): "Chăm"}
    groups = figures(SIXTH, NINTH, peoples=peoples)["ki"]["hk1"]["theo"]["dan_toc"]
    assert [(one["nhan"], one["hoc_sinh"]) for one in groups] == [
        ("Kinh", 1),
        ("Dân tộc thiểu số", 3),
        ("– trong đó nữ", 2),
        ("Chưa rõ", 3),
    ]


def test_the_years_end_by_group() -> None:
    whole, sixth, ninth = (figures(SIXTH, NINTH)["cuoi_nam"][index] for index in range(3))
    assert (whole["len_lop"], whole["kiem_tra_lai"], whole["chua_ket_luan"], whole["gioi"]) == (5, 1, 1, 1)
    assert (sixth["nhan"], sixth["len_lop"], sixth["hoan_thanh_cap"]) == ("Khối 6", 3, 0)
    assert (ninth["nhan"], ninth["hoan_thanh_cap"], ninth["khong_hoan_thanh"]) == ("Khối 9", 1, 1)


@pytest.mark.parametrize(
    ("scores", "bands"),
    [
        (("0", "3.4"), (2, 0, 0, 0, 0, 0)),
        (("3.5", "4.9"), (0, 2, 0, 0, 0, 0)),
        (("5", "6.4"), (0, 0, 2, 0, 0, 0)),
        (("6.5", "7.9"), (0, 0, 0, 2, 0, 0)),
        (("8", "8.9"), (0, 0, 0, 0, 2, 0)),
        (("9", "10"), (0, 0, 0, 0, 0, 2)),
    ],
)
def test_bands_change_at_the_marks_of_the_circular(scores: tuple[str, str], bands: tuple[int, ...]) -> None:
    held = of_class("6a1", 6, *(Says("X", scores={"toan": score}) for score in scores))
    (maths,) = class_term(held, Term.HK1).scored
    assert (maths.size, maths.bands) == (2, bands)


def test_averages_are_rounded_half_up_and_outcomes_counted() -> None:
    """7,2 and 7,3 give 7,25, which is 7,3; a re-assessed result counts in the year, the first one in the semester."""
    held = of_class(
        "6a1",
        6,
        Says("A", scores={"toan": "7.2", "gdtc": "dat"}),
        Says("B", scores={"toan": "7.3", "gdtc": "chua_dat"}, again={"gdtc": "dat"}, due=frozenset({"gdtc"})),
    )
    assert class_term(held, Term.HK2).scored[0].average == Decimal("7.3")
    assert [(one.passed, one.failed) for one in class_term(held, Term.HK2).commented] == [(1, 1)]
    assert [(one.passed, one.failed) for one in class_term(held, Term.CA_NAM).commented] == [(2, 0)]
    assert class_term(held, Term.HK1).histogram == (0, 0, 0, 0, 0, 0, 0, 2, 0, 0)


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(1, 16, "6,3%"), (1, 3, "33,3%"), (2, 3, "66,7%"), (0, 5, "0,0%"), (0, 0, "–")]
)
def test_shares_are_exact_and_rounded_half_up(part: int, whole: int, text: str) -> None:
    assert (percent_text(part, whole), cell_text(Share(part, whole))) == (text, text)


def lists(*pupils: Says) -> dict[str, ListTable]:
    return {table.key: table for table in list_tables([of_class("6a1", 6, *pupils)])}


def named(table: ListTable) -> list[str]:
    return [row.name for row in table.rows]


def test_lists_keep_the_order_of_the_class_and_leave_out_who_left() -> None:
    found = lists(
        Says("Yến", title=Title.GIOI),
        Says("An", title=Title.XUAT_SAC),
        Says("Đi", title=Title.GIOI, standing=Standing.CHUYEN_DI),
    )
    assert named(found["danh_hieu"]) == ["Yến", "An"]


def test_a_re_assessment_shows_both_results_and_what_became_of_it() -> None:
    found = lists(
        Says(
            "Dũng",
            scores={"toan": "4.2", "khtn": "6"},
            again={"toan": "5.5"},
            due=frozenset({"toan"}),
            first=Conclusion.KIEM_TRA_LAI,
        ),
        Says(
            "Chờ",
            scores={"toan": "4.0"},
            due=frozenset({"toan"}),
            first=Conclusion.KIEM_TRA_LAI,
            conclusion=Conclusion.KIEM_TRA_LAI,
        ),
    )["danh_gia_lai"]
    assert [row.cells for row in found.rows] == [
        ("Toán 4,2 → 5,5", "Khá", "Được lên lớp"),
        ("Toán 4,0", "Khá", "chờ kết quả"),
    ]


@pytest.mark.parametrize(
    ("absent", "listed"),
    [
        ((35, 0), None),
        ((30, 6), ("36", "30", "6", "")),
        ((45, 0), ("45", "45", "0", "")),
        ((0, 46), ("46", "0", "46", "quá 45 buổi")),
    ],
)
def test_pupils_near_the_limit_of_absences(absent: tuple[int, int], listed: tuple[str, ...] | None) -> None:
    rows = lists(Says("An", absent=absent))["nghi_nhieu"].rows
    assert [row.cells for row in rows] == ([listed] if listed else [])


def test_why_a_pupil_stays() -> None:
    stays = Says("An", CHUA, CHUA, conclusion=Conclusion.O_LAI_LOP, absent=(46, 0))
    (row,) = lists(stays, Says("Bình"))["o_lai_lop"].rows
    assert row.cells == ("Rèn luyện Chưa đạt, học tập Chưa đạt, nghỉ quá 45 buổi", "46")


def test_awards_and_what_a_person_must_decide() -> None:
    held = of_class("6a1", 6, Says("An", notices=(Notice("HB253", "Hiệu trưởng quyết định."),)), Says("Bình"))
    honours = {held.pupils[1].person.id: Honours((Award("Giấy khen", "12/QĐ"), Award("Thư khen")))}
    with_awards = replace(held, records=replace(held.records, honours=honours))
    found = {table.key: table for table in list_tables([with_awards])}
    assert [(row.name, row.cells) for row in found["khen_thuong"].rows] == [
        ("Bình", ("Giấy khen", "số 12/QĐ")),
        ("Bình", ("Thư khen", "")),
    ]
    assert [(row.name, row.cells) for row in found["can_quyet_dinh"].rows] == [("An", ("Hiệu trưởng quyết định.",))]


def test_every_table_has_as_many_cells_as_columns() -> None:
    held = year_figures(year(SIXTH, NINTH), [SIXTH.id, NINTH.id], {}, [replace(year(SIXTH), id=YearId("2024-2025"))])
    sections = sections_of(held, list_tables([SIXTH, NINTH]))
    assert [one.key for one in sections][:4] == ["HK I", "HK II", "Cả năm", "Lên lớp"]
    assert {"So sánh", "Hoà nhập", "Danh hiệu"} <= {one.key for one in sections}
    for section in sections:
        for table in section.tables:
            assert {len(line.cells) for line in table.lines} <= {columns_of(table)}, (section.key, table.title)


def test_a_term_that_has_not_begun_is_in_no_report() -> None:
    blank = of_class("6a1", 6, Says("An", None, None, first=None, conclusion=None))
    assert not school_term([blank], Term.HK1).begun
    assert sections_of(year_figures(year(blank), [blank.id])) == ()
