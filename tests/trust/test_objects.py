"""Threats A4, A5, A11 and G10: bytes that could be read in two ways, each beside the honest bytes they were made of."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba_build.trust.git.folders import Folder, folder_of
from hocba_build.trust.git.objects import (
    Ident,
    ObjectFault,
    Oid,
    TreeEntry,
    format_commit,
    format_tree,
    oid_of,
    parse_commit,
    parse_tree,
    with_signature,
)

NOBODY = Oid("0" * 40)
TREE = Oid("4b825dc642cb6eb9a060e54bf8d69288fbee4904")
FIRST, SECOND = Oid("1" * 40), Oid("2" * 40)
LAN = Ident("gv-lan", "gv-lan@truong.invalid", 1_790_000_000, "+0700")
ARMOR = b"-----BEGIN PGP SIGNATURE-----\n\nwrr0\n=abcd\n-----END PGP SIGNATURE-----\n"
MESSAGE = "Sửa điểm giữa kì\n\nHocba-Action: data\nTree-SHA256: 12ab\n"
PAYLOAD = format_commit(TREE, [FIRST, SECOND], LAN, LAN, MESSAGE)
HONEST = with_signature(PAYLOAD, ARMOR)


def test_an_honest_commit_is_read_as_it_was_written() -> None:
    commit = parse_commit(NOBODY, HONEST)
    assert (commit.tree, commit.parents, commit.author, commit.committer) == (TREE, (FIRST, SECOND), LAN, LAN)
    assert (commit.armor, commit.payload, commit.message) == (ARMOR, PAYLOAD, MESSAGE)
    assert commit.trailer("Tree-SHA256") == "12ab"


@pytest.mark.parametrize("parents", [[], [FIRST], [FIRST, SECOND]])
def test_an_unsigned_commit_is_all_payload(parents: list[Oid]) -> None:
    raw = format_commit(TREE, parents, LAN, LAN, MESSAGE)
    commit = parse_commit(NOBODY, raw)
    assert (commit.parents, commit.armor, commit.payload) == (tuple(parents), None, raw)


def test_a_trailer_that_stands_twice_or_not_at_the_end_is_none() -> None:
    twice = parse_commit(NOBODY, format_commit(TREE, [], LAN, LAN, "Sửa\n\nTree-SHA256: a\nTree-SHA256: b\n"))
    above = parse_commit(NOBODY, format_commit(TREE, [], LAN, LAN, "Sửa\n\nTree-SHA256: a\n\nlời cuối\n"))
    assert (twice.trailer("Tree-SHA256"), above.trailer("Tree-SHA256")) == (None, None)


def test_git_reads_and_names_a_commit_as_we_do(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "--bare", tmp_path], check=True)

    def git(*arguments: str, data: bytes | None = None) -> bytes:
        return subprocess.run(["git", "-C", tmp_path, *arguments], check=True, input=data, capture_output=True).stdout

    git("hash-object", "-w", "-t", "tree", "--stdin", data=b"")
    raw = with_signature(format_commit(TREE, [], LAN, LAN, MESSAGE), ARMOR)
    oid = git("hash-object", "-w", "-t", "commit", "--stdin", data=raw).decode().strip()
    assert oid == oid_of("commit", raw)
    shown = git("show", "-s", "--format=%T%n%an <%ae> %at%n%B", oid).decode()
    assert shown.rstrip() == f"{TREE}\ngv-lan <gv-lan@truong.invalid> 1790000000\n{MESSAGE}".rstrip()


AUTHOR = b"author gv-lan <gv-lan@truong.invalid> 1790000000 +0700\n"
COMMITTER = AUTHOR.replace(b"author", b"committer")
A4 = {
    "two authors": (AUTHOR, AUTHOR + AUTHOR.replace(b"lan", b"mai")),
    "two committers": (COMMITTER, COMMITTER * 2),
    "two trees": (b"tree ", b"tree " + FIRST.encode() + b"\ntree "),
    "three parents": (b"parent 1", b"parent " + NOBODY.encode() + b"\nparent 1"),
    "a parent below the author": (AUTHOR, AUTHOR + b"parent " + FIRST.encode() + b"\n"),
    "no author": (AUTHOR, b""),
    "committer before author": (AUTHOR + COMMITTER, COMMITTER + AUTHOR),
    "another encoding": (b"gpgsig ", b"encoding ISO-8859-1\ngpgsig "),
    "a merged tag": (b"gpgsig ", b"mergetag object " + FIRST.encode() + b"\ngpgsig "),
    "an unknown header": (b"gpgsig ", b"hocba 1\ngpgsig "),
    "an upper-case id": (TREE.encode(), TREE.upper().encode()),
    "a short id": (TREE.encode(), TREE[:39].encode()),
    "carriage returns": (AUTHOR, AUTHOR.replace(b"\n", b"\r\n")),
    "a name with a bracket": (b"author gv-lan <", b"author gv-lan <x> <"),
    "an empty name": (b"author gv-lan <", b"author  <"),
    "an empty address": (b"<gv-lan@truong.invalid>", b"<>"),
    "a huge date": (b"1790000000 +0700\nc", b"179000000000 +0700\nc"),
    "a negative date": (b"1790000000 +0700\nc", b"-1790000000 +0700\nc"),
    "a date with zeros": (b"1790000000 +0700\nc", b"01790000000 +0700\nc"),
    "a strange time zone": (b"+0700\nc", b"+7000\nc"),
    "no time zone": (b" +0700\nc", b"\nc"),
    "a NUL in the message": ("Sửa".encode(), b"S\0"),
    "Latin-1 in the message": ("Sửa".encode(), b"S\xeda"),
    "Latin-1 in the name": (b"author gv-lan", b"author gv-l\xe1n"),
    "no empty line": (b"\n\nS", b"\nS"),
}
A5 = {
    "a signature in the message": (b"\n\nHocba-Action", b"\n\ngpgsig " + ARMOR + b"\nHocba-Action"),
    "a SHA-256 signature": (b"gpgsig ", b"gpgsig-sha256 "),
    "both signatures": (b"gpgsig ", b"gpgsig-sha256 x\ngpgsig "),
    "two signatures": (b"gpgsig ", b"gpgsig " + ARMOR.rstrip(b"\n").replace(b"\n", b"\n ") + b"\ngpgsig "),
    "a signature above the author": (b"author ", b"gpgsig x\nauthor "),
}
A11 = {
    "a terminal's escape": ("Sửa".encode(), b"S\x1b[2J"),
    "a bell": ("Sửa".encode(), b"S\x07"),
    "a turned direction": ("Sửa".encode(), "S\u202eửa".encode()),
    "a turned direction in the name": (b"author gv-lan", "author gv-\u202elan".encode()),
    "nothing to be seen": ("Sửa".encode(), "S\u200bửa".encode()),
    "a control of the upper half": ("Sửa".encode(), "S\x9bửa".encode()),
    "a line of Unicode": ("Sửa".encode(), "S\u2028ửa".encode()),
}


@pytest.mark.parametrize(("old", "new"), [*A4.values(), *A5.values(), *A11.values()], ids=[*A4, *A5, *A11])
def test_a_commit_that_can_be_read_in_two_ways(old: bytes, new: bytes) -> None:
    assert HONEST.count(old) >= 1
    with pytest.raises(ObjectFault) as fault:
        parse_commit(NOBODY, HONEST.replace(old, new, 1))
    assert fault.value.code == "HB301"


def test_no_byte_of_a_commit_is_lost() -> None:
    """Two commits of different bytes never say the same: what is read can be written again, to the byte."""
    commit = parse_commit(NOBODY, HONEST)
    assert commit.armor is not None
    written = format_commit(commit.tree, commit.parents, commit.author, commit.committer, commit.message)
    assert with_signature(written, commit.armor) == HONEST


BLOB = bytes.fromhex("1" * 40)


def entry(mode: bytes, name: bytes) -> bytes:
    return mode + b" " + name + b"\0" + BLOB


def test_an_honest_tree_is_read_as_it_was_written() -> None:
    raw = entry(b"100644", b"lop.yaml") + entry(b"40000", b"hk1") + entry(b"100644", b"hk1.yaml")
    entries = [TreeEntry("lop.yaml", "100644", FIRST), TreeEntry("hk1", "40000", FIRST)]
    entries.append(TreeEntry("hk1.yaml", "100644", FIRST))
    ordered = (entries[2], entries[1], entries[0])  # "hk1.yaml" < "hk1/" < "lop.yaml"
    assert parse_tree(format_tree(entries)) == ordered
    with pytest.raises(ObjectFault):
        parse_tree(raw)


def test_an_empty_tree_has_no_entries() -> None:
    assert parse_tree(b"") == ()


ROWS = [(b"100644", b"a.yaml"), (b"40000", b"hk1"), (b"40000", b"hk2"), (b"100644", b"lop.yaml")]
EARLIER = b"".join(entry(mode, name) for mode, name in ROWS)


def read_as(raw: bytes, like: Folder | None) -> list[TreeEntry] | str:
    try:
        return list(folder_of(raw, like).values())
    except ObjectFault as fault:
        return fault.code


CHANGES = st.lists(st.tuples(st.integers(0, len(EARLIER) - 1), st.binary(min_size=1, max_size=24)), max_size=3)


@given(changes=CHANGES, twice=st.booleans())
def test_a_version_read_from_an_earlier_one_is_what_it_is_by_itself(
    changes: list[tuple[int, bytes]], *, twice: bool
) -> None:
    """Whatever bytes differ, ids, names, modes or the seams between them: the same entries, or the same fault."""
    raw = EARLIER
    for at, what in changes:
        raw = (raw[:at] + what + raw[at + len(what) :])[: len(EARLIER)]
    like = folder_of(EARLIER)
    if twice:  # A version of a version.
        like = folder_of(EARLIER[:-1] + b"x", like)
    assert read_as(raw, like) == read_as(raw, None)
    assert list(folder_of(EARLIER).values()) == list(parse_tree(EARLIER))


@pytest.mark.parametrize(("place", "name"), [(place, name.decode()) for place, (_, name) in enumerate(ROWS)])
def test_each_id_that_changes_is_seen(place: int, name: str) -> None:
    rows = [entry(mode, name) for mode, name in ROWS]
    rows[place] = rows[place][:-20] + bytes.fromhex("2" * 40)
    read = folder_of(b"".join(rows), folder_of(EARLIER))
    assert {one.name for one in read.values() if one.oid == SECOND} == {name}


@pytest.mark.parametrize(
    "raw",
    [
        entry(b"100644", b"b") + entry(b"100644", b"a"),
        entry(b"100644", b"a") + entry(b"100644", b"a"),
        entry(b"100644", b"a") + entry(b"100644", b"a.b") + entry(b"40000", b"a"),
        entry(b"040000", b"a"),
        entry(b"0100644", b"a"),
        entry(b"100640", b"a"),
        entry(b"644", b"a"),
        entry(b"", b"a"),
        entry(b"100644", b"a/b"),
        entry(b"100644", b""),
        entry(b"100644", b"a")[:-1],
        entry(b"100644", b"a") + b"1",
        b"100644 a",
        b"\0",
    ],
    ids=[
        "unsorted",
        "twice",
        "a file and a folder of one name",
        "zero-padded folder",
        "zero-padded file",
        "unknown mode",
        "short mode",
        "no mode",
        "slash",
        "no name",
        "cut off",
        "something after it",
        "no id",
        "nothing but NUL",
    ],
)
def test_g10_a_tree_that_can_be_read_in_two_ways(raw: bytes) -> None:
    with pytest.raises(ObjectFault) as fault:
        parse_tree(raw)
    assert fault.value.code == "HB302"
