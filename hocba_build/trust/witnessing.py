"""Witnesses: an authority outside of the school says that an entry existed at a moment (steps 12 and 15)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from hocba_build.records.canonical import body
from hocba_build.records.order import KeyOrder
from hocba_build.records.strict_yaml import parse
from hocba_build.trust.facts import Entry
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.policy import Policies
from hocba_build.trust.special import Special, papers
from hocba_build.trust.state import LedgerState, Witness
from hocba_build.trust.verdict import refuse

FOLDER: Final = "signatures/moc-thoi-gian"
AUTHORITIES: Final = "signatures/goc"
_NAME: Final = re.compile(r"[a-z0-9-]{1,32}")
_KEYS: Final = KeyOrder([("", {"properties": {"so": {}, "commit": {}, "noi": {}}})])


@dataclass(frozen=True, slots=True)
class WitnessPaper:
    """``moc-thoi-gian/<nnnn>.yaml``: which commit the token beside it is over, and by which authority."""

    number: int
    commit: Oid
    authority: str

    @property
    def path(self) -> str:
        """Where the paper lies; the token lies beside it."""
        return f"{FOLDER}/{self.number:04d}.yaml"

    @property
    def stamp_path(self) -> str:
        """Where the token lies."""
        return f"{FOLDER}/{self.number:04d}.tsr"

    def text(self) -> bytes:
        """The paper."""
        return body({"so": self.number, "commit": self.commit, "noi": self.authority}, _KEYS).encode()


def read_paper(raw: bytes) -> WitnessPaper | None:
    """The paper; only its canonical text is one."""
    try:
        said: Any = parse(raw)
        paper = WitnessPaper(said["so"], Oid(said["commit"]), said["noi"])
        return paper if paper.text() == raw and _NAME.fullmatch(paper.authority) else None
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is none
        return None


def next_number(trees: Trees, tree: Oid) -> int:
    """The number of the next witness."""
    return 1 + sum(path.endswith(".yaml") for path, _ in trees.files(tree, FOLDER))


def chain_path(authority: str) -> str:
    """Where an authority's chain of certificates lies."""
    return f"{AUTHORITIES}/tsa.{authority}.pem"


class Witnessing(Special):
    """A token over the raw bytes of the entry on which its branch stands, by an authority of the first parent."""

    def __init__(self) -> None:
        """Nothing is witnessed yet."""
        super().__init__()
        self._seen: Witness | None = None

    def check(self, trees: Trees, policies: Policies, state: LedgerState, entry: Entry) -> None:
        """Check the paper and the token that the branch brings."""
        del policies
        number = next_number(trees, entry.before.tree)
        expected = WitnessPaper(number, entry.base.oid, "")
        brought = {change.path: change.new for _, change in papers(trees, entry) if change.new is not None}
        if set(brought) != {expected.path, expected.stamp_path}:
            odd = min(set(brought) ^ {expected.path, expected.stamp_path})
            raise refuse(
                "HB373", f"mốc thời gian số {number} gồm đúng một tệp .yaml và một tệp .tsr", entry.tip.oid, odd
            )
        paper = read_paper(trees.content(brought[expected.path]))
        if paper is None or (paper.number, paper.commit) != (number, entry.base.oid):
            message = f"bản mốc thời gian phải ghi số {number} và đúng mục mà nhánh đứng trên"
            raise refuse("HB373", message, entry.tip.oid, expected.path)
        self._stamp(trees, state, entry, paper, trees.content(brought[expected.stamp_path]))

    def _stamp(self, trees: Trees, state: LedgerState, entry: Entry, paper: WitnessPaper, raw: bytes) -> None:
        # Few entries are witnesses: only they need the library.
        from hocba_build.trust.tsa import StampFaultError, check_stamp, read_authority

        at = (entry.tip.oid, paper.stamp_path)
        chain = trees.entry(entry.before.tree, chain_path(paper.authority))
        if chain is None:
            raise refuse("HB373", f"trường chưa tin nơi cấp «{paper.authority}»: {chain_path(paper.authority)}", *at)
        try:
            stamp = check_stamp(raw, trees.raw_commit(paper.commit), read_authority(trees.content(chain)))
        except StampFaultError as fault:
            raise refuse("HB373", str(fault), *at) from fault
        if any((one.authority, one.serial) == (paper.authority, str(stamp.serial)) for one in state.witnesses):
            raise refuse("HB373", "mốc thời gian này đã được dùng ở một mục trước", *at)
        base = state.entries[entry.base.oid]
        self._seen = Witness(entry.index, base, stamp.seconds, paper.authority, str(stamp.serial))

    def settle(self, state: LedgerState) -> None:
        """Remember what was witnessed."""
        if self._seen is not None:
            state.witnesses.append(self._seen)


__all__ = ["FOLDER", "WitnessPaper", "Witnessing", "chain_path", "next_number", "read_paper"]
