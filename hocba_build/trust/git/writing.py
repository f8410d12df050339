"""Signed commits and true merges: the only place where the ledger grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import PersonId
from hocba_build.trust.git.merge import conflicts
from hocba_build.trust.git.objects import CommitObject, Ident, Objects, Oid, format_commit, with_signature
from hocba_build.trust.git.trees import Put, Trees

OFFSET: Final = "+0700"
"""Vietnam's time; the judge compares seconds only."""
MAX_REASON: Final = 120


class Signer(Protocol):
    """Who signs: a person of the school with a key at hand."""

    @property
    def person(self) -> PersonId:
        """The person's id in the staff file."""

    @property
    def email(self) -> str:
        """The address the staff file gives, else ``<person>@truong.invalid``."""

    def sign(self, payload: bytes, at: int) -> bytes:
        """A detached armored signature made at a moment (seconds since 1970)."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a commit says: a line for people, and trailers."""

    title: str
    trailers: tuple[tuple[str, str], ...] = ()

    def text(self) -> str:
        """The message with its trailers as the last paragraph."""
        rows = "".join(f"{key}: {value}\n" for key, value in self.trailers)
        return f"{self.title}\n\n{rows}" if rows else f"{self.title}\n"


class Writer:
    """Writes commits into one repository; ``objects`` reads what ``put`` wrote."""

    def __init__(self, objects: Objects, put: Put) -> None:
        """Take the way to read and the way to write."""
        self.trees = Trees(objects)
        self.put = put

    def tree_of(self, commit: Oid) -> Oid:
        """A commit's tree."""
        return self.trees.commit(commit).tree

    def found(self, tree: Oid, older: Oid | None, signer: Signer, at: int, title: str) -> Oid:
        """The founding commit: a root, or on top of older history that is not judged."""
        message = Message(title, (("Hocba-Action", "found"), self._digest(tree)))
        return self._signed(tree, () if older is None else (older,), message, signer, at)

    def propose(
        self, parent: Oid, changes: Mapping[str, bytes | None], message: Message, signer: Signer, at: int
    ) -> Oid:
        """One commit of a branch."""
        tree = self.trees.with_changes(self.tree_of(parent), changes, self.put)
        if tree == self.tree_of(parent):
            raise RefusedError("Không có gì thay đổi.", "Sửa hồ sơ trước, rồi làm lại.")
        return self._signed(tree, (parent,), message, signer, at)

    def note(self, parent: Oid, message: Message, signer: Signer, at: int) -> Oid:
        """A commit that changes nothing and says something of its parent; it is never merged."""
        return self._signed(self.tree_of(parent), (parent,), message, signer, at)

    def merge(self, main: Oid, branch: Oid, message: Message, signer: Signer, at: int) -> Oid:
        """The true merge of a branch: exactly the three-way merge, path by path.

        Raises:
            RefusedError: both sides changed one path since the branch's base.
        """
        tree = self.merged_tree(main, branch)
        signed = Message(message.title, (*message.trailers, self._digest(tree)))
        return self._signed(tree, (main, branch), signed, signer, at)

    def restore(
        self, where: tuple[Oid, Oid], changes: Mapping[str, bytes | None], message: Message, signer: Signer, at: int
    ) -> Oid:
        """A commit on a broken tip that holds a good entry's tree and the changes; ``where``: good entry, tip."""
        good, tip = where
        tree = self.trees.with_changes(self.tree_of(good), changes, self.put)
        return self._signed(tree, (tip,), message, signer, at)

    def merge_restored(self, main: Oid, branch: Oid, message: Message, signer: Signer, at: int) -> Oid:
        """The merge of a repair: exactly the repair's tree, whatever the broken main holds."""
        tree = self.tree_of(branch)
        signed = Message(message.title, (*message.trailers, self._digest(tree)))
        return self._signed(tree, (main, branch), signed, signer, at)

    def merged_tree(self, main: Oid, branch: Oid) -> Oid:
        """The tree of the three-way merge."""
        base, ours, theirs = (self.tree_of(commit) for commit in (self.base(main, branch), main, branch))
        if base == ours:
            return theirs
        wanted = self.trees.diff(base, theirs)
        if both := conflicts(self.trees.diff(base, ours), wanted):
            more = f" (và {len(both) - 1} tệp nữa)" if len(both) > 1 else ""
            raise RefusedError(
                f"Tệp này vừa được một đề xuất khác sửa: {both[0]}{more}.",
                "Tác giả làm lại đề xuất trên bản mới: hocba propose.",
            )
        changes = {change.path: None if change.new is None else self.trees.content(change.new) for change in wanted}
        return self.trees.with_changes(ours, changes, self.put)

    def base(self, main: Oid, branch: Oid) -> Oid:
        """The entry on which a linear branch stands: the newest entry among its ancestors.

        Raises:
            RefusedError: the branch has nothing in common with the ledger.
        """
        line = {branch}
        commit = self.trees.commit(branch)
        while len(commit.parents) == 1:
            line.add(commit.parents[0])
            commit = self.trees.commit(commit.parents[0])
        entry = main
        while entry not in line:
            parents = self.trees.commit(entry).parents
            if not parents:
                raise RefusedError("Nhánh không đứng trên sổ của trường.", "Làm lại đề xuất: hocba propose.")
            entry = parents[0]
        return entry

    def branch_commits(self, main: Oid, branch: Oid) -> tuple[CommitObject, ...]:
        """The commits of a branch, oldest first."""
        base, found, at = self.base(main, branch), [], branch
        while at != base:
            found.append(self.trees.commit(at))
            at = found[-1].parents[0]
        return tuple(reversed(found))

    def _digest(self, tree: Oid) -> tuple[str, str]:
        return ("Tree-SHA256", self.trees.sha256(tree))

    def _signed(self, tree: Oid, parents: tuple[Oid, ...], message: Message, signer: Signer, at: int) -> Oid:
        who = Ident(signer.person, signer.email, at, OFFSET)
        payload = format_commit(tree, parents, who, who, message.text())
        return self.put("commit", with_signature(payload, signer.sign(payload, at)))


__all__ = ["MAX_REASON", "Message", "Signer", "Writer"]
