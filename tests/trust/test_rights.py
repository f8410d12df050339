"""Threats B: who may write, approve, merge. Each refusal by code and place, beside its honest twin."""

from __future__ import annotations

import hashlib

import pytest

from hocba_build.domain.people import Role
from hocba_build.domain.values import PersonId
from hocba_build.records.staff_edits import add_key, give_role
from hocba_build.trust.review import transition
from tests.trust.simulator import (
    ASSIGNMENTS,
    CLASS,
    CONDUCT,
    MATHS,
    SINCE,
    SPORT,
    STAFF,
    YEAR,
    SchoolSimulator,
    conduct,
    maths,
    new_person,
    refused,
    sport,
    valid,
)

ASSIGNED = f"records/{YEAR}/phan-cong.yaml"


@pytest.fixture
def school() -> SchoolSimulator:
    return SchoolSimulator()


def test_a_school_that_began_honestly_is_valid(school: SchoolSimulator) -> None:
    judged = school.judge()
    assert (judged.verdict.value, judged.entries, judged.anchored, judged.tip) == ("valid", 4, True, school.main)


def test_a_teacher_enters_her_scores_and_the_head_accepts(school: SchoolSimulator) -> None:
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    assert valid(school)


def test_b1_another_subject_is_out_of_reach_and_the_cell_is_named(school: SchoolSimulator) -> None:
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    stray = school.commit("gv-mai", {MATHS: maths("9")})
    school.merge("gv-hung", stray)
    (finding,) = school.judge().findings
    assert (finding.code, finding.commit, finding.path, finding.pointer) == ("HB332", stray, MATHS, "7400000001/gk")
    assert "gv-lan" in finding.message


def test_b2_a_successor_takes_over_with_the_entry_that_names_her(school: SchoolSimulator) -> None:
    handed = ASSIGNMENTS.replace("mon: toan, hk1: [gv-lan], hk2: [gv-lan]", "mon: toan, hk1: [gv-mai], hk2: [gv-mai]")
    school.entry("quan-tri", {ASSIGNED: handed.encode()}, "hieu-truong")
    old = school.commit("gv-lan", {MATHS: maths()})
    twin = school.commit("gv-mai", {MATHS: maths()})
    honest = school.main
    school.merge("gv-hung", twin)
    assert valid(school)
    school.main = honest
    school.merge("gv-hung", old)
    assert refused(school) == ("HB332", old, MATHS)


@pytest.mark.parametrize("where", ["another class", "another year", "the other semester"])
def test_b2_her_own_subject_elsewhere(school: SchoolSimulator, where: str) -> None:
    """She teaches maths in 6A1 this year in the first semester; what she may write ends there."""
    handed = ASSIGNMENTS.replace("mon: toan, hk1: [gv-lan], hk2: [gv-lan]", "mon: toan, hk1: [gv-lan], hk2: [gv-mai]")
    rooms = handed + "  - {lop: 6a2, mon: toan, hk1: [gv-mai], hk2: [gv-mai]}\n"
    school.entry("quan-tri", {ASSIGNED: rooms.encode()}, "hieu-truong")
    path = {
        "another class": MATHS.replace("6a1", "6a2"),
        "another year": MATHS.replace(YEAR, "2026-2027"),
        "the other semester": MATHS.replace("hk1", "hk2"),
    }[where]
    text = maths(term="hk2" if "semester" in where else "hk1")
    text = text.replace(b"6a1", b"6a2") if "class" in where else text
    text = text.replace(YEAR.encode(), b"2026-2027") if "year" in where else text
    stray = school.commit("gv-lan", {path: text})
    honest = school.main
    school.merge("gv-hung", stray)
    assert refused(school) == ("HB332", stray, path)
    school.main = honest
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    assert valid(school)


def test_b3_a_change_that_is_undone_in_the_branch_is_seen(school: SchoolSimulator) -> None:
    school.entry("gv-mai", {SPORT: sport()}, "gv-hung")
    bad = school.commit("gv-lan", {SPORT: sport("chua_dat")})
    undone = school.commit("gv-lan", {SPORT: sport()}, bad)
    good = school.commit("gv-lan", {MATHS: maths()}, undone)
    school.merge("gv-hung", good)
    assert refused(school) == ("HB332", bad, SPORT)


