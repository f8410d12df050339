"""Witnesses by a real authority (OpenSSL): what a token must be over, whose it must be, and what it says of dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba_build.domain.moments import moment_text
from hocba_build.domain.people import Role
from hocba_build.domain.values import PersonId
from hocba_build.records.staff_edits import add_key, add_person
from hocba_build.trust import tsa as tsa_door
from hocba_build.trust.checkpoint import pack, unpack
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.times import freshness
from hocba_build.trust.tsa import StampFaultError, check_reply, check_stamp, read_authority, stamp_request
from hocba_build.trust.witnessing import WitnessPaper
from tests.authority import Authority, new_authority
from tests.trust.simulator import (
    MATHS,
    SINCE,
    SPORT,
    STAFF,
    SchoolSimulator,
    maths,
    new_person,
    refused,
    sport,
    valid,
)
from tests.trust.year_end import state_of

CHAIN = "signatures/goc/tsa.thu.pem"
PAPER, STAMP = "signatures/moc-thoi-gian/0001.yaml", "signatures/moc-thoi-gian/0001.tsr"


@pytest.fixture(scope="module")
def tsa() -> Iterator[Authority]:
    with new_authority() as made:
        yield made


@pytest.fixture(scope="module")
def stranger() -> Iterator[Authority]:
    """An authority that the school does not know."""
    with new_authority() as made:
        yield made


@pytest.fixture
def school(tsa: Authority) -> SchoolSimulator:
    """The school trusts the authority: two root persons brought in its chain."""
    school = SchoolSimulator()
    school.entry("hieu-truong", {CHAIN: tsa.chain}, "hoi-dong")
    return school


def stamped(school: SchoolSimulator, tsa: Authority, number: int = 1, over: Oid | None = None) -> dict[str, bytes]:
    """A paper and a token over main, or over another commit."""
    commit = over or school.main
    paper = WitnessPaper(number, commit, "thu")
    return {paper.path: paper.text(), paper.stamp_path: tsa.stamp(school.trees.raw_commit(commit))}


def test_an_entry_is_witnessed_and_anybody_may_accept_even_the_author(school: SchoolSimulator, tsa: Authority) -> None:
    over = state_of(school).index
    school.entry("gv-mai", stamped(school, tsa), "gv-mai")
    (witness,) = state_of(school).witnesses
    assert (witness.entry, witness.over, witness.authority) == (over + 1, over, "thu")
    assert abs(witness.seconds - school.now) < 600


def test_plain_openssl_checks_the_same_token(school: SchoolSimulator, tsa: Authority) -> None:
    files = stamped(school, tsa)
    (tsa.folder / "commit").write_bytes(school.trees.raw_commit(school.main))
    (tsa.folder / "token").write_bytes(files[STAMP])
    said = tsa.openssl("ts", "-verify", "-data", "commit", "-in", "token", "-CAfile", "ca.pem", "-untrusted", "tsa.pem")
    assert b"Verification: OK" in said


def test_a_timestamp_key_may_do_nothing_else(school: SchoolSimulator, tsa: Authority) -> None:
    clock = new_person("dong-ho")
    school.people["dong-ho"] = clock
    staff = add_person(school.content(STAFF), clock.person, "Đồng Hồ", (Role.MOC_THOI_GIAN, SINCE))
    staff = add_key(staff, clock.person, clock.fingerprint)
    school.entry("quan-tri", {STAFF: staff, **school.key_files(clock)}, "hieu-truong")
    school.entry("dong-ho", stamped(school, tsa), "dong-ho")
    assert valid(school)
    branch = school.commit("gv-lan", {MATHS: maths()})
    honest = school.main
    school.merge("dong-ho", branch)
    assert refused(school) == ("HB333", school.main, MATHS)
    school.main = honest
    statement = {"signatures/xac-nhan-lai/0001.yaml": b"so: 1\n"}
    branch = school.commit("dong-ho", statement)
    school.merge("hieu-truong", branch)
    assert refused(school) == ("HB332", branch, *statement)


def test_d11_a_token_over_other_data(school: SchoolSimulator, tsa: Authority) -> None:
    files = stamped(school, tsa)
    files[STAMP] = tsa.stamp(b"something else")
    branch = school.commit("gv-mai", files)
    school.merge("gv-mai", branch)
    assert refused(school) == ("HB373", branch, STAMP)


def test_d11_a_token_over_an_older_entry_than_the_branch_stands_on(school: SchoolSimulator, tsa: Authority) -> None:
    branch = school.commit("gv-mai", stamped(school, tsa, over=school.founding))
    school.merge("gv-mai", branch)
    assert refused(school) == ("HB373", branch, PAPER)


def test_d11_an_authority_that_the_school_does_not_trust(
    school: SchoolSimulator, tsa: Authority, stranger: Authority
) -> None:
    honest = school.main
    branch = school.commit("gv-mai", stamped(school, stranger))
    school.merge("gv-mai", branch)
    assert refused(school) == ("HB373", branch, STAMP)
    school.main = honest
    unknown = WitnessPaper(1, honest, "la")
    branch = school.commit("gv-mai", {**stamped(school, tsa), PAPER: unknown.text()})
    school.merge("gv-mai", branch)
    assert refused(school) == ("HB373", branch, STAMP)


def test_d11_trust_given_by_the_same_proposal_does_not_count(tsa: Authority) -> None:
    school = SchoolSimulator()
    branch = school.commit("hieu-truong", {CHAIN: tsa.chain, **stamped(school, tsa)})
    school.merge("hoi-dong", branch)
    assert refused(school)[:2] == ("HB331", branch)


def test_d11_the_same_token_twice(school: SchoolSimulator, tsa: Authority) -> None:
    """Two branches stand on one entry and bring one token: the second tells nothing new."""
    first = stamped(school, tsa)
    again = {WitnessPaper(2, school.main, "thu").path: WitnessPaper(2, school.main, "thu").text()}
    again["signatures/moc-thoi-gian/0002.tsr"] = first[STAMP]
    base = school.main
    school.entry("gv-mai", first, "gv-mai")
    honest = school.main
    branch = school.commit("gv-lan", again, base)
    school.merge("gv-lan", branch)
    assert refused(school) == ("HB373", branch, "signatures/moc-thoi-gian/0002.tsr")
    school.main = honest
    school.merge("gv-lan", school.commit("gv-lan", stamped(school, tsa, 2, over=base), base))
    assert valid(school), "a second token over the same entry is a witness of its own"


@pytest.mark.parametrize("left", [PAPER, STAMP])
def test_a_paper_and_its_token_come_together(school: SchoolSimulator, tsa: Authority, left: str) -> None:
    files = {path: raw for path, raw in stamped(school, tsa).items() if path != left}
    branch = school.commit("gv-mai", files)
    school.merge("gv-mai", branch)
    assert refused(school) == ("HB373", branch, left)


@pytest.mark.parametrize("raw", [b"", b"so: 1\n", b"so: 1\ncommit: x\nnoi: ../x\n", b"\xff", b"- a\n"])
def test_a_paper_that_is_none(school: SchoolSimulator, tsa: Authority, raw: bytes) -> None:
    branch = school.commit("gv-mai", {**stamped(school, tsa), PAPER: raw})
    school.merge("gv-mai", branch)
    assert refused(school) == ("HB373", branch, PAPER)


@pytest.mark.parametrize("chain", [CHAIN, "signatures/goc/ca.thu.pem"])
def test_an_authority_comes_in_by_the_roots_threshold_only(tsa: Authority, chain: str) -> None:
    for author, merger, code in (("quan-tri", "hoi-dong", "HB332"), ("hoi-dong", "quan-tri", "HB333")):
        school = SchoolSimulator()
        branch = school.commit(author, {chain: tsa.chain})
        school.merge(merger, branch)
        assert refused(school) == (code, branch if code == "HB332" else school.main, chain)
    key = (tsa.folder / "tsa.key").read_bytes()
    for raw in (b"hello", tsa.chain + key, (tsa.folder / "tsa.pem").read_bytes()):
        school = SchoolSimulator()
        branch = school.commit("hoi-dong", {chain: raw})
        school.merge("so-gddt", branch)
        assert refused(school) == ("HB344", branch, chain)
    school = SchoolSimulator()
    school.entry("hoi-dong", {chain: tsa.chain}, "so-gddt")
    assert school.judge().verdict.value == "valid"


def test_with_the_root_alone_any_signer_below_it_counts(tsa: Authority, stranger: Authority) -> None:
    payload = b"tree"
    raw = tsa.stamp(payload)
    assert check_stamp(raw, payload, read_authority(tsa.root)) == check_stamp(raw, payload, read_authority(tsa.chain))
    with pytest.raises(StampFaultError, match="không do nơi cấp mà trường tin"):
        check_stamp(raw, payload, read_authority(stranger.root))


def test_d11_an_answer_to_an_older_question_is_told(tsa: Authority) -> None:
    chain = read_authority(tsa.chain)
    first, second = stamp_request(b"x", chain), stamp_request(b"x", chain)
    raw = tsa.reply(first.as_bytes())
    assert check_reply(raw, b"x", chain, first).serial > 0
    with pytest.raises(StampFaultError, match="câu hỏi khác"):
        check_reply(raw, b"x", chain, second)


def kept_stamp(tsa: Authority, payload: bytes) -> bytes:
    """The same token for every example."""
    place = tsa.folder / "kept"
    if not place.exists():
        place.write_bytes(tsa.stamp(payload))
    return place.read_bytes()


@given(data=st.data())
def test_a_token_that_was_tampered_with_says_the_same_or_nothing(tsa: Authority, data: st.DataObject) -> None:
    """A flipped bit may lie where nothing is signed; then the moment and the number are what they were."""
    chain, payload = read_authority(tsa.chain), b"tree 1"
    raw = kept_stamp(tsa, payload)
    honest = check_stamp(raw, payload, chain)
    at, bit = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(0, 7))
    bad = raw[:at] + bytes([raw[at] ^ (1 << bit)]) + raw[at + 1 :]
    try:
        assert check_stamp(bad, payload, chain) == honest
    except StampFaultError:
        return


def lived(school: SchoolSimulator, tsa: Authority) -> SchoolSimulator:
    """Two entries of scores with a witness between them and one after."""
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    school.entry("gv-mai", stamped(school, tsa), "gv-mai")
    school.entry("gv-lan", {MATHS: maths("7")}, "gv-hung")
    school.entry("gv-mai", stamped(school, tsa, 2), "gv-mai")
    return school


def test_dates_that_agree_with_the_witnesses_are_not_remarked(school: SchoolSimulator, tsa: Authority) -> None:
    assert valid(lived(school, tsa))


def says(monkeypatch: pytest.MonkeyPatch, shift: int) -> None:
    """The tokens are real; the moment they tell is moved, instead of everybody's calendar."""

    def moved(raw: bytes, payload: bytes, authority: tsa_door.Authority) -> tsa_door.Stamp:
        stamp = check_stamp(raw, payload, authority)
        return replace(stamp, seconds=stamp.seconds + shift)

    monkeypatch.setattr(tsa_door, "check_stamp", moved)


