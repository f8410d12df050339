"""The chronicle and the trail: what is told of an entry is what its signed commits say, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba_build.domain.values import PersonId
from hocba_build.records.cells import differing_cells, differing_rows
from hocba_build.records.layout import parse_path
from hocba_build.trust.judge import Bench
from hocba_build.trust.kinds import Act
from hocba_build.trust.story.chronicle import Account, Chronicle
from hocba_build.trust.story.deeds import Deed, deeds_of
from hocba_build.trust.story.trail import CellChange, Trail
from hocba_build.workflows.ledger.approve import approval
from hocba_build.workflows.ledger.lock_acts import Decided, LockMaker, Opening
from tests.trust.simulator import ASSIGNMENTS, MATHS, SPORT, YEAR, SchoolSimulator, maths, sport
from tests.trust.test_recovery import broken, lose_key, repair
from tests.trust.year_end import FOLDER, decide, locked, sign, signed, state_of, unlock_files

PUPIL = "7400000001"
SECOND = f"{FOLDER}/hk2/toan.yaml"


@pytest.fixture
def school() -> SchoolSimulator:
    return SchoolSimulator()


def chronicle_of(school: SchoolSimulator) -> Chronicle:
    judged = school.judge()
    assert judged.state is not None
    bench = Bench(school.trees)
    return Chronicle(bench.trees, bench.policies, judged.state)


def accounts_of(school: SchoolSimulator) -> list[Account]:
    return list(chronicle_of(school).accounts())


def changes_of(school: SchoolSimulator) -> list[CellChange]:
    """Every cell change of the ledger."""
    told = chronicle_of(school)
    trail = Trail(told.trees, told.state)
    return [change for account in told.accounts() for file in trail.follow(account) for change in trail.cells(file)]


def deeds_on(school: SchoolSimulator, path: str) -> list[Deed]:
    told = chronicle_of(school)
    return list(deeds_of(told.policies, [change for change in changes_of(school) if change.cell.path == path]))


def approved_correction(school: SchoolSimulator, author: str, approver: str, path: str, raw: bytes) -> None:
    """A change of a signed file with its approval, merged by the vice-principal."""
    branch = school.commit(author, {path: raw})
    where = (school.founding, school.main, branch)
    school.merge("pho-hieu-truong", approval(school.writer, where, school.people[approver], school.now))


def corrected() -> SchoolSimulator:
    """A locked year, opened for one file, corrected, signed and locked again."""
    school = locked()
    decide(school, unlock_files(school, SECOND))
    approved_correction(school, "gv-lan", "gv-thu", SECOND, maths("9", term="hk2"))
    for person in ("gv-lan", "gv-thu", "pho-hieu-truong"):
        sign(school, person)
    decide(
        school, LockMaker(Bench(school.trees), state_of(school), YEAR).lock(Decided("48/QĐ", "2026-07-05"), summer=True)
    )
    return school


def test_an_entry_is_told_with_its_people_and_their_keys(school: SchoolSimulator) -> None:
    merge = school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    last = accounts_of(school)[-1]
    (author,) = last.authors
    lan, hung = school.people["gv-lan"], school.people["gv-hung"]
    assert (last.index, last.act, author.person, author.key) == (5, Act.DATA, "gv-lan", lan.fingerprint)
    assert (last.merger.person, last.merger.key, last.merger.commit) == ("gv-hung", hung.fingerprint, merge)
    assert author.commit == school.trees.commit(merge).parents[1]
    assert last.author_of(MATHS) == author


def test_only_wanted_entries_are_told(school: SchoolSimulator) -> None:
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    school.entry("gv-mai", {SPORT: sport()}, "gv-hung")
    assert [one.index for one in chronicle_of(school).accounts(lambda path: path == MATHS)] == [5]


def test_what_is_done_and_undone_in_a_branch_changes_nothing(school: SchoolSimulator) -> None:
    school.entry("gv-lan", {MATHS: maths("5")}, "gv-hung")
    first = school.commit("gv-lan", {MATHS: maths("9")})
    school.merge("gv-hung", school.commit("gv-lan", {MATHS: maths("5", "7")}, first))
    rows = [(c.cell.pupil, c.cell.old, c.cell.new) for c in changes_of(school) if not c.first]
    assert rows == [("7400000002", "6", "7")]


def test_an_entry_that_was_annulled_is_not_told_and_the_repair_names_it(school: SchoolSimulator) -> None:
    school.entry("gv-lan", {MATHS: maths("5")}, "gv-hung")
    bad = broken(school)
    repair(school, bad)
    school.entry("gv-lan", {MATHS: maths("6")}, "gv-hung")
    told = accounts_of(school)
    assert [(one.act, one.annulled) for one in told[-2:]] == [(Act.REPAIR, tuple(bad)), (Act.DATA, ())]
    assert told[-2].reason == "Bấm nhầm nút Merge trên máy chủ."
    assert [(c.cell.old, c.cell.new) for c in changes_of(school) if not c.first] == [("5", "6")]


def test_a_correction_after_a_lock_names_its_decision(school: SchoolSimulator) -> None:
    deeds = deeds_on(corrected(), SECOND)
    assert [(deed.first, deed.signed, deed.amends is not None) for deed in deeds] == [
        (True, False, False),
        (False, True, True),
    ]
    last = deeds[-1]
    assert [(c.cell.pupil, c.cell.column, c.cell.old, c.cell.new) for c in last.changes] == [(PUPIL, "gk", "8", "9")]
    assert last.amends is not None
    assert (last.amends.record.decision, last.amends.record.reason) == ("47/QĐ-BM", "Vào nhầm một điểm giữa kì.")
    assert [(part.person, part.capacity) for part in (last.author, *last.approvals, last.merger)] == [
        ("gv-lan", "Giáo viên Toán lớp 6a1, học kì II"),
        ("gv-thu", "Giáo viên chủ nhiệm lớp 6a1"),
        ("pho-hieu-truong", "Phó Hiệu trưởng"),
    ]


def test_a_correction_before_the_lock_is_told_as_after_the_signature_only() -> None:
    school = signed()
    approved_correction(school, "gv-lan", "gv-thu", SECOND, maths("9", term="hk2"))
    last = deeds_on(school, SECOND)[-1]
    assert (last.signed, last.amends) == (True, None)


def test_an_approval_of_something_else_is_not_told(school: SchoolSimulator) -> None:
    branch = school.commit("gv-lan", {MATHS: maths()})
    where = (school.founding, school.main, branch)
    other = approval(school.writer, where, school.people["gv-thu"], school.now)
    # The same approval on a branch that goes on: it is no longer of what is merged.
    school.merge("gv-hung", school.commit("gv-lan", {MATHS: maths("3")}, other))
    assert [hand.person for hand in accounts_of(school)[-1].approvals] == []


def test_capacities_are_those_of_the_entrys_own_time(school: SchoolSimulator) -> None:
    school.entry("gv-lan", {MATHS: maths("5")}, "gv-hung")
    handed = ASSIGNMENTS.replace("mon: toan, hk1: [gv-lan]", "mon: toan, hk1: [gv-mai]")
    school.entry("quan-tri", {f"records/{YEAR}/phan-cong.yaml": handed.encode()}, "hieu-truong")
    school.entry("gv-mai", {MATHS: maths("6")}, "gv-hung")
    deeds = deeds_on(school, MATHS)
    assert [(deed.author.person, deed.author.capacity) for deed in deeds] == [
        ("gv-lan", "Giáo viên Toán lớp 6a1, học kì I"),
        ("gv-mai", "Giáo viên Toán lớp 6a1, học kì I"),
    ]
    assert {deed.merger.capacity for deed in deeds} == {"Tổ trưởng Tổ Toán – Tin học"}


def test_a_deputy_and_a_stand_in_are_told_as_such() -> None:
    school = locked()
    maker = LockMaker(Bench(school.trees), state_of(school), YEAR)
    opening = Opening((SECOND,), "Vào nhầm.", {PersonId("gv-lan"): PersonId("gv-mai")})
    decide(school, maker.unlock(Decided("47/QĐ", "2026-07-01"), opening))
    approved_correction(school, "gv-mai", "gv-thu", SECOND, maths("9", term="hk2"))
    assert deeds_on(school, SECOND)[-1].author.capacity == "Sửa thay gv-lan theo quyết định mở sổ"


def test_a_deputy_by_assignment_is_told_as_such(school: SchoolSimulator) -> None:
    row = 'thay_the:\n  - {nguoi: gv-mai, thay: gv-lan, lop: 6a1, mon: toan, tu_ngay: "2025-10-01"}\n'
    school.entry("quan-tri", {f"records/{YEAR}/phan-cong.yaml": (ASSIGNMENTS + row).encode()}, "hieu-truong")
    school.entry("gv-mai", {MATHS: maths()}, "gv-hung")
    assert deeds_on(school, MATHS)[-1].author.capacity == "Làm thay gv-lan theo phân công"


def test_a_lost_keys_past_is_told_with_that_key(school: SchoolSimulator) -> None:
    old = school.people["gv-lan"].fingerprint
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    lose_key(school, "gv-lan", 5)
    assert accounts_of(school)[4].authors[0].key == old != school.people["gv-lan"].fingerprint


def test_sign_offs_and_locks_stand_in_the_trail() -> None:
    told = chronicle_of(corrected())
    trail = Trail(told.trees, told.state)
    for account in told.accounts():
        trail.follow(account)
    assert [(act.record.act, act.record.version) for act in trail.acts[YEAR]] == [
        ("khoa", 1),
        ("mo", None),
        ("khoa", 2),
    ]
    fresh = [(one.hand.person, told.state.is_fresh(one.sign_off)) for one in trail.statements]
    assert fresh == [
        ("gv-lan", False),
        ("gv-mai", True),
        ("gv-thu", False),
        ("pho-hieu-truong", False),
        ("gv-lan", True),
        ("gv-thu", True),
        ("pho-hieu-truong", True),
    ]


SCORE = st.sampled_from(["5", "6.5", "10"])
ROW = st.fixed_dictionaries({"tx": st.lists(SCORE, min_size=1, max_size=3), "gk": SCORE})
TABLE = st.dictionaries(st.sampled_from([f"740000000{number}" for number in range(6)]), ROW, min_size=1)


def table(rows: dict[str, Any]) -> bytes:
    lines = [f'  "{pupil}": {{tx: [{", ".join(row["tx"])}], gk: {row["gk"]}}}\n' for pupil, row in sorted(rows.items())]
    return (f'nam_hoc: "{YEAR}"\nlop: 6a1\nhoc_ki: hk1\nmon: toan\ndiem:\n' + "".join(lines)).encode()


@given(TABLE, TABLE)
def test_rows_left_out_change_no_answer(old: dict[str, Any], new: dict[str, Any]) -> None:
    place = parse_path(MATHS)
    assert place is not None
    before, after = table(old), table(new)
    assert differing_cells(place, *differing_rows(place, before, after)) == differing_cells(place, before, after)
