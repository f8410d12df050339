"""Locks: nothing moves in a locked year but through the principal's unlock. Threats F."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from unittest.mock import patch

import pytest

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import ClassId, PersonId
from hocba_build.trust.judge import Bench
from hocba_build.trust.year_end.locks import merkle_root, read_class, read_lock
from hocba_build.workflows.check import CheckResult
from hocba_build.workflows.ledger.lock_acts import Decided, LockMaker, Opening
from tests.trust.simulator import ASSIGNMENTS, MATHS, PUPILS, YEAR, SchoolSimulator, maths, refused, valid
from tests.trust.test_sign_offs import approve
from tests.trust.year_end import (
    FOLDER,
    decide,
    entered,
    lock_files,
    locked,
    sign,
    signed,
    state_of,
    statements,
    unlock_files,
)

FIRST = next(iter(PUPILS))
RECORD = f"signatures/khoa-so/{YEAR}/0001/khoa.yaml"


def copied(school: SchoolSimulator) -> SchoolSimulator:
    """Another main over the same objects."""
    copy = object.__new__(SchoolSimulator)
    copy.__dict__.update(school.__dict__)
    return copy


@pytest.fixture(scope="module")
def all_signed() -> SchoolSimulator:
    return signed()


@pytest.fixture(scope="module")
def all_locked() -> SchoolSimulator:
    return locked()


@pytest.fixture
def ready(all_signed: SchoolSimulator) -> SchoolSimulator:
    return copied(all_signed)


@pytest.fixture
def school(all_locked: SchoolSimulator) -> SchoolSimulator:
    return copied(all_locked)


def test_a_signed_year_is_locked_by_the_principal(school: SchoolSimulator) -> None:
    lock = state_of(school).locks[YEAR]
    assert (lock.acts, lock.version, lock.summer_closed, lock.scope) == (1, 1, True, None)


@pytest.mark.parametrize("author", ["gv-lan", "hieu-truong", "quan-tri"])
def test_f1_nobody_changes_a_locked_year(school: SchoolSimulator, author: str) -> None:
    branch = school.commit(author, {MATHS: maths("9")})
    school.merge("pho-hieu-truong", branch)
    assert refused(school) == ("HB360", branch, MATHS)


@pytest.mark.parametrize(
    "path", [f"{FOLDER}/lop.yaml", f"records/{YEAR}/nam-hoc.yaml", f"records/{YEAR}/phan-cong.yaml"]
)
def test_f1_nothing_of_it_is_removed(school: SchoolSimulator, path: str) -> None:
    branch = school.commit("quan-tri", {path: None})
    school.merge("hieu-truong", branch)
    assert refused(school) == ("HB360", branch, path)


def test_f1_nothing_is_added_to_it(school: SchoolSimulator) -> None:
    path = f"{FOLDER}/ca-nam/nhan-xet.yaml"
    body = f'nam_hoc: "{YEAR}"\nlop: 6a1\nnhan_xet:\n  "7400000001": Chăm ngoan.\n'.encode()
    branch = school.commit("gv-thu", {path: body})
    school.merge("pho-hieu-truong", branch)
    assert refused(school) == ("HB360", branch, path)


def test_f2_the_record_of_a_lock_stays(school: SchoolSimulator) -> None:
    branch = school.commit("quan-tri", {RECORD: None})
    school.merge("hieu-truong", branch)
    assert refused(school) == ("HB342", branch, RECORD)


def test_f3_the_vice_principal_cannot_sign_a_lock(ready: SchoolSimulator) -> None:
    decide(ready, lock_files(ready), signer="pho-hieu-truong")
    assert refused(ready)[0] == "HB362"


def test_f3_an_incomplete_year_is_not_locked() -> None:
    school = entered()
    for person in ("gv-lan", "gv-mai"):
        sign(school, person)
    decide(school, lock_files(school))
    code, _, path = refused(school)
    assert (code, path) == ("HB363", RECORD)


def test_f3_a_stale_signature_does_not_count() -> None:
    school = signed()
    approve(school, "gv-thu", school.commit("gv-lan", {MATHS: maths("9")}))
    decide(school, lock_files(school))
    code, _, path = refused(school)
    assert (code, path) == ("HB363", RECORD)


@pytest.mark.parametrize(
    ("key", "code"), [("danh_muc_sha256", "HB364"), ("goc_merkle", "HB365"), ("so_hoc_sinh", "HB365"), ("ban", "HB361")]
)
def test_f5_a_lock_says_what_the_records_give(ready: SchoolSimulator, key: str, code: str) -> None:
    files = lock_files(ready)
    lines = files[RECORD].decode().splitlines()
    wrong = '"' + "0" * 64 + '"' if len(next(line for line in lines if line.startswith(f"{key}:"))) > 40 else "7"
    files[RECORD] = "".join(
        f"{key}: {wrong}\n" if line.startswith(f"{key}:") else f"{line}\n" for line in lines
    ).encode()
    decide(ready, files)
    assert refused(ready)[::2] == (code, RECORD)


def test_f5_a_frozen_result_that_the_records_do_not_give(ready: SchoolSimulator) -> None:
    files = lock_files(ready)
    path = f"signatures/khoa-so/{YEAR}/0001/6a1.yaml"
    files[path] = files[path].replace(b'"8.0"', b'"9.0"', 1)
    decide(ready, files)
    assert refused(ready)[::2] == ("HB365", RECORD)


def test_a_locked_year_is_not_locked_again(school: SchoolSimulator) -> None:
    files = {
        path.replace("/0001/", "/0002/"): text.replace(b"so: 1\n", b"so: 2\n") for path, text in old(school).items()
    }
    files = {path: text.replace(b"ban: 1", b"ban: 2").replace(b"muc_so: ", b"muc_so: ") for path, text in files.items()}
    decide(school, files)
    assert refused(school)[0] == "HB361"


def old(school: SchoolSimulator) -> dict[str, bytes]:
    """The files of the first lock."""
    folder = f"signatures/khoa-so/{YEAR}/0001"
    names = [
        name for name, _ in school.trees.files(school.writer.tree_of(school.main), folder) if not name.endswith(".asc")
    ]
    return {name: school.content(name) for name in names}


def test_an_unlock_opens_its_scope_and_nothing_else(school: SchoolSimulator) -> None:
    decide(school, unlock_files(school, MATHS))
    approve(school, "gv-thu", school.commit("gv-lan", {MATHS: maths("9")}))
    assert valid(school)
    other = f"{FOLDER}/hk2/toan.yaml"
    branch = school.commit("gv-lan", {other: maths("9", term="hk2")})
    school.merge("pho-hieu-truong", branch)
    assert refused(school) == ("HB360", branch, other)


def test_an_unlock_that_names_pupils_opens_their_rows_alone(school: SchoolSimulator) -> None:
    """Nobody is named in the header, which the principal signs with the digest of the class's file."""
    files = unlock_files(school, MATHS, pupils=(FIRST,))
    assert FIRST.encode() not in files[f"signatures/khoa-so/{YEAR}/0002/khoa.yaml"]
    decide(school, files)
    twin = school.copy()
    approve(school, "gv-thu", school.commit("gv-lan", {MATHS: maths("9")}))
    for person in ("gv-lan", "gv-thu", "pho-hieu-truong"):
        sign(school, person, "hieu-truong" if person == "pho-hieu-truong" else "pho-hieu-truong")
    decide(school, lock_files(school))
    lock = state_of(school).locks[YEAR]
    assert (lock.acts, lock.version, lock.reach) == (3, 2, {})
    for wrong in (maths(second="9"), maths("9", "9")):
        other = twin.copy()
        branch = other.commit("gv-lan", {MATHS: wrong})
        other.merge("pho-hieu-truong", branch)
        assert refused(other) == ("HB360", branch, MATHS)


