"""Recovery: a bad entry is annulled in the open, a lost key's work is looked at again. Threats E3, E4 and point 8."""

from __future__ import annotations

import hashlib

import pytest

from hocba_build.domain.people import KeyStatus, Role
from hocba_build.domain.values import PersonId
from hocba_build.records.staff_edits import add_key, end_role, give_role, mark_key
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.recovery.repair import Repair
from hocba_build.trust.recovery.taint import Affirmed, affirmation
from hocba_build.trust.review import transition
from hocba_build.workflows.ledger.approve import approval
from tests.trust.simulator import (
    CONDUCT,
    MATHS,
    SINCE,
    SPORT,
    STAFF,
    SchoolSimulator,
    conduct,
    maths,
    new_person,
    refused,
    sport,
    valid,
)
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
    oid = repair(school, [honest])
    code, commit, _ = refused(school)
    assert (code, school.judge().tip) == ("HB331", honest)
    assert commit == school.trees.commit(oid).parents[1]


def test_a_failed_repair_does_not_stand_in_the_way_of_a_right_one(school: SchoolSimulator) -> None:
    bad = broken(school)
    wrong = repair(school, bad[:1])
    repair(school, [*bad, wrong])
    assert state_of(school).annulled == [*bad, wrong]


def test_what_cannot_be_read_here_is_never_annulled(school: SchoolSimulator) -> None:
    """A file is missing in this copy: elsewhere the entry may be sound, so the verdict waits for the file."""
    school.good = school.main  # type: ignore[attr-defined] # for the repair
    honest = school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    blob = school.trees.entry(school.writer.tree_of(honest), MATHS)
    assert blob is not None
    repair(school, [honest])
    del school.objects.kept[blob]
    judged = school.judge()
    assert (judged.verdict.value, judged.findings[0].code) == ("undecided", "HB380")


def test_a_commit_of_no_known_form_can_be_annulled(school: SchoolSimulator) -> None:
    school.good = school.main  # type: ignore[attr-defined] # for the repair
    plain = school.objects.read(school.commit("gv-mai", {MATHS: maths()}), "commit")
    odd = school.objects.put("commit", plain.replace(b"\ngpgsig ", b"\nencoding latin1\ngpgsig ", 1))
    school.main = odd
    assert refused(school) == ("HB301", odd, None)
    repair(school, [odd])
    assert state_of(school).annulled == [odd]


def lose_key(school: SchoolSimulator, person: str, since: int, merger: str = "hieu-truong") -> None:
    """The person's key is marked as lost from an entry on; the person gets another one."""
    second = new_person(person)
    staff = mark_key(
        school.content(STAFF), PersonId(person), school.people[person].fingerprint, KeyStatus.LO.value, since
    )
    staff = add_key(staff, PersonId(person), second.fingerprint)
    files = {STAFF: staff, **school.key_files(second)}
    school.entry("quan-tri", files, merger)
    school.people[person] = second


PAPER = "signatures/xac-nhan-lai/0001.yaml"


def in_doubt(school: SchoolSimulator, person: str = "gv-lan") -> int:
    """A teacher's scores are accepted, then the key is lost; the entry in doubt."""
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    entry = state_of(school).index
    lose_key(school, person, entry)
    judged = school.judge()
    assert judged.verdict.value == "tainted"
    assert [(finding.code, finding.commit) for finding in judged.findings] == [("HB370", entry_oid(school, entry))]
    return entry


def entry_oid(school: SchoolSimulator, index: int) -> Oid:
    state = school.judge().state
    assert state is not None
    return next(oid for oid, at in state.entries.items() if at == index)


def affirmed(school: SchoolSimulator, rows: tuple[Affirmed, ...], author: str, merger: str = "hieu-truong") -> Oid:
    """An affirmation, accepted; its branch."""
    branch = school.commit(author, {PAPER: affirmation(1, rows)})
    school.merge(merger, branch)
    return branch


def test_e4_a_lost_keys_entries_are_tainted_until_somebody_else_affirms_them(school: SchoolSimulator) -> None:
    entry = in_doubt(school)
    affirmed(school, (Affirmed(entry),), "gv-hung")
    assert valid(school)


@pytest.mark.parametrize(
    ("author", "said"), [("gv-lan", "không tự xác nhận lại"), ("gv-mai", "không có quyền xem lại")]
)
def test_e4_neither_the_owner_nor_who_could_not_have_written_or_accepted_affirms(
    school: SchoolSimulator, author: str, said: str
) -> None:
    entry = in_doubt(school)
    branch = affirmed(school, (Affirmed(entry),), author)
    (finding, *_) = school.judge().findings
    assert (finding.code, finding.commit, finding.path) == ("HB372", branch, PAPER)
    assert said in finding.message


def test_e4_an_entry_that_is_not_in_doubt_needs_no_affirmation(school: SchoolSimulator) -> None:
    entry = in_doubt(school)
    branch = affirmed(school, (Affirmed(entry - 1),), "gv-hung")
    assert (school.judge().findings[0].code, school.judge().findings[0].commit) == ("HB372", branch)