def test_b4_nobody_accepts_her_own_work(school: SchoolSimulator) -> None:
    both = ASSIGNMENTS.replace("mon: toan, hk1: [gv-lan]", "mon: toan, hk1: [gv-hung]")
    school.entry("quan-tri", {ASSIGNED: both.encode()}, "hieu-truong")
    own = school.commit("gv-hung", {MATHS: maths()})
    before = school.main
    merge = school.merge("gv-hung", own)
    assert refused(school) == ("HB334", merge, None)
    school.main = before
    school.merge("pho-hieu-truong", own)
    assert valid(school)


def test_b5_a_second_key_is_the_same_person(school: SchoolSimulator) -> None:
    second = new_person("gv-hung")
    staff = add_key(school.content(STAFF), PersonId("gv-hung"), second.fingerprint)
    files = {STAFF: staff, **school.key_files(second, older=school.people["gv-hung"])}
    school.entry("quan-tri", files, "hieu-truong")
    both = ASSIGNMENTS.replace("mon: toan, hk1: [gv-lan]", "mon: toan, hk1: [gv-hung]")
    school.entry("quan-tri", {ASSIGNED: both.encode()}, "hieu-truong")
    own = school.commit("gv-hung", {MATHS: maths()})
    school.people["gv-hung"] = second
    merge = school.merge("gv-hung", own)
    assert refused(school) == ("HB334", merge, None)


def test_b6_a_colleague_is_no_reviewer(school: SchoolSimulator) -> None:
    branch = school.commit("gv-lan", {MATHS: maths()})
    merge = school.merge("gv-mai", branch)
    assert refused(school) == ("HB333", merge, MATHS)


def test_b9_words_of_approval_count_for_nothing(school: SchoolSimulator) -> None:
    branch = school.commit("gv-lan", {MATHS: maths()})
    tree = school.writer.merged_tree(school.main, branch)
    message = f"Duyệt\n\nApproved-by: gv-hung\nTree-SHA256: {school.trees.sha256(tree)}\n"
    school.main = school.raw_commit(school.people["gv-mai"], tree, (school.main, branch), message)
    assert refused(school) == ("HB333", school.main, MATHS)


def test_e7_data_and_its_rights_do_not_come_together(school: SchoolSimulator) -> None:
    first = school.commit("quan-tri", {ASSIGNED: ASSIGNMENTS.replace("hk1: [gv-lan]", "hk1: [quan-tri]").encode()})
    tip = school.commit("quan-tri", {MATHS: maths()}, first)
    school.merge("hieu-truong", tip)
    assert refused(school) == ("HB331", tip, MATHS)


def test_a_right_does_not_reach_back_into_the_entry_that_grants_it(school: SchoolSimulator) -> None:
    branch = school.commit("gv-mai", {MATHS: maths()})
    handed = ASSIGNMENTS.replace("mon: toan, hk1: [gv-lan]", "mon: toan, hk1: [gv-mai]")
    school.entry("quan-tri", {ASSIGNED: handed.encode()}, "hieu-truong")
    school.merge("gv-hung", branch)
    assert valid(school), "judged by the first parent: the assignment stood when it was accepted"


def test_two_authors_in_one_proposal_are_refused(school: SchoolSimulator) -> None:
    first = school.commit("gv-lan", {MATHS: maths()})
    second = school.commit("gv-mai", {SPORT: sport()}, first)
    school.merge("gv-hung", second)
    assert refused(school) == ("HB336", second, SPORT)


@pytest.mark.parametrize(
    ("author", "path", "body", "merger"),
    [
        ("gv-thu", CONDUCT, conduct(), "gv-hung"),
        ("gv-thu", CONDUCT, conduct(), "pho-hieu-truong"),
        ("van-thu", f"records/{YEAR}/6a1/lop.yaml", CLASS.replace("6A1", "6A").encode(), "pho-hieu-truong"),
    ],
)
def test_each_kind_has_its_people(school: SchoolSimulator, author: str, path: str, body: bytes, merger: str) -> None:
    school.entry(author, {path: body}, merger)
    assert valid(school)


