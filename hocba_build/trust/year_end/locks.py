"""Locks: which files a locked year holds, the record of a lock or an unlock, and whether it may stand.

Nguồn: quy chế của trường, Điều 4 khoản 5, Điều 12 khoản 2, Điều 13 khoản 1 (hiệu trưởng quyết định khoá, mở sổ).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from hocba_build.domain.values import ClassId, PersonId, StudentId, YearId
from hocba_build.records.canonical import body
from hocba_build.records.document import Json
from hocba_build.records.layout import Kind, RecordPath, parse_path
from hocba_build.records.order import KeyOrder
from hocba_build.records.strict_yaml import parse
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.state import LedgerState
from hocba_build.trust.year_end.leaves import leaf_hash, root_of

LOCKED, OPENED = "khoa", "mo"
SUMMER: Final = frozenset({Kind.DANH_GIA_LAI, Kind.REN_LUYEN_HE, Kind.HOAN_THANH, Kind.PHAN_CONG})
"""What a June lock leaves open until ``lock --he``."""
NOT_IN_YEAR: Final = frozenset({Kind.NAM_CU})


def _keys(*names: str, **below: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"properties": {name: below.get(name, {}) for name in names}}


_ORDER: Final = (
    "nam_hoc so viec ban he lap_so muc_so luat so_quyet_dinh ngay nguoi ly_do pham_vi nguoi_sua nguoi_ki "
    "danh_muc_sha256 goc_merkle so_hoc_sinh lop"
).split()
_KEYS: Final = KeyOrder([("", _keys(*_ORDER))])
_CLASS_KEYS: Final = KeyOrder([("", _keys("nam_hoc", "lop", "ban", "hoc_sinh"))])


@dataclass(frozen=True, slots=True)
class LockRecord:
    """``khoa.yaml``: one act of locking or unlocking a year."""

    year: YearId
    number: int
    act: str
    founding: Oid
    index: int
    decision: str
    day: str
    person: PersonId
    version: int | None = None
    summer_closed: bool | None = None
    rules: int | None = None
    listing: str | None = None
    merkle: str | None = None
    pupils: int | None = None
    classes: Mapping[ClassId, str] = field(default_factory=dict)
    reason: str | None = None
    scope: tuple[str, ...] = ()
    editors: Mapping[PersonId, PersonId] = field(default_factory=dict)
    signers: Mapping[PersonId, PersonId] = field(default_factory=dict)

    def text(self) -> bytes:
        """The canonical text, which the principal signs."""
        said: dict[str, Json | None] = {
            "nam_hoc": self.year,
            "so": self.number,
            "viec": self.act,
            "ban": self.version,
            "he": self.summer_closed,
            "lap_so": self.founding,
            "muc_so": self.index,
            "luat": self.rules,
            "so_quyet_dinh": self.decision,
            "ngay": self.day,
            "nguoi": self.person,
            "ly_do": self.reason,
            "pham_vi": list(self.scope) or None,
            "nguoi_sua": {str(old): str(new) for old, new in self.editors.items()} or None,
            "nguoi_ki": {str(old): str(new) for old, new in self.signers.items()} or None,
            "danh_muc_sha256": self.listing,
            "goc_merkle": self.merkle,
            "so_hoc_sinh": self.pupils,
            "lop": {str(name): digest for name, digest in self.classes.items()} or None,
        }
        return body({key: value for key, value in said.items() if value is not None}, _KEYS).encode()


class LockFaultError(ValueError):
    """Why a record may not stand."""


def read_lock(raw: bytes) -> LockRecord:
    """A record; only its canonical text is one.

    Raises:
        LockFaultError: with the reason.
    """
    try:
        said: Any = parse(raw)
        record = LockRecord(
            year=YearId(said["nam_hoc"]),
            number=said["so"],
            act=said["viec"],
            founding=Oid(said["lap_so"]),
            index=said["muc_so"],
            decision=said["so_quyet_dinh"],
            day=said["ngay"],
            person=PersonId(said["nguoi"]),
            version=said.get("ban"),
            summer_closed=said.get("he"),
            rules=said.get("luat"),
            listing=said.get("danh_muc_sha256"),
            merkle=said.get("goc_merkle"),
            pupils=said.get("so_hoc_sinh"),
            classes={ClassId(name): str(digest) for name, digest in said.get("lop", {}).items()},
            reason=said.get("ly_do"),
            scope=tuple(said.get("pham_vi", ())),
            editors={PersonId(old): PersonId(new) for old, new in said.get("nguoi_sua", {}).items()},
            signers={PersonId(old): PersonId(new) for old, new in said.get("nguoi_ki", {}).items()},
        )
        if record.act not in (LOCKED, OPENED) or record.text() != raw:
            raise LockFaultError("bản ghi khoá, mở sổ không đúng dạng chuẩn")
    except LockFaultError:
        raise
    except Exception as error:  # whatever else is wrong with it, it is no record
        raise LockFaultError("bản ghi khoá, mở sổ không đọc được") from error
    return record


Leaf = tuple[bytes, Mapping[str, Any]]
"""A salt of 16 bytes, and everything that the year's pages print of one pupil."""


