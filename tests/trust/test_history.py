"""Threats A and C: who a commit is by, and what shape a history may have. Refusals beside their honest twins."""

from __future__ import annotations

from collections.abc import Callable

import pysequoia
import pytest

from hocba_build.trust.git.objects import Ident, Oid, format_commit, with_signature
from hocba_build.trust.git.trees import EMPTY_TREE
from hocba_build.trust.judge import judge
from tests.trust.simulator import (
    MATHS,
    SPORT,
    Person,
    SchoolSimulator,
    maths,
    new_person,
    refused,
    sport,
    valid,
)


@pytest.fixture
def school() -> SchoolSimulator:
    return SchoolSimulator()


def tree_with(school: SchoolSimulator, body: bytes = maths()) -> Oid:
    return school.trees.with_changes(school.writer.tree_of(school.main), {MATHS: body}, school.objects.put)


def raw(school: SchoolSimulator, change: Callable[[bytes], bytes]) -> Oid:
    """An honest commit of maths whose bytes are changed after it was signed."""
    honest = school.commit("gv-lan", {MATHS: maths()})
    return school.objects.put("commit", change(school.objects.read(honest, "commit")))


def accepted(school: SchoolSimulator, branch: Oid) -> SchoolSimulator:
    """Merge by hand: an honest tool would not."""
    school.raw_merge("gv-hung", tree_with(school), branch)
    return school


def test_a1_an_unsigned_commit(school: SchoolSimulator) -> None:
    ident = Ident("gv-lan", "gv-lan@truong.invalid", school.now, "+0700")
    branch = school.objects.put("commit", format_commit(tree_with(school), [school.main], ident, ident, "Điểm\n"))
    assert refused(accepted(school, branch)) == ("HB310", branch, None)


def test_a2_a_stranger_with_a_teachers_name(school: SchoolSimulator) -> None:
    stranger = new_person("gv-lan", claims="gv-lan")
    branch = school.raw_commit(stranger, tree_with(school), [school.main])
    assert refused(accepted(school, branch)) == ("HB313", branch, None)


def test_a3_a_colleagues_key_under_a_teachers_name(school: SchoolSimulator) -> None:
    branch = school.raw_commit(school.people["gv-mai"], tree_with(school), [school.main], who="gv-lan")
    assert refused(accepted(school, branch)) == ("HB317", branch, None)


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace(b"\ncommitter ", b"\nauthor gv-mai <m@truong.invalid> 1 +0700\ncommitter ", 1),
        lambda raw: raw.replace(b"tree ", b"tree " + b"0" * 40 + b"\ntree ", 1),
        lambda raw: raw.replace(b"\ngpgsig ", b"\nencoding ISO-8859-1\ngpgsig ", 1),
        lambda raw: raw.replace(b"\ngpgsig ", b"\nlevel 9\ngpgsig ", 1),
        lambda raw: raw.replace(b"\ngpgsig ", b"\ngpgsig-sha256 x\ngpgsig ", 1),
        lambda raw: raw + b"\0",
        lambda raw: raw + "\u202e".encode(),
        lambda raw: raw + b"\x1b[2J",
        lambda raw: raw + b"\xff",
        lambda raw: raw + b"-----BEGIN PGP SIGNATURE-----\n",
        lambda raw: raw.replace(b" +0700\ncommitter", b" +9999\ncommitter", 1),
    ],
)
def test_a4_a_commit_that_can_be_read_in_two_ways(school: SchoolSimulator, change: Callable[[bytes], bytes]) -> None:
    branch = raw(school, change)
    code, commit, _ = refused(accepted(school, branch))
    assert code == "HB301"
    assert commit in (branch, school.main)


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace(b"SIGNATURE-----\n \n", b"SIGNATURE-----\n Comment: x\n \n", 1),
        lambda raw: raw.replace(b"\n -----END", b"\n \n -----END", 1),
    ],
)
def test_a5_one_signature_has_one_text(school: SchoolSimulator, change: Callable[[bytes], bytes]) -> None:
    branch = raw(school, change)
    assert refused(accepted(school, branch)) == ("HB311", branch, None)