def test_e4_mended_means_that_a_later_entry_wrote_the_file_again(school: SchoolSimulator) -> None:
    entry = in_doubt(school)
    school.entry("gv-mai", {SPORT: sport()}, "gv-hung")
    elsewhere = state_of_any(school)
    school.entry("gv-lan", {MATHS: maths("7")}, "gv-hung")
    mended = state_of_any(school)
    honest = school.main
    for by in (elsewhere, mended + 1, entry):
        school.main = honest
        branch = affirmed(school, (Affirmed(entry, by),), "gv-hung")
        finding = school.judge().findings[0]
        assert (finding.code, finding.commit, finding.path) == ("HB372", branch, PAPER)
    school.main = honest
    affirmed(school, (Affirmed(entry, mended),), "gv-hung")
    assert valid(school)


def state_of_any(school: SchoolSimulator) -> int:
    """The index of the newest entry, in doubt or not."""
    return school.judge().entries


def test_e4_a_root_persons_key_takes_the_roots_threshold(school: SchoolSimulator) -> None:
    """The principal's key is lost: one leader's word is not enough, the two other root persons stand for it."""
    school.entry("gv-lan", {MATHS: maths()}, "hieu-truong")
    entry = state_of(school).index
    lose_key(school, "hieu-truong", entry, merger="hoi-dong")
    rows = affirmation(1, (Affirmed(entry),))
    branch = school.commit("gv-hung", {PAPER: rows})
    honest = school.main
    school.merge("pho-hieu-truong", branch)
    finding = school.judge().findings[0]
    assert (finding.code, finding.commit, finding.path) == ("HB372", branch, PAPER)
    assert "hoi-dong, so-gddt" in finding.message
    school.main = honest
    for person in ("hoi-dong", "so-gddt"):
        branch = approval(school.writer, (school.founding, school.main, branch), school.people[person], school.now)
    school.merge("pho-hieu-truong", branch)
    assert valid(school)


def test_e4_a_lost_key_under_an_approval_or_a_statement_is_seen_too(school: SchoolSimulator) -> None:
    """The commit is signed with another key of the person; what counts is every signature that the entry stands on."""
    second = new_person("gv-lan")
    first = school.people["gv-lan"]
    staff = add_key(school.content(STAFF), PersonId("gv-lan"), second.fingerprint)
    files = {STAFF: staff, **school.key_files(second, older=first)}
    school.entry("quan-tri", files, "hieu-truong")
    branch = school.commit("gv-thu", {CONDUCT: conduct()})
    base = school.writer.base(school.main, branch)
    changes = school.trees.diff(school.writer.tree_of(base), school.writer.tree_of(branch))
    text = transition(school.trees, school.founding, base, changes)
    path = f"signatures/dong-y/{hashlib.sha256(text).hexdigest()}/gv-lan.asc"
    school.people["gv-lan"] = second
    branch = school.commit("gv-lan", {path: first.sign(text, school.now)}, branch)
    school.merge("gv-hung", branch)
    state = state_of(school)
    assert state.index in state.signed_with[first.fingerprint]
    assert state.index in state.signed_with[second.fingerprint]


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


@pytest.mark.parametrize(
    ("status", "since"), [(KeyStatus.DANG_DUNG, None), (KeyStatus.NGHI, None), (KeyStatus.LO, 9)], ids=str
)
def test_e4_a_lost_key_is_never_believed_again(school: SchoolSimulator, status: KeyStatus, since: int | None) -> None:
    lost = school.people["gv-lan"].fingerprint
    lose_key(school, "gv-lan", 8)
    honest = school.main
    staff = mark_key(school.content(STAFF), PersonId("gv-lan"), lost, status.value, since)
    branch = school.commit("quan-tri", {STAFF: staff if since else staff.replace(b", khong_tin_tu: 8", b"")})
    school.merge("hieu-truong", branch)
    assert refused(school) == ("HB343", branch, STAFF)
    school.main = honest
    school.entry("quan-tri", {STAFF: mark_key(school.content(STAFF), PersonId("gv-lan"), lost, "lo", 7)}, "hieu-truong")
    assert school.judge().verdict.value == "valid", "in doubt from an earlier entry on: allowed"


def test_a_role_that_ended_is_given_anew(school: SchoolSimulator) -> None:
    ended = end_role(school.content(STAFF), PersonId("van-thu"), None, SINCE)
    school.entry("quan-tri", {STAFF: ended}, "hieu-truong")
    honest = school.main
    branch = school.commit("quan-tri", {STAFF: ended.replace(b', den_ngay: "2025-08-01"', b"")})
    school.merge("hieu-truong", branch)
    assert refused(school) == ("HB343", branch, STAFF)
    school.main = honest
    school.entry("quan-tri", {STAFF: give_role(ended, PersonId("van-thu"), Role.VAN_THU, SINCE)}, "hieu-truong")
    assert valid(school)
