"""What one file shows by itself, and what may never be taken back: lists grow, papers are written once (step 11)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from functools import lru_cache
from typing import Any, Final

from hocba_build.domain.people import KeyStatus
from hocba_build.records.faults import Fault, FaultyError
from hocba_build.records.inspect import inspect
from hocba_build.records.layout import STAFF_PATH, Kind, RecordPath, parse_path, path_for
from hocba_build.records.plainly_sound import plainly_sound
from hocba_build.records.strict_yaml import parse
from hocba_build.trust.facts import BranchCommit
from hocba_build.trust.git.objects import ObjectFault, Oid
from hocba_build.trust.git.trees import Change, Trees
from hocba_build.trust.kinds import Paper, SignaturePath, place_of
from hocba_build.trust.openpgp import SignatureFault, extends, read_certificate
from hocba_build.trust.verdict import refuse

GROWING: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.HOC_SINH: ("nhan_than", "ma_bo", "dang_bo", "su_kien"),
    Kind.HO_SO: ("ho_so",),
    Kind.TRUONG: ("ten", "dia_chi", "cap"),
}
"""Lists to which entries are added, never changed or removed."""
CHANGING: Final = frozenset({Paper.STAFF, Paper.CERTIFICATE, Paper.KEY_BINDING})


class Contents:
    """Checks files; the same file at the same place is checked once."""

    def __init__(self, trees: Trees) -> None:
        """Take the way to read."""
        self._trees = trees
        self._inspected = lru_cache(20_000)(self._inspect)

    def check(self, branch: Iterable[BranchCommit]) -> None:
        """Check what each commit of a branch wrote.

        Raises:
            Refused: the file's own code (HB1xx), or HB316, HB341 to HB347.
        """
        for one in branch:
            written = {change.path for change in one.changes if change.new is not None}
            for change in one.changes:
                try:
                    self._check(change, one.commit.oid, written)
                except ObjectFault as fault:  # Too large, missing: the object does not know where it lies.
                    raise refuse(fault.code, fault.message, one.commit.oid, fault.path or change.path) from fault

    def _check(self, change: Change, commit: Oid, written: Set[str]) -> None:
        place = place_of(change.path)
        if isinstance(place, RecordPath):
            self._record(place, change, commit, written)
        elif isinstance(place, SignaturePath):
            self._paper(place, change, commit)

    def _record(self, place: RecordPath, change: Change, commit: Oid, written: Set[str]) -> None:
        if change.new is None and place.kind in (Kind.HO_SO, Kind.HO_SO_KIN):
            _keeps_page(place, commit, written)
            return
        if change.new is not None:
            fault = self._inspected(place, change.new)
            if fault is not None:
                raise refuse(fault[0], fault[1], commit, change.path, fault[2])
        for key in GROWING.get(place.kind, ()) if change.old is not None else ():
            self._grows(key, change, commit)

    def _inspect(self, place: RecordPath, blob: Oid) -> tuple[str, str, str | None] | None:
        raw = self._trees.content(blob)
        found = () if plainly_sound(place, raw) else inspect(place, raw).findings
        return (found[0].code, found[0].message, found[0].pointer) if found else None

    def _grows(self, key: str, change: Change, commit: Oid) -> None:
        before = self._list(key, change.old)
        after = self._list(key, change.new)
        if after[: len(before)] != before:
            message = f"danh sách «{key}» chỉ được thêm, không được sửa hay xoá mục cũ"
            raise refuse("HB343", message, commit, change.path, f"/{key}")

    def _list(self, key: str, blob: Oid | None) -> list[Any]:
        return _list_of(key, self._trees.content(blob) if blob is not None else None)

    def _paper(self, place: SignaturePath, change: Change, commit: Oid) -> None:
        if change.new is None or (change.old is not None and place.paper not in CHANGING):
            raise refuse("HB342", "tệp này chỉ ghi một lần, không sửa và không xoá", commit, change.path)
        check = _CHECKS.get(place.paper)
        if check is not None:
            check(self._trees, place, change, commit)


def _list_of(key: str, raw: bytes | None) -> list[Any]:
    document = parse(raw) if raw is not None else {}
    found = document.get(key) if isinstance(document, dict) else None
    return found if isinstance(found, list) else []


def cancels(trees: Trees, place: RecordPath, change: Change) -> bool:
    """Whether a change of a pupil's dated entries cancels an earlier one; what cannot be read is refused elsewhere."""
    lists = () if place.kind is Kind.TRUONG else GROWING.get(place.kind, ())
    if not lists or change.old is None or change.new is None:
        return False
    try:
        old, new = trees.content(change.old), trees.content(change.new)
        return any(
            isinstance(entry, dict) and "huy" in entry
            for key in lists
            for entry in _list_of(key, new)[len(_list_of(key, old)) :]
        )
    except (FaultyError, ObjectFault):
        return False