def test_an_unlock_of_pupils_lets_no_file_go(school: SchoolSimulator) -> None:
    decide(school, unlock_files(school, MATHS, pupils=(FIRST,)))
    branch = school.commit("gv-lan", {MATHS: None})
    school.merge("pho-hieu-truong", branch)
    assert refused(school) == ("HB360", branch, MATHS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'["7400000001"]', b"[]"),
        (b'["7400000001"]', b'["7400000001", "7400000002"]'),
        (b"lop: 6a1", b"lop: 6a2"),
        (b'nam_hoc: "2025-2026"', b'nam_hoc: "2024-2025"'),
    ],
)
def test_the_pupils_are_those_that_the_principal_signed(school: SchoolSimulator, old: bytes, new: bytes) -> None:
    files = unlock_files(school, MATHS, pupils=(FIRST,))
    head, room = (f"signatures/khoa-so/{YEAR}/0002/{name}.yaml" for name in ("khoa", "6a1"))
    assert old in files[room]
    changed = files[room].replace(old, new)
    decide(twin := school.copy(), {**files, room: changed})
    assert refused(twin)[::2] == ("HB366", head)
    if new != b'["7400000001", "7400000002"]':
        was, now = (hashlib.sha256(text).hexdigest().encode() for text in (files[room], changed))
        decide(school, {head: files[head].replace(was, now), room: changed})
        assert refused(school)[::2] == ("HB366", head)


def test_pupils_of_a_class_whose_files_stay_closed_are_not_named(school: SchoolSimulator) -> None:
    files = unlock_files(school, MATHS, pupils=(FIRST,))
    head = f"signatures/khoa-so/{YEAR}/0002/khoa.yaml"
    other = f"[records/{YEAR}/nam-hoc.yaml]".encode()
    decide(school, {**files, head: files[head].replace(f"[{MATHS}]".encode(), other)})
    assert refused(school)[::2] == ("HB366", head)


