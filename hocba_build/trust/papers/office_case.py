"""One paper of the office under judgement, with what it is held against."""

from __future__ import annotations

from dataclasses import dataclass, field

from hocba_build.domain.people import Role
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import PersonId, YearId
from hocba_build.records.reader import read_records
from hocba_build.trust.facts import Entry
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.git.trees import Change, Trees
from hocba_build.trust.kinds import SignaturePath
from hocba_build.trust.openpgp import SignatureFault
from hocba_build.trust.policy import Policies, Policy
from hocba_build.trust.special import author_of, check_signed_by
from hocba_build.trust.state import LedgerState


class OfficeFault(Exception):  # noqa: N818 - a fault of the history, in the words of the rest
    """Why a paper may not stand; ``path`` where it is another file's fault."""

    def __init__(self, code: str, message: str, path: str = "") -> None:
        """Keep the fields in ``args``."""
        super().__init__(code, message, path)
        self.code = code
        self.message = message
        self.path = path


@dataclass(slots=True)
class Case:
    """A paper, its entry, and the people of the first parent."""

    trees: Trees
    policies: Policies
    state: LedgerState
    entry: Entry
    place: SignaturePath
    change: Change
    keys: set[str] = field(default_factory=set)
    """Fingerprints of the keys whose detached signatures the paper stands on."""

    @property
    def raw(self) -> bytes:
        """The paper."""
        return self.trees.content(self.change.new) if self.change.new else b""

    @property
    def policy(self) -> Policy:
        """Who is who."""
        return self.policies.at(self.entry.before.tree)

    @property
    def base(self) -> Oid:
        """The tree that the paper was made on."""
        return self.entry.base.tree

    @property
    def index(self) -> int:
        """The entry that the paper was made on."""
        return self.state.entries[self.entry.base.oid]

    @property
    def author(self) -> PersonId:
        """Who wrote the paper."""
        return author_of(self.trees, self.entry, self.change.path)

    def records(self, year: YearId) -> SchoolRecords | None:
        """The records of one year as the paper's maker saw them."""
        return read_records(TreeSource(self.trees, self.base, year)).records

    def content(self, path: str) -> bytes:
        """A file beside the paper; empty where there is none."""
        blob = self.trees.entry(self.entry.tip.tree, path)
        return self.trees.content(blob) if blob is not None else b""

    def numbered(self, folder: str, ending: str) -> int:
        """The number that the next paper of a folder has."""
        names = self.trees.names(self.entry.before.tree, folder)
        return 1 + sum(1 for name in names if name.endswith(ending) and name.removesuffix(ending).isdigit())

    def require_role(self, person: PersonId, role: Role, code: str) -> None:
        """Refuse a paper in the name of somebody who does not hold the office.

        Raises:
            OfficeFault: with the code.
        """
        if person not in self.policy.holding(role):
            raise OfficeFault(code, f"{person} không giữ vai trò {role.value}")

    def signed(self, person: PersonId, path: str, code: str) -> str:
        """Check the person's signature over the paper; the fingerprint of the key.

        Raises:
            OfficeFault: with the code, at the signature.
        """
        try:
            made = check_signed_by(self.policy, person, self.raw, self.content(path))
        except SignatureFault as fault:
            raise OfficeFault(code, f"chữ kí của {person} không đúng: {fault.message}", path) from fault
        self.keys.add(made.fingerprint)
        return made.fingerprint


__all__ = ["Case", "OfficeFault"]