@pytest.mark.parametrize(
    ("author", "path", "body", "merger", "code"),
    [
        ("gv-lan", CONDUCT, conduct(), "gv-hung", "HB332"),
        ("gv-thu", CONDUCT, conduct(), "gv-mai", "HB333"),
        ("gv-lan", f"records/{YEAR}/6a1/lop.yaml", CLASS.replace("6A1", "6A").encode(), "hieu-truong", "HB332"),
        ("van-thu", f"records/{YEAR}/6a1/lop.yaml", CLASS.replace("6A1", "6A").encode(), "gv-hung", "HB333"),
        ("pho-hieu-truong", f"records/{YEAR}/nam-hoc.yaml", b"x", "hieu-truong", "HB332"),
        ("gv-lan", "chuong-trinh.py", b"print()\n", "hieu-truong", "HB332"),
    ],
)
def test_each_kind_refuses_the_others(
    school: SchoolSimulator, author: str, path: str, body: bytes, merger: str, code: str
) -> None:
    school.entry(author, {path: body}, merger)
    assert refused(school)[::2] == (code, path)


def test_a_path_without_a_place_is_refused(school: SchoolSimulator) -> None:
    branch = school.commit("quan-tri", {"signatures/la.yaml": b"a: 1\n"})
    school.merge("hieu-truong", branch)
    assert refused(school) == ("HB330", branch, "signatures/la.yaml")


def test_e8_the_administrator_cannot_raise_himself_alone(school: SchoolSimulator) -> None:
    staff = give_role(school.content(STAFF), PersonId("quan-tri"), Role.HIEU_TRUONG, SINCE)
    branch = school.commit("quan-tri", {STAFF: staff})
    merge = school.merge("pho-hieu-truong", branch)
    assert refused(school) == ("HB333", merge, STAFF)


def test_e9_the_staff_file_cannot_be_taken_away(school: SchoolSimulator) -> None:
    branch = school.commit("quan-tri", {STAFF: None})
    school.merge("hieu-truong", branch)
    assert refused(school) == ("HB342", branch, STAFF)


def test_an_approval_that_somebody_else_wrote_is_refused(school: SchoolSimulator) -> None:
    branch = school.commit("gv-lan", {MATHS: maths()})
    changes = school.trees.diff(school.writer.tree_of(school.main), school.writer.tree_of(branch))
    text = transition(school.trees, school.founding, school.main, changes)
    path = f"signatures/dong-y/{hashlib.sha256(text).hexdigest()}/gv-thu.asc"
    forged = school.commit("gv-lan", {path: school.people["gv-lan"].sign(text, 0)}, branch)
    school.merge("gv-hung", forged)
    assert refused(school) == ("HB332", forged, path)


CANCELLED = """\
  - {{tu_ngay: "2025-08-15", ho_ten: Lò Thị Ánh, gioi_tinh: nu, ngay_sinh: "2014-05-{day}"{more}}}
"""


def test_an_entry_that_cancels_one_about_a_pupil_takes_the_principal(school: SchoolSimulator) -> None:
    """The head of the office accepts what is added; what takes back, also within a longer branch, the principal."""
    path = "records/hoc-sinh/7400000001.yaml"
    held = school.content(path)
    added = held + CANCELLED.format(day="16", more="").encode()
    undone = added + CANCELLED.format(day="17", more=", huy: 2").encode()
    honest = school.main
    branch = school.commit("van-thu", {path: undone}, school.commit("van-thu", {path: added}))
    assert school.waiting(branch).mergers == {"hieu-truong"}
    school.merge("truong-van-phong", branch)
    assert refused(school) == ("HB333", school.main, path)
    school.main = honest
    school.merge("hieu-truong", branch)
    assert valid(school)
    school.main = honest
    school.entry("van-thu", {path: added}, "truong-van-phong")
    assert valid(school)