def packet_of(person: Person, payload: bytes) -> bytes:
    made: bytes = pysequoia.sign(person.key.signer(), payload, mode=pysequoia.SignatureMode.DETACHED, armor=False)
    return made


def test_a6_two_signatures_in_one_block(school: SchoolSimulator) -> None:
    lan, mai = school.people["gv-lan"], school.people["gv-mai"]
    ident = Ident("gv-lan", lan.email, school.now, "+0700")
    payload = format_commit(tree_with(school), [school.main], ident, ident, "Điểm\n")
    both = packet_of(lan, payload) + packet_of(mai, payload)
    armor = pysequoia.armor(both, pysequoia.ArmorKind.Signature).encode()
    branch = school.objects.put("commit", with_signature(payload, armor))
    assert refused(accepted(school, branch)) == ("HB311", branch, None)


def test_a_signature_from_another_commit(school: SchoolSimulator) -> None:
    lan = school.people["gv-lan"]
    ident = Ident("gv-lan", lan.email, school.now, "+0700")
    payload = format_commit(tree_with(school), [school.main], ident, ident, "Điểm\n")
    branch = school.objects.put("commit", with_signature(payload, lan.sign(b"other", 0)))
    assert refused(accepted(school, branch)) == ("HB314", branch, None)


@pytest.mark.parametrize("shift", [-700, 700])
def test_d7_a_date_that_is_not_the_signatures(school: SchoolSimulator, shift: int) -> None:
    school.now += shift
    branch = school.commit("gv-lan", {MATHS: maths()})
    school.now -= shift
    school.merge("gv-hung", branch)
    assert refused(school) == ("HB318", branch, None)


def test_d7_some_minutes_are_allowed(school: SchoolSimulator) -> None:
    school.now -= 300
    branch = school.commit("gv-lan", {MATHS: maths()})
    school.merge("gv-hung", branch)
    assert valid(school)


def test_c1_a_merge_that_brings_something_of_its_own(school: SchoolSimulator) -> None:
    branch = school.commit("gv-lan", {MATHS: maths()})
    evil = school.raw_merge("gv-hung", tree_with(school, maths("10")), branch)
    assert refused(school) == ("HB322", evil, MATHS)


def test_c2_a_stale_merge_that_takes_the_whole_branch(school: SchoolSimulator) -> None:
    branch = school.commit("gv-lan", {MATHS: maths()})
    school.entry("gv-mai", {SPORT: sport()}, "gv-hung")
    evil = school.raw_merge("gv-hung", school.writer.tree_of(branch), branch)
    assert refused(school) == ("HB322", evil, SPORT)


def test_c2_the_honest_merge_keeps_both(school: SchoolSimulator) -> None:
    branch = school.commit("gv-lan", {MATHS: maths()})
    school.entry("gv-mai", {SPORT: sport()}, "gv-hung")
    school.merge("gv-hung", branch)
    assert valid(school)
    assert (school.content(MATHS), school.content(SPORT)) == (maths(), sport())


def test_c3_a_merge_that_drops_the_branch(school: SchoolSimulator) -> None:
    branch = school.commit("gv-lan", {MATHS: maths()})
    evil = school.raw_merge("gv-hung", school.writer.tree_of(school.main), branch)
    assert refused(school) == ("HB322", evil, MATHS)


def test_c4_a_merge_inside_the_branch(school: SchoolSimulator) -> None:
    one, other = school.commit("gv-lan", {MATHS: maths()}), school.commit("gv-lan", {MATHS: maths("7")})
    inside = school.raw_commit(school.people["gv-lan"], tree_with(school), [one, other])
    evil = school.raw_merge("gv-hung", tree_with(school), inside)
    assert refused(school)[:2] == ("HB321", inside), evil


def test_c4_a_root_of_nowhere(school: SchoolSimulator) -> None:
    stray = school.raw_commit(school.people["gv-lan"], tree_with(school), [])
    school.raw_merge("gv-hung", tree_with(school), stray)
    assert refused(school)[:2] == ("HB321", stray)


def test_c5_a_commit_right_on_main(school: SchoolSimulator) -> None:
    school.main = school.commit("gv-lan", {MATHS: maths()})
    assert refused(school) == ("HB320", school.main, None)