def test_who_prepares_an_unlock_names_pupils_of_its_files(school: SchoolSimulator) -> None:
    for scope, pupils, what in (
        ((f"{FOLDER}/lop.yaml",), (FIRST,), "lop.yaml không chia theo học sinh"),
        ((MATHS,), ("7400009999",), "7400009999"),
    ):
        with pytest.raises(RefusedError, match=what):
            unlock_files(school, *scope, pupils=pupils)


def test_a_correction_is_signed_and_locked_again_as_the_next_version(school: SchoolSimulator) -> None:
    decide(school, unlock_files(school, MATHS))
    approve(school, "gv-thu", school.commit("gv-lan", {MATHS: maths("9")}))
    for person in ("gv-lan", "gv-thu", "pho-hieu-truong"):
        sign(school, person, "hieu-truong" if person == "pho-hieu-truong" else "pho-hieu-truong")
    decide(school, lock_files(school))
    lock = state_of(school).locks[YEAR]
    assert (lock.acts, lock.version, lock.scope) == (3, 2, None)


def test_a_stand_in_corrects_and_signs_for_who_has_left(school: SchoolSimulator) -> None:
    """Only while the unlock that names the person is open, and only what it names."""
    people = {PersonId("gv-lan"): PersonId("gv-mai")}
    maker = LockMaker(Bench(school.trees), state_of(school), YEAR)
    opening = Opening((MATHS,), "Vào nhầm một điểm giữa kì.", people, people)
    twin = school.copy()
    decide(twin, unlock_files(twin, MATHS))
    decide(school, maker.unlock(Decided("47/QĐ-BM", "2026-07-01"), opening))
    approve(school, "gv-thu", school.commit("gv-mai", {MATHS: maths("9")}))
    signing = statements(school, "gv-mai")
    path = next(iter(signing))
    assert b"\nnguoi: gv-mai\nthay: gv-lan\n" in signing[path]
    for person in ("gv-mai", "gv-thu", "pho-hieu-truong"):
        sign(school, person, "hieu-truong" if person == "pho-hieu-truong" else "pho-hieu-truong")
    decide(school, lock_files(school))
    assert valid(school)
    approve(twin, "gv-thu", twin.commit("gv-lan", {MATHS: maths("9")}))
    assert statements(twin, "gv-mai") == {}


def test_a_file_of_nobody_is_not_locked() -> None:
    """A teacher whose row was taken away signs nothing: her file does not slip through."""
    school = entered()
    left = "".join(line for line in ASSIGNMENTS.splitlines(keepends=True) if "mon: gdtc" not in line)
    school.entry("quan-tri", {f"records/{YEAR}/phan-cong.yaml": left.encode()}, "hieu-truong")
    for person in ("gv-lan", "gv-thu", "pho-hieu-truong"):
        sign(school, person)
    with patch("hocba_build.workflows.ledger.lock_acts.check_source", return_value=CheckResult(0, ())):
        files = lock_files(school)  # The command itself refuses the year's records before.
    decide(school, files)
    code, _, path = refused(school)
    assert (code, path) == ("HB363", RECORD)


def test_a_leaf_that_nobody_changed_keeps_its_salt(school: SchoolSimulator) -> None:
    """Else two hashes would stand for one result, and nobody could tell which copies still hold."""
    decide(school, unlock_files(school, MATHS))
    files = lock_files(school)
    path, place = f"signatures/khoa-so/{YEAR}/0003/khoa.yaml", f"signatures/khoa-so/{YEAR}/0003/6a1.yaml"
    salt = next(iter(read_class(files[place]).values()))[0].hex().encode()
    other = files[place].replace(salt, b"0123456789abcdef0123456789abcdef")
    record = replace(
        read_lock(files[path]),
        classes={ClassId("6a1"): hashlib.sha256(other).hexdigest()},
        merkle=merkle_root({ClassId("6a1"): read_class(other)}),
    )
    twin = school.copy()
    decide(school, {path: record.text(), place: other})
    assert refused(school)[::2] == ("HB365", path)
    decide(twin, files)
    assert valid(twin)


def test_an_unlock_needs_the_principals_signature(school: SchoolSimulator) -> None:
    decide(school, unlock_files(school, MATHS), signer="quan-tri")
    assert refused(school)[0] == "HB362"


def test_an_open_year_is_not_unlocked(ready: SchoolSimulator) -> None:
    twin = locked()
    files = unlock_files(twin, MATHS)
    text = (
        next(iter(files.values()))
        .replace(b"so: 2\n", b"so: 1\n")
        .replace(twin.founding.encode(), ready.founding.encode())
    )
    text = text.replace(f"muc_so: {state_of(twin).index}".encode(), f"muc_so: {state_of(ready).index}".encode())
    decide(ready, {RECORD: text})
    assert refused(ready)[::2] == ("HB361", RECORD)
