"""The founding act and the sheet that pins it: the one thing that is believed rather than proven (step 2)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hocba_build.domain.errors import Exit, HocbaError
from hocba_build.domain.people import Role
from hocba_build.domain.values import PersonId
from hocba_build.records.faults import FaultyError
from hocba_build.records.strict_yaml import parse
from hocba_build.trust.facts import signer_of
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.policy import Policies, Root, read_root
from hocba_build.trust.verdict import refuse


@dataclass(frozen=True, slots=True)
class Sheet:
    """The founding sheet (``goc-tin-cay.yaml``): the school, its founding commit, the root persons' keys."""

    school: str
    founding: Oid
    digest: str
    threshold: int
    keys: Mapping[PersonId, str]
    number: int = 1
    """Of the root sheet whose persons these are: a sheet printed after a change of the root has a later one."""

    @property
    def seal(self) -> str:
        """SHA-256 of all that the sheet pins: what was verified against one sheet is not taken for another."""
        pinned = [
            self.founding,
            self.digest,
            str(self.number),
            str(self.threshold),
            *(f"{p} {k}" for p, k in sorted(self.keys.items())),
        ]
        return hashlib.sha256("\n".join(pinned).encode()).hexdigest()


class SheetError(HocbaError):
    """What was given is no founding sheet: nothing can be decided with it."""

    exit = Exit.UNDECIDED


def read_sheet(raw: bytes) -> Sheet:
    """The sheet from its file.

    Raises:
        SheetError: it is none.
    """
    try:
        document: Any = parse(raw)
        keys = {PersonId(str(row["ma"])): str(row["van_tay"]) for row in document["nguoi"]}
        founding, digest = str(document["lap_so"]), str(document["cay_sha256"])
        return Sheet(
            str(document["truong"]), Oid(founding), digest, int(document["nguong"]), keys, int(document.get("so", 1))
        )
    except (FaultyError, KeyError, TypeError, ValueError) as error:
        raise SheetError("Tệp này không phải tờ gốc của trường.", "Dùng goc-tin-cay.yaml lập khi mở sổ.") from error


def check_founding(trees: Trees, policies: Policies, oid: Oid, sheet: Sheet | None) -> None:
    """Entry 0: signed by its principal, its digest right, its root the sheet's.

    Raises:
        Refused: HB345.
    """
    commit = trees.commit(oid)
    policy = policies.at(commit.tree)
    person, _ = signer_of(commit, policy)
    if person not in policy.holding(Role.HIEU_TRUONG):
        raise refuse("HB345", "lần lập sổ không do hiệu trưởng kí", oid)
    digest = trees.sha256(commit.tree)
    if commit.trailer("Tree-SHA256") != digest:
        raise refuse("HB324", "dấu SHA-256 của lần lập sổ không đúng", oid)
    if sheet is None:
        return
    if digest != sheet.digest or (sheet.number == 1 and not names_root(sheet, policy.root)):
        raise refuse("HB345", "lần lập sổ không khớp với tờ gốc", oid)


def names_root(sheet: Sheet, root: Root) -> bool:
    """Whether a sheet names exactly these root persons, keys and threshold."""
    return dict(root.keys) == dict(sheet.keys) and root.threshold == sheet.threshold


def check_later_sheet(trees: Trees, sheet: Sheet, tip: Oid) -> None:
    """A sheet printed after a change of the root: the ledger has come as far, and the change names the same persons.

    Raises:
        Refused: HB388, the ledger ends before that change; HB345, it names others.
    """
    path = f"signatures/goc/{sheet.number:04d}.yaml"
    blob = trees.entry(trees.commit(tip).tree, path)
    if blob is None:
        raise refuse("HB388", f"sổ này chưa có tờ gốc số {sheet.number}: kho bị giữ ở một bản cũ", tip, path)
    if not names_root(sheet, read_root(trees.content(blob), path)):
        raise refuse("HB345", "tờ gốc khác với lần đổi gốc ghi trong sổ", tip, path)
