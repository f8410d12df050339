"""Commits and merges as they are written: bytes that git reads, merges that are exactly the three-way merge."""

from __future__ import annotations

import hashlib

import pytest

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import PersonId
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.trees import EMPTY_TREE, MemoryObjects
from hocba_build.trust.git.writing import Message, Writer

AT = 1_725_000_000
PATHS = [f"records/2025-2026/6a1/hk1/{subject}.yaml" for subject in ("toan", "ngu-van", "gdcd")]


class Pen:
    """Signs with a digest: what a merge holds is looked at here, not who may make it."""

    person = PersonId("gv-lan")
    email = "gv-lan@truong.invalid"

    def sign(self, payload: bytes, at: int) -> bytes:
        return f"{hashlib.sha256(payload).hexdigest()} {at}\n".encode()


@pytest.fixture
def writer() -> Writer:
    objects = MemoryObjects()
    return Writer(objects, objects.put)


def founded(writer: Writer) -> Oid:
    tree = writer.trees.with_changes(EMPTY_TREE, dict.fromkeys(PATHS, b"0\n"), writer.put)
    return writer.found(tree, None, Pen(), AT, "Lập sổ")


def change(writer: Writer, parent: Oid, place: int, content: bytes | None) -> Oid:
    return writer.propose(parent, {PATHS[place]: content}, Message("Sửa"), Pen(), AT)


def content(writer: Writer, commit: Oid) -> dict[str, bytes]:
    return {path: writer.trees.content(oid) for path, oid in writer.trees.files(writer.tree_of(commit), "records")}


def test_two_branches_of_one_base_both_come_in(writer: Writer) -> None:
    base = founded(writer)
    one, other = change(writer, base, 0, b"1\n"), change(writer, change(writer, base, 1, b"2\n"), 2, None)
    first = writer.merge(base, one, Message("Nhận"), Pen(), AT)
    second = writer.merge(first, other, Message("Nhận"), Pen(), AT)
    assert content(writer, second) == {PATHS[0]: b"1\n", PATHS[1]: b"2\n"}
    assert writer.trees.commit(second).parents == (first, other)
    assert writer.base(second, other) == base
    assert writer.branch_commits(first, other)[0].parents == (base,)


def test_a_path_changed_on_both_sides_is_refused_by_name(writer: Writer) -> None:
    base = founded(writer)
    one, other = change(writer, base, 0, b"1\n"), change(writer, base, 0, b"2\n")
    main = writer.merge(base, one, Message("Nhận"), Pen(), AT)
    with pytest.raises(RefusedError, match=PATHS[0]):
        writer.merge(main, other, Message("Nhận"), Pen(), AT)


def test_a_merge_says_the_sha256_of_its_tree_and_its_author_commits(writer: Writer) -> None:
    base = founded(writer)
    merge = writer.trees.commit(writer.merge(base, change(writer, base, 0, b"1\n"), Message("Nhận"), Pen(), AT))
    assert merge.trailer("Tree-SHA256") == writer.trees.sha256(merge.tree)
    assert merge.author == merge.committer
    assert merge.armor == Pen().sign(merge.payload, AT)


def test_a_branch_from_elsewhere_is_refused(writer: Writer) -> None:
    base = founded(writer)
    stranger = writer.found(writer.tree_of(base), None, Pen(), AT + 1, "Sổ khác")
    with pytest.raises(RefusedError, match="không đứng trên sổ"):
        writer.merge(base, change(writer, stranger, 0, b"1\n"), Message("Nhận"), Pen(), AT)


def test_nothing_changed_is_no_proposal(writer: Writer) -> None:
    with pytest.raises(RefusedError, match="Không có gì thay đổi"):
        change(writer, founded(writer), 0, b"0\n")
