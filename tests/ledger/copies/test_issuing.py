"""Copies go the whole way by the real command line: issued, accepted, listed, reissued, recalled."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.ledger.copies.years import YEAR
from tests.ledger.school import CLOSED, OPEN, School


def said(school: School, person: str, *arguments: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(school.does_all(person, "issue", *arguments, "--json"))
    return document


def test_the_ledger_with_its_register_is_valid(issued: School) -> None:
    assert issued.verdict()["verdict"] == "valid"


def test_the_register_says_what_became_of_every_copy(issued: School) -> None:
    rows = said(issued, "gv-khang", "list")["ban"]
    assert len(rows) == 14, "thirteen pupils, one of them twice"
    states = {row["so"]: (row["con_gia_tri"], row["ly_do"], row["boi"]) for row in rows[:3]}
    assert states == {
        f"{YEAR}/0001": (False, "thay", f"{YEAR}/0014"),
        f"{YEAR}/0002": (False, "mat", None),
        f"{YEAR}/0003": (True, None, None),
    }
    last = rows[-1]
    assert (last["so"], last["lan"], last["thay"], last["noi_nhan"]) == (
        f"{YEAR}/0014", 2, f"{YEAR}/0001", "Học sinh và gia đình"
    )  # fmt: skip
    own = said(issued, "gv-khang", "list", "--pupil", "7400000001")["ban"]
    assert [row["so"] for row in own] == [f"{YEAR}/0001", f"{YEAR}/0014"]
    shown = issued.does_all("gv-khang", "issue", "list", YEAR)
    assert f"0002/{YEAR}" in shown
    assert "[thu hồi: báo mất]" in shown


def test_the_list_names_no_pupil(issued: School) -> None:
    text = issued.git("show", f"main:signatures/cap-ban/{YEAR}/thu-hoi.0001.yaml")
    assert "74000000" not in text


def test_a_trial_writes_nothing(lived: School) -> None:
    before = lived.git("for-each-ref", where=lived.server)
    made = said(lived, "van-thu", CLOSED, "--class", "6a1", "--only-year", "--dry-run")
    assert (made["nhanh"], {tuple(row["nam"]) for row in made["dot"]["ban"]}) == (None, {(CLOSED,)})
    assert lived.git("for-each-ref", where=lived.server) == before


@pytest.mark.parametrize(
    ("person", "arguments", "status", "words"),
    [
        ("van-thu", (OPEN,), 4, f"Năm học {OPEN} chưa khoá."),
        ("van-thu", ("2019-2020",), 2, "Không có năm học 2019-2020 trong sổ."),
        ("van-thu", (CLOSED, "--class", "9z"), 2, "không có lớp 9z"),
        ("van-thu", (CLOSED, "--pupil", "7499999999"), 2, "7499999999"),
        ("van-thu", (CLOSED, "--purpose", "admission"), 2, "Chưa nêu nơi nhận."),
        ("van-thu", (CLOSED, "--to", "Sở  GDĐT"), 2, "khoảng trắng thừa"),
        ("gv-khang", (CLOSED,), 4, "Người được sửa: quan-tri, van-thu."),
        ("van-thu", ("recall", "0001/2019-2020"), 4, "Chưa cấp bản số 0001/2019-2020."),
        ("van-thu", ("recall", "x"), 2, "ghi như 0017/2025-2026"),
        ("hieu-truong", ("recall",), 4, "Chưa ai chuẩn bị."),
    ],
)
def test_what_is_not_issued(lived: School, person: str, arguments: tuple[str, ...], status: int, words: str) -> None:
    result = lived.run(person, "issue", *arguments)
    assert (result.exit_code, words in result.stderr) == (status, True), result.stderr
    assert "cap-ban" not in lived.git("for-each-ref", "--format=%(refname)", where=lived.server)


def test_one_batch_at_a_time_waits_and_its_reviewer_reads_what_it_is(school: School) -> None:
    branch = school.does("van-thu", "issue", CLOSED, "--class", "6a1")
    shown = school.does_all("hieu-truong", "review", branch)
    assert f": cấp 7 bản học bạ, số 0001/{YEAR} đến 0007/{YEAR}, năm học {CLOSED}; nơi nhận: Học sinh" in shown
    second = school.run("van-thu", "issue", CLOSED, "--class", "6a1")
    assert (second.exit_code, "Đợt trước còn chờ duyệt: pr/van-thu/cap-ban-0001." in second.stderr) == (4, True)