def _keeps_page(place: RecordPath, commit: Oid, written: Set[str]) -> None:
    """A life page goes only where the same commit writes its other form: it is sealed, or opened again."""
    other = Kind.HO_SO if place.kind is Kind.HO_SO_KIN else Kind.HO_SO_KIN
    if path_for(other, student=place.student) not in written:
        raise refuse("HB343", "trang lí lịch không được xoá, chỉ được mã hoá hoặc mở mã", commit, place.path)


def _certificate(trees: Trees, place: SignaturePath, change: Change, commit: Oid) -> None:
    """A certificate is the one its name says, and keeps what it held."""
    if change.new is None:
        return
    try:
        certificate = read_certificate(trees.content(change.new))
        grown = change.old is None or extends(trees.content(change.old), trees.content(change.new))
    except SignatureFault as fault:
        raise refuse(fault.code, fault.message, commit, change.path) from fault
    if certificate.fingerprint != place.fingerprint:
        raise refuse("HB316", "chứng thư không phải của vân tay trong tên tệp", commit, change.path)
    if not grown:
        raise refuse("HB341", "chứng thư chỉ được thêm, không được bớt (gia hạn thì gộp)", commit, change.path)


def _staff(trees: Trees, _place: SignaturePath, change: Change, commit: Oid) -> None:
    """The staff file is canonical; persons, roles and keys never vanish; the number of the rules never goes back."""
    place = parse_path(STAFF_PATH)
    if place is None or change.new is None:
        return
    found = inspect(place, trees.content(change.new)).findings
    if found:
        raise refuse(found[0].code, found[0].message, commit, change.path, found[0].pointer)
    if change.old is None:
        return
    before: Any = parse(trees.content(change.old))
    after: Any = parse(trees.content(change.new))
    if after["luat"] < before["luat"]:
        raise refuse("HB347", "số của bộ luật không được lùi", commit, change.path, "/luat")
    rows = {row["ma"]: row for row in after["can_bo"]}
    for old in before["can_bo"]:
        _keeps(old, rows.get(old["ma"]), commit)


def _keeps(old: Mapping[str, Any], new: Mapping[str, Any] | None, commit: Oid) -> None:
    """A person stays; each role and key stays in its place, and only ends."""
    if new is None:
        raise refuse("HB343", f"không được xoá cán bộ {old['ma']}: ghi ngày thôi giữ vai trò", commit, STAFF_PATH)
    for key, name in (("vai_tro", "vai_tro"), ("khoa", "van_tay")):
        before, after = old.get(key, []), new.get(key, [])
        if [one[name] for one in after[: len(before)]] != [one[name] for one in before]:
            message = f"«{key}» của {old['ma']} chỉ được thêm hoặc ghi là đã thôi"
            raise refuse("HB343", message, commit, STAFF_PATH)
    for before, after in zip(old.get("vai_tro", []), new.get("vai_tro", []), strict=False):
        if "den_ngay" in before and "den_ngay" not in after:
            raise refuse("HB343", f"vai trò đã thôi của {old['ma']} phải giao lại bằng mục mới", commit, STAFF_PATH)
    for before, after in zip(old.get("khoa", []), new.get("khoa", []), strict=False):
        if _trusts_again(before, after):
            raise refuse("HB343", f"khoá đã thôi hoặc đã lộ của {old['ma']} không dùng lại được", commit, STAFF_PATH)


_FALLING: Final = tuple(status.value for status in (KeyStatus.DANG_DUNG, KeyStatus.NGHI, KeyStatus.LO))


def _trusts_again(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a key is believed more than it was: in use again, or in doubt only from a later entry on."""
    if _FALLING.index(after["trang_thai"]) < _FALLING.index(before["trang_thai"]):
        return True
    since = before.get("khong_tin_tu")
    return since is not None and (after.get("khong_tin_tu") is None or after["khong_tin_tu"] > since)


def _incident(trees: Trees, _place: SignaturePath, change: Change, commit: Oid) -> None:
    """An incident is canonical, is what its number says, and follows only an earlier one."""
    from hocba_build.records.incidents import read_incident  # Few entries bring one.

    found = read_incident(change.path, trees.content(change.new)) if change.new is not None else None
    if isinstance(found, Fault):
        raise refuse(found.code, found.message, commit, change.path, found.pointer)


Check = Callable[[Trees, SignaturePath, Change, Oid], None]
_CHECKS: Final[Mapping[Paper, Check]] = {
    Paper.CERTIFICATE: _certificate,
    Paper.STAFF: _staff,
    Paper.INCIDENT: _incident,
}
