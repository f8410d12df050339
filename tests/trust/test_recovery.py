"""Recovery: a bad entry is annulled in the open, a lost key's work is looked at again. Threats E3, E4 and point 8."""

from __future__ import annotations

import pytest

from hocba_build.domain.people import KeyStatus
from hocba_build.domain.values import PersonId
from hocba_build.records.staff_edits import add_key, mark_key
from hocba_build.trust.objects import Oid
from hocba_build.trust.repair import Repair
from hocba_build.trust.taint import Affirmed, affirmation
from hocba_build.workflows.founding import certificate_path
from tests.trust.simulator import MATHS, SPORT, STAFF, SchoolSimulator, maths, new_person, refused, sport, valid
from tests.trust.year_end import state_of


@pytest.fixture
def school() -> SchoolSimulator:
    return SchoolSimulator()


def broken(school: SchoolSimulator) -> list[Oid]:
    """Two commits pressed onto main by a forge's button; what stood before is remembered."""
    school.good = school.main  # type: ignore[attr-defined] # for the repair
    school.main = school.commit("gv-mai", {MATHS: maths("10")})
    first = school.main
    school.main = school.raw_commit(school.people["gv-mai"], school.writer.tree_of(first), [first])
    return [first, school.main]


def repair(school: SchoolSimulator, bad: list[Oid], author: str = "quan-tri", merger: str = "hieu-truong") -> Oid:
    """The repair of these commits."""
    good: Oid = school.good  # type: ignore[attr-defined] # set by ``broken``
    paper = Repair(1, good, tuple(bad), "Bấm nhầm nút Merge trên máy chủ.")
    tree = school.trees.with_changes(school.writer.tree_of(good), {paper.path: paper.text()}, school.objects.put)
    commit = school.raw_commit(school.people[author], tree, [school.main])
    return school.raw_merge(merger, tree, commit)


def test_a_bad_entry_is_annulled_and_the_ledger_goes_on(school: SchoolSimulator) -> None:
    bad = broken(school)
    assert refused(school)[:2] == ("HB320", bad[0])
    repair(school, bad)
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    state = state_of(school)
    assert (state.annulled, state.index) == (bad, 6)
    assert school.content(MATHS) == maths()


@pytest.mark.parametrize(("author", "merger"), [("gv-mai", "hieu-truong"), ("quan-tri", "gv-hung")])
def test_a_repair_needs_its_people(school: SchoolSimulator, author: str, merger: str) -> None:
    oid = repair(school, broken(school), author, merger)
    assert refused(school)[:2] == ("HB371", oid)


def test_a_repair_names_every_commit(school: SchoolSimulator) -> None:
    oid = repair(school, broken(school)[:1])
    assert refused(school)[:2] == ("HB371", oid)


def test_a_repair_brings_nothing_else(school: SchoolSimulator) -> None:
    bad = broken(school)
    paper = Repair(1, school.good, tuple(bad), "Sửa thêm.")  # type: ignore[attr-defined] # set by ``broken``
    files = {paper.path: paper.text(), SPORT: sport()}
    tree = school.trees.with_changes(school.writer.tree_of(paper.good), files, school.objects.put)
    commit = school.raw_commit(school.people["quan-tri"], tree, [school.main])
    oid = school.raw_merge("hieu-truong", tree, commit)
    assert refused(school)[:2] == ("HB371", oid)


def test_an_honest_entry_cannot_be_annulled(school: SchoolSimulator) -> None:
    school.good = school.main  # type: ignore[attr-defined] # for the repair
    honest = school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    repair(school, [honest])
    code, commit, _ = refused(school)
    assert (code, commit) != ("HB371", None)
    assert state_before(school) == honest


def state_before(school: SchoolSimulator) -> Oid | None:
    """The last entry that stands."""
    return school.judge().tip


def lose_key(school: SchoolSimulator, person: str, since: int) -> None:
    """The person's key is marked as lost from an entry on; the person gets another one."""
    second = new_person(person)
    staff = mark_key(
        school.content(STAFF), PersonId(person), school.people[person].fingerprint, KeyStatus.LO.value, since
    )
    staff = add_key(staff, PersonId(person), second.fingerprint)
    files = {STAFF: staff, certificate_path(PersonId(person), second.fingerprint): second.certificate}
    school.entry("quan-tri", files, "hieu-truong")
    school.people[person] = second


def test_e4_a_lost_keys_entries_are_tainted_until_somebody_else_affirms_them(school: SchoolSimulator) -> None:
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    entry = state_of(school).index
    lose_key(school, "gv-lan", entry)
    judged = school.judge()
    assert judged.verdict.value == "tainted"
    assert [finding.code for finding in judged.findings] == ["HB370"]
    paper = {"signatures/xac-nhan-lai/0001.yaml": affirmation(1, (Affirmed(entry),))}
    honest = school.main
    own = school.commit("gv-lan", paper)
    school.merge("hieu-truong", own)
    assert next(finding.code for finding in school.judge().findings) == "HB372"
    school.main = honest
    school.entry("gv-hung", paper, "hieu-truong")
    assert valid(school)


def test_e3_a_lost_key_signs_nothing_more(school: SchoolSimulator) -> None:
    thief = school.people["gv-lan"]
    lose_key(school, "gv-lan", 99)
    branch = school.raw_commit(thief, tree(school), [school.main])
    school.raw_merge("gv-hung", tree(school), branch)
    assert refused(school)[:2] == ("HB313", branch)


def tree(school: SchoolSimulator) -> Oid:
    return school.trees.with_changes(school.writer.tree_of(school.main), {MATHS: maths()}, school.objects.put)


def test_a_retired_keys_past_stands(school: SchoolSimulator) -> None:
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    staff = mark_key(
        school.content(STAFF), PersonId("gv-lan"), school.people["gv-lan"].fingerprint, KeyStatus.NGHI.value
    )
    school.entry("quan-tri", {STAFF: staff}, "hieu-truong")
    assert valid(school)