def told(school: SchoolSimulator) -> list[tuple[str, Oid | None, str]]:
    judged = school.judge()
    assert judged.verdict.value == "valid", "a contradiction is told; it does not make the ledger invalid"
    return [(one.code, one.commit, one.severity.value) for one in judged.findings]


@pytest.mark.parametrize("shift", [-900, 900, -500, 500])
def test_d8_a_claim_outside_of_its_witnesses_is_told_by_its_commit(
    school: SchoolSimulator, tsa: Authority, shift: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the token is over claims to be later than the token; what holds the token claims to be earlier."""
    state = state_of(school)
    over = state.index
    school.entry("gv-mai", stamped(school, tsa), "gv-mai")
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    branch = school.trees.commit(school.main).parents[1]
    says(monkeypatch, shift)
    found = school.judge().state
    assert found is not None
    entries = {index: oid for oid, index in found.entries.items()}
    firsts = [entries[0], *(school.trees.commit(entries[index]).parents[1] for index in range(1, over + 1))]
    expected = {-900: firsts, 900: [entries[over + 1], branch, entries[over + 2]]}.get(shift, [])
    assert told(school) == [("HB374", oid, "warning") for oid in expected]


def test_d8_the_commit_of_the_branch_is_named(
    school: SchoolSimulator, tsa: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.entry("gv-mai", stamped(school, tsa), "gv-mai")
    school.now -= 500
    branch = school.commit("gv-lan", {MATHS: maths()})
    school.now += 500
    school.merge("gv-hung", branch)
    says(monkeypatch, 400)
    assert told(school) == [("HB374", branch, "warning")]


def test_d10_time_that_goes_backwards_along_main(school: SchoolSimulator) -> None:
    school.now += 300
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    school.now -= 550
    school.entry("gv-mai", {SPORT: sport()}, "gv-hung")
    assert valid(school), "some minutes are the difference of two clocks"
    school.now += 550
    school.entry("gv-lan", {MATHS: maths("7")}, "gv-hung")
    school.now -= 850
    back = school.entry("gv-mai", {SPORT: sport("chua_dat")}, "gv-hung")
    assert told(school) == [("HB376", back, "warning")]


def test_d4_a_frozen_history_is_told_with_the_date_of_its_newest_witness(
    school: SchoolSimulator, tsa: Authority
) -> None:
    none = state_of(school)
    (finding,) = freshness(school.trees, none, school.now)
    assert (finding.code, finding.commit, finding.severity.value) == ("HB377", school.main, "warning")
    school.entry("gv-mai", stamped(school, tsa), "gv-mai")
    state = state_of(school)
    assert freshness(school.trees, state, school.now + 14 * 86400 - 60) == ()
    (finding,) = freshness(school.trees, state, school.now + 15 * 86400)
    assert (finding.code, finding.commit) == ("HB377", school.main)
    assert moment_text(state.witnesses[0].seconds) in finding.message


def test_d4_a_school_without_an_authority_is_not_reminded_of_one() -> None:
    school = SchoolSimulator()
    assert freshness(school.trees, state_of(school), school.now) == ()


def test_what_was_witnessed_is_remembered(school: SchoolSimulator, tsa: Authority) -> None:
    school.entry("gv-mai", stamped(school, tsa), "gv-mai")
    state = state_of(school)
    kept = unpack(pack(state, school.sheet), school.sheet)
    assert kept is not None
    assert (kept.witnesses, kept.seen, kept.unseen) == (state.witnesses, state.index - 1, state.unseen)
    assert kept.witnessed(state.index) == state.witnesses[0].seconds
    assert kept.witnessed(state.index - 1) == 0
    assert PersonId("gv-mai") in school.people