@dataclass(frozen=True, slots=True)
class LockedLeaf:
    """What one lock froze of a pupil."""

    record: LockRecord
    salt: bytes
    leaf: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """The salted hash that names this version of these results."""
        return leaf_hash(self.salt, self.leaf).hex()


def class_text(year: YearId, class_id: ClassId, version: int, leaves: Mapping[StudentId, Leaf]) -> bytes:
    """``<class>.yaml`` of a lock."""
    rows: dict[str, Json] = {
        pupil: {"la": dict(leaf), "muoi": salt.hex()} for pupil, (salt, leaf) in sorted(leaves.items())
    }
    return body({"nam_hoc": year, "lop": class_id, "ban": version, "hoc_sinh": rows}, _CLASS_KEYS).encode()


def read_class(raw: bytes) -> dict[StudentId, Leaf]:
    """The leaves of a class.

    Raises:
        LockFaultError: it is no such file, or not its canonical text.
    """
    try:
        said: Any = parse(raw)
        leaves = {StudentId(pupil): (bytes.fromhex(row["muoi"]), row["la"]) for pupil, row in said["hoc_sinh"].items()}
        text = class_text(YearId(said["nam_hoc"]), ClassId(said["lop"]), said["ban"], leaves)
    except Exception as error:  # whatever is wrong with it, it is no class file
        raise LockFaultError("kết quả chốt của lớp không đọc được") from error
    if text != raw or any(len(salt) != SALT for salt, _ in leaves.values()):
        raise LockFaultError("kết quả chốt của lớp không đúng dạng chuẩn")
    return leaves


SALT: Final = 16
"""Bytes of salt a leaf: an unsalted digest of one pupil's results could be guessed."""


def merkle_root(classes: Mapping[ClassId, Mapping[StudentId, Leaf]]) -> str:
    """The root over all pupils, by class and then by pupil."""
    hashes = [
        leaf_hash(*classes[class_id][pupil]) for class_id in sorted(classes) for pupil in sorted(classes[class_id])
    ]
    return root_of(hashes).hex()


def leaves_before(trees: Trees, tree: Oid, year: YearId, class_id: ClassId) -> dict[StudentId, Leaf]:
    """A class's leaves in the newest lock of the year that a tree holds; none where there is no lock yet."""
    paths = [path for path, _ in lock_files(trees, tree, year) if path.endswith(f"/{class_id}.yaml")]
    blob = trees.entry(tree, max(paths)) if paths else None
    return {} if blob is None else read_class(trees.content(blob))


def lock_files(trees: Trees, tree: Oid, year: YearId) -> Iterator[tuple[str, Oid]]:
    """Every class's file of every lock of a year, oldest first; those of an unlock name pupils and hold no results."""
    folder = f"signatures/khoa-so/{year}"
    for act in sorted(trees.names(tree, folder)):
        files = dict(trees.files(tree, f"{folder}/{act}"))
        head = files.pop(f"{folder}/{act}/khoa.yaml", None)
        if head is not None and read_lock(trees.content(head)).act == LOCKED:
            yield from ((path, blob) for path, blob in files.items() if path.endswith(".yaml"))


def frozen_files(trees: Trees, tree: Oid, year: YearId, *, summer_closed: bool) -> Sequence[tuple[str, Oid]]:
    """The files that a lock holds."""
    found = []
    for path, blob in trees.files(tree, f"records/{year}"):
        place = parse_path(path)
        if summer_closed or place is None or place.kind not in SUMMER:
            found.append((path, blob))
    return found


def listing_text(trees: Trees, files: Sequence[tuple[str, Oid]]) -> bytes:
    """The list that ``sha256sum`` prints of the files, sorted by path."""
    return "".join(f"{trees.sha256_blob(blob)}  {path}\n" for path, blob in sorted(files)).encode()


def listing_digest(trees: Trees, files: Sequence[tuple[str, Oid]]) -> str:
    """SHA-256 of that list."""
    return hashlib.sha256(listing_text(trees, files)).hexdigest()


def frozen_path(state: LedgerState, place: RecordPath) -> str | None:
    """Why a file may not change now; ``None`` when it may (step 13)."""
    lock = state.locks.get(place.year) if place.year is not None else None
    if lock is None or place.kind in NOT_IN_YEAR:
        return None
    if lock.scope is not None:
        return None if place.path in lock.scope else f"năm học {place.year} đã khoá; lần mở sổ này không gồm tệp ấy"
    if not lock.summer_closed and place.kind in SUMMER:
        return None
    return f"năm học {place.year} đã khoá: cần quyết định mở sổ của hiệu trưởng"
