"""Repair: what should not have come into the ledger is annulled in the open, never rewritten away.

One commit on the bad tip holds the last good tree and a paper that names the first refused commit and every
first-parent commit since; the merge has that same tree. It is judged by the last good entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hocba_build.domain.people import Role
from hocba_build.domain.values import PersonId
from hocba_build.records.canonical import body
from hocba_build.records.document import Json
from hocba_build.records.order import KeyOrder
from hocba_build.records.strict_yaml import parse
from hocba_build.trust.facts import signer_of
from hocba_build.trust.git.objects import CommitObject, ObjectFault, Oid
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.policy import Policy
from hocba_build.trust.verdict import Refused, refuse

FOLDER: Final = "signatures/sua-chua"
AUTHORS: Final = (Role.QUAN_TRI, Role.PHO_HIEU_TRUONG)
MERGERS: Final = (Role.HIEU_TRUONG, Role.PHO_HIEU_TRUONG)
_KEYS: Final = KeyOrder([("", {"properties": {"so": {}, "tot": {}, "huy": {}, "ly_do": {}}})])


@dataclass(frozen=True, slots=True)
class Repair:
    """What is annulled: the commits after ``good``, oldest first."""

    number: int
    good: Oid
    annulled: tuple[Oid, ...]
    reason: str

    @property
    def path(self) -> str:
        """Where the paper lies."""
        return f"{FOLDER}/{self.number:04d}.yaml"

    def text(self) -> bytes:
        """The paper."""
        said: Json = {"so": self.number, "tot": self.good, "huy": list(self.annulled), "ly_do": self.reason}
        return body(said, _KEYS).encode()


def next_number(trees: Trees, tree: Oid) -> int:
    """The number of the next repair."""
    return 1 + sum(1 for _ in trees.files(tree, FOLDER))


def repairs(trees: Trees, coming: Sequence[Oid], good: Oid) -> Iterator[int]:
    """Where among the commits after the last good entry a repair of all before it may stand; none is judged here."""
    path = f"{FOLDER}/{next_number(trees, trees.commit(good).tree):04d}.yaml"
    for place, oid in enumerate(coming):
        try:
            merge = trees.commit(oid)
            stands = place and len(merge.parents) == 2 and merge.parents[0] == coming[place - 1]
            if stands and trees.entry(trees.commit(merge.parents[1]).tree, path) is not None:
                yield place
        except ObjectFault:
            continue  # A bad commit may be bad in every way; it is annulled or it is not.


def is_repair(trees: Trees, tip: Oid, bad: Oid, good: Oid) -> bool:
    """Whether a branch looks like the repair of a main that ends at ``bad``; ``good`` is the last good tree."""
    commit = trees.commit(tip)
    path = f"{FOLDER}/{next_number(trees, good):04d}.yaml"
    return commit.parents == (bad,) and trees.entry(commit.tree, path) is not None


def check_repair(trees: Trees, policy: Policy, good: CommitObject, bad: Sequence[Oid], oid: Oid) -> tuple[str, str]:
    """Judge the merge ``oid`` as the repair of ``bad``; the keys that signed it.

    Raises:
        Refused: HB371 and the faults of its commits.
    """
    merge = trees.commit(oid)
    commit = trees.commit(merge.parents[1])
    merger, merger_key = signer_of(merge, policy)
    author, author_key = signer_of(commit, policy)
    if author not in policy.holding(*AUTHORS) or merger not in policy.holding(*MERGERS) or author == merger:
        raise refuse("HB371", "sửa chữa sổ do quản trị hoặc phó hiệu trưởng làm, lãnh đạo khác duyệt", oid)
    repair = check_restored(trees, good, bad, commit, oid)
    if merge.tree != commit.tree:
        raise _other_tree(oid, repair)
    if merge.trailer("Tree-SHA256") != trees.sha256(merge.tree):
        raise refuse("HB324", "dấu SHA-256 của mục không đúng", oid)
    return author_key, merger_key


def consider_repair(
    trees: Trees, policy: Policy, good: CommitObject, bad: Sequence[Oid], tip: Oid
) -> tuple[PersonId, frozenset[PersonId]]:
    """Judge a repair as far as that goes before anybody merges it: its author, and who may accept it.

    Raises:
        Refused: HB371 and the faults of its commit.
    """
    commit = trees.commit(tip)
    author, _ = signer_of(commit, policy)
    if author not in policy.holding(*AUTHORS):
        raise refuse("HB371", "sửa chữa sổ do quản trị hoặc phó hiệu trưởng làm, lãnh đạo khác duyệt", tip)
    check_restored(trees, good, bad, commit, tip)
    return author, policy.holding(*MERGERS) - {author}


def check_restored(trees: Trees, good: CommitObject, bad: Sequence[Oid], commit: CommitObject, told: Oid) -> Repair:
    """A repair names every commit that it annuls, and brings back the last good tree with its own paper alone.

    Raises:
        Refused: HB371, told at a commit.
    """
    repair = read_repair(trees, commit, next_number(trees, good.tree))
    if (repair.good, list(repair.annulled)) != (good.oid, list(bad)) or commit.parents != (bad[-1],):
        raise refuse("HB371", "sửa chữa sổ phải nêu đúng mọi mục bị huỷ, từ mục sai đầu tiên", told, repair.path)
    if [change.path for change in trees.diff(good.tree, commit.tree)] != [repair.path]:
        raise _other_tree(told, repair)
    return repair


def _other_tree(told: Oid, repair: Repair) -> Refused:
    return refuse("HB371", "sửa chữa sổ phải trả về đúng cây thư mục tốt cuối cùng", told, repair.path)


def read_repair(trees: Trees, commit: CommitObject, number: int) -> Repair:
    """The paper of a repair.

    Raises:
        Refused: HB371.
    """
    path = f"{FOLDER}/{number:04d}.yaml"
    blob = trees.entry(commit.tree, path)
    raw = b"" if blob is None else trees.content(blob)
    try:
        said: Any = parse(raw)
        repair = Repair(int(said["so"]), Oid(said["tot"]), tuple(map(Oid, said["huy"])), str(said["ly_do"]))
    except Exception as error:  # whatever is wrong with it, it is none
        raise refuse("HB371", "bản sửa chữa sổ không đọc được", commit.oid, path) from error
    if repair.text() != raw or repair.number != number:
        raise refuse("HB371", "bản sửa chữa sổ không đúng dạng chuẩn", commit.oid, path)
    return repair
