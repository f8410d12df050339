"""What a lock and an unlock consist of: the record, and the frozen results of each class."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.findings import Severity
from hocba_build.domain.people import Role
from hocba_build.domain.school import SchoolClass
from hocba_build.domain.values import ClassId, Conclusion, PersonId, StudentId, YearId
from hocba_build.records.codec import TABLES, decode
from hocba_build.records.layout import Kind, parse_path
from hocba_build.records.reader import read_records
from hocba_build.records.strict_yaml import parse
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.judge import Bench
from hocba_build.trust.state import LedgerState
from hocba_build.trust.year_end.frozen import Leaves, leaves_of
from hocba_build.trust.year_end.locks import (
    LOCKED,
    OPENED,
    SALT,
    Leaf,
    LockRecord,
    class_text,
    frozen_files,
    listing_digest,
    lock_files,
    merkle_root,
    read_class,
)
from hocba_build.trust.year_end.reach import reach_text
from hocba_build.workflows.check import check_source

_AWAITED: Final = {Conclusion.KIEM_TRA_LAI.value, Conclusion.REN_LUYEN_HE.value}
Salt = Callable[[], bytes]


def random_salt() -> bytes:
    """A salt nobody can guess."""
    return secrets.token_bytes(SALT)


@dataclass(frozen=True, slots=True)
class Decided:
    """The principal's decision: its number and day (ISO)."""

    number: str
    day: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What an unlock opens, why, and who stands in for whom."""

    scope: tuple[str, ...]
    reason: str
    editors: Mapping[PersonId, PersonId] = field(default_factory=dict)
    signers: Mapping[PersonId, PersonId] = field(default_factory=dict)
    pupils: tuple[StudentId, ...] = ()
    """Whose rows alone may change in these files; all where nobody is named."""


class LockMaker:
    """Makes the files of a lock or an unlock on top of the ledger's newest entry."""

    def __init__(self, bench: Bench, state: LedgerState, year: YearId) -> None:
        """Take the judged state."""
        self.trees, self.state, self.year = bench.trees, state, year
        self.tree = bench.trees.commit(state.tip).tree
        principals = bench.policies.at(self.tree).holding(Role.HIEU_TRUONG)
        if len(principals) != 1:
            raise RefusedError("Trường chưa có đúng một hiệu trưởng.", "Quản trị ghi lại vai trò: hocba staff.")
        self.principal = next(iter(principals))
        self.before = state.locks.get(year)

    @property
    def folder(self) -> str:
        """Where the act's files will lie."""
        return f"signatures/khoa-so/{self.year}/{self._number:04d}"

    @property
    def _number(self) -> int:
        return (self.before.acts if self.before else 0) + 1

    def lock(self, decided: Decided, *, summer: bool, salt: Salt = random_salt) -> dict[str, bytes]:
        """The files of a lock; ``summer`` closes the summer's files too (they close anyway when nobody awaits it).

        Raises:
            RefusedError: the year is locked, unknown, or its records have faults.
        """
        if self.before and self.before.scope is None and (self.before.summer_closed or not summer):
            raise RefusedError(f"Năm học {self.year} đang khoá.", "Khoá phần hè: --he; sửa: hocba unlock.")
        leaves = self._leaves()
        closing = summer or not _awaits_summer(leaves)
        version = (self.before.version if self.before else 0) + 1
        held = self._salted(leaves, salt)
        texts = {class_id: class_text(self.year, class_id, version, rows) for class_id, rows in held.items()}
        blobs = frozen_files(self.trees, self.tree, self.year, summer_closed=closing)
        record = LockRecord(
            self.year,
            self._number,
            LOCKED,
            self.state.founding,
            self.state.index,
            decided.number,
            decided.day,
            self.principal,
            version=version,
            summer_closed=closing,
            rules=1,
            listing=listing_digest(self.trees, blobs),
            merkle=merkle_root(held),
            pupils=sum(map(len, held.values())),
            classes={class_id: _sha256(text) for class_id, text in texts.items()},
        )
        return {
            f"{self.folder}/khoa.yaml": record.text(),
            **{f"{self.folder}/{class_id}.yaml": text for class_id, text in texts.items()},
        }

    def unlock(self, decided: Decided, opening: Opening) -> dict[str, bytes]:
        """The file of an unlock.

        Raises:
            RefusedError: the year is not locked, or the scope names a file that is not there.
        """
        if self.before is None or self.before.scope is not None:
            raise RefusedError(f"Năm học {self.year} chưa khoá, hoặc đang mở.", "Xem hocba board.")
        for path in opening.scope:
            place = parse_path(path)
            if place is None or not path.startswith(f"records/{self.year}/"):
                raise RefusedError(f"{path} không phải tệp của năm học {self.year}.", f"Ghi đủ: records/{self.year}/…")
            if place.class_id and self._there(f"records/{self.year}/{place.class_id}/lop.yaml") is None:
                raise RefusedError(f"Năm học {self.year} không có lớp {place.class_id}.", "Xem hocba board.")
        reach = self._reach(opening)
        texts = {class_id: reach_text(self.year, class_id, pupils) for class_id, pupils in reach.items()}
        record = LockRecord(
            self.year,
            self._number,
            OPENED,
            self.state.founding,
            self.state.index,
            decided.number,
            decided.day,
            self.principal,
            reason=opening.reason,
            scope=tuple(sorted(opening.scope)),
            editors=opening.editors,
            signers=opening.signers,
            classes={class_id: _sha256(text) for class_id, text in texts.items()},
        )
        named = {f"{self.folder}/{class_id}.yaml": text for class_id, text in texts.items()}
        return {f"{self.folder}/khoa.yaml": record.text(), **named}

    def _reach(self, opening: Opening) -> dict[ClassId, list[StudentId]]:
        """The named pupils by class: every file must have rows of theirs, every class and every pupil their part.

        Raises:
            RefusedError: a file is nobody's row by row, or a pupil is in none of its classes.
        """
        places = [place for path in opening.scope if (place := parse_path(path)) is not None]
        if not opening.pupils:
            return {}
        for place in places:
            if place.class_id is None or (place.kind not in TABLES and place.kind is not Kind.CHUYEN_DEN):
                raise RefusedError(
                    f"{place.path} không chia theo học sinh.",
                    "Bỏ tệp ấy khỏi phạm vi, hoặc mở cả tệp: không nêu học sinh.",
                )
        listed = {
            class_id: self._listed(class_id) for class_id in sorted({one.class_id for one in places if one.class_id})
        }
        reach = {class_id: sorted(pupils.intersection(opening.pupils)) for class_id, pupils in listed.items()}
        lost = set(opening.pupils).difference(*listed.values())
        idle = [class_id for class_id, pupils in reach.items() if not pupils]
        if lost or idle:
            what = ", ".join([*sorted(lost), *(f"lớp {class_id}" for class_id in idle)])
            raise RefusedError(f"Học sinh và tệp được sửa không khớp nhau: {what}.", "Nêu tệp của đúng lớp các em học.")
        return reach

    def _listed(self, class_id: ClassId) -> set[StudentId]:
        """Whoever is or was in a class."""
        blob = self._there(f"records/{self.year}/{class_id}/lop.yaml")
        found: SchoolClass = decode(Kind.LOP, parse(self.trees.content(blob) if blob else b""))
        return {one.student for one in found.enrolments}

    def _there(self, path: str) -> Oid | None:
        return self.trees.entry(self.tree, path)

    def _leaves(self) -> Leaves:
        source = TreeSource(self.trees, self.tree)
        wrong = [f for f in check_source(source).findings if f.severity is Severity.ERROR and self.year in f.path]
        if wrong:
            where = f"{wrong[0].path}: {wrong[0].code} {wrong[0].message}"
            raise RefusedError(f"Hồ sơ năm học {self.year} còn {len(wrong)} lỗi: {where}", "Xem hocba check.")
        records = read_records(source).records
        if records is None or self.year not in records.years:
            raise RefusedError(f"Không có năm học {self.year} trong sổ.", "Xem hocba board.")
        return leaves_of(records, self.year)

    def _salted(self, leaves: Leaves, salt: Salt) -> dict[ClassId, dict[StudentId, Leaf]]:
        """An untouched leaf keeps the salt of the version before, so that its hash stays what it was."""
        old = self._before()
        return {
            class_id: {
                pupil: old[pupil] if pupil in old and old[pupil][1] == leaf else (salt(), leaf)
                for pupil, leaf in rows.items()
            }
            for class_id, rows in leaves.items()
        }

    def _before(self) -> dict[StudentId, Leaf]:
        """The leaves of the newest lock of the year."""
        found: dict[StudentId, Leaf] = {}
        for _, blob in lock_files(self.trees, self.tree, self.year):
            found |= read_class(self.trees.content(blob))
        return found


def _awaits_summer(leaves: Leaves) -> bool:
    return any(leaf["ca_nam"].get("ket_luan") in _AWAITED for rows in leaves.values() for leaf in rows.values())


def _sha256(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


__all__ = ["Decided", "LockMaker", "Opening", "random_salt"]