def test_c6_the_parents_swapped(school: SchoolSimulator) -> None:
    branch = school.commit("gv-lan", {MATHS: maths()})
    known = school.main
    school.raw_merge("gv-hung", tree_with(school), branch, [branch, known])
    assert refused(school)[0] == "HB320"


def test_c7_both_sides_changed_one_path(school: SchoolSimulator) -> None:
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    branch = school.commit("gv-lan", {MATHS: maths("9")})
    school.entry("gv-lan", {MATHS: maths("7")}, "gv-hung")
    evil = school.raw_merge("gv-hung", school.writer.tree_of(branch), branch)
    assert refused(school) == ("HB325", evil, MATHS)


def test_c9_a_branch_that_tires_the_reviewer(school: SchoolSimulator) -> None:
    tip = school.main
    for number in range(51):
        tip = school.commit("gv-lan", {MATHS: maths(str(number % 10))}, tip)
    school.merge("gv-hung", tip)
    assert refused(school)[:2] == ("HB391", tip)


def test_d1_a_history_that_lost_a_verified_entry(school: SchoolSimulator) -> None:
    before = school.main
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    known = school.judge().state
    assert known is not None
    judged = judge(school.objects, before, school.sheet, known)
    assert [(finding.code, finding.commit) for finding in judged.findings] == [("HB388", school.main)]


def test_ten_new_entries_go_on_from_what_is_known(school: SchoolSimulator) -> None:
    known = school.judge().state
    assert known is not None
    index = known.index
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    judged = judge(school.objects, school.main, school.sheet, known)
    assert (judged.verdict.value, judged.entries) == ("valid", index + 1)


def test_e11_without_a_sheet_nothing_is_decided(school: SchoolSimulator) -> None:
    judged = judge(school.objects, school.main, None)
    assert judged.verdict.value == "undecided"
    assert [finding.code for finding in judged.findings] == ["HB386"]


def test_e11_another_schools_sheet(school: SchoolSimulator) -> None:
    other = SchoolSimulator()
    judged = judge(school.objects, school.main, other.sheet)
    assert judged.verdict.value == "invalid"
    assert [finding.code for finding in judged.findings] == ["HB345"]


def test_g15_the_digest_beside_sha1_is_checked(school: SchoolSimulator) -> None:
    branch = school.commit("gv-lan", {MATHS: maths()})
    message = f"Duyệt\n\nTree-SHA256: {'0' * 64}\n"
    evil = school.raw_commit(school.people["gv-hung"], tree_with(school), [school.main, branch], message)
    school.main = evil
    assert refused(school) == ("HB324", evil, None)


def test_an_empty_proposal(school: SchoolSimulator) -> None:
    empty = school.raw_commit(school.people["gv-lan"], school.writer.tree_of(school.main), [school.main])
    evil = school.raw_merge("gv-hung", school.writer.tree_of(school.main), empty)
    assert evil == school.main
    assert refused(school) == ("HB321", empty, None)


def test_a_missing_object_is_undecided_never_valid(school: SchoolSimulator) -> None:
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    blob = school.trees.entry(school.writer.tree_of(school.main), MATHS)
    assert blob is not None
    del school.objects.kept[blob]
    judged = school.judge()
    assert judged.verdict.value == "undecided"
    assert [finding.code for finding in judged.findings] == ["HB380"]


def test_a_replaced_object_is_invalid(school: SchoolSimulator) -> None:
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    blob = school.trees.entry(school.writer.tree_of(school.main), MATHS)
    assert blob is not None
    school.objects.kept[blob] = ("blob", maths("10"))
    judged = school.judge()
    assert judged.verdict.value == "invalid"
    assert [finding.code for finding in judged.findings] == ["HB300"]


def test_the_empty_tree_is_no_school(school: SchoolSimulator) -> None:
    branch = school.raw_commit(school.people["quan-tri"], EMPTY_TREE, [school.main])
    school.raw_merge("hieu-truong", EMPTY_TREE, branch)
    assert refused(school)[0] in ("HB331", "HB342")
