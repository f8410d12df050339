"""Safe edits of the staff file: one fact at a time, everything else stays as it was written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.people import Role
from hocba_build.domain.values import PersonId
from hocba_build.records.canonical import write
from hocba_build.records.document import Json
from hocba_build.records.faults import FaultyError
from hocba_build.records.layout import STAFF_PATH, parse_path
from hocba_build.records.strict_yaml import parse
from hocba_build.records.text import name_fault

IN_USE: Final = "dang_dung"
RETIRED: Final = "nghi"
COMPROMISED: Final = "lo"
_PLACE: Final = parse_path(STAFF_PATH)

Row = dict[str, Any]


def empty_staff(rules: int) -> bytes:
    """A staff file without anybody."""
    return _write({"luat": rules, "can_bo": []})


def add_person(raw: bytes, person: PersonId, name: str, held: tuple[Role, date], email: str | None = None) -> bytes:
    """Add a person with a first role and the day from which it is held.

    Raises:
        RefusedError: the id is taken.
        HocbaError: the name is none.
    """
    if (fault := name_fault(name)) or not name:
        raise HocbaError(f"Họ tên không dùng được: {fault or 'để trống'}.", "Gõ lại họ và tên đầy đủ.")

    def edit(rows: list[Row]) -> None:
        if any(row["ma"] == person for row in rows):
            raise RefusedError(f"Đã có cán bộ {person}.", "Chọn mã khác, hoặc dùng hocba staff assign.")
        role = {"vai_tro": held[0].value, "tu_ngay": held[1].isoformat()}
        rows.append({"ma": person, "ho_ten": name, **({"email": email} if email else {}), "vai_tro": [role]})

    return _edited(raw, edit)


def give_role(raw: bytes, person: PersonId, role: Role, since: date) -> bytes:
    """Let a person hold a role from a day on."""

    def edit(row: Row) -> None:
        if any(held["vai_tro"] == role.value and "den_ngay" not in held for held in row["vai_tro"]):
            raise RefusedError(f"{person} đang giữ vai trò {role.value}.", "Không cần ghi lại.")
        row["vai_tro"].append({"vai_tro": role.value, "tu_ngay": since.isoformat()})

    return _edited_row(raw, person, edit)


def end_role(raw: bytes, person: PersonId, role: Role | None, until: date) -> bytes:
    """Write the last day of a role (``None``: of all roles the person still holds)."""

    def edit(row: Row) -> None:
        held = [one for one in row["vai_tro"] if "den_ngay" not in one and role in (None, Role(one["vai_tro"]))]
        if not held:
            raise RefusedError(f"{person} không giữ vai trò nào như thế.", "Xem signatures/can-bo.yaml.")
        for one in held:
            one["den_ngay"] = until.isoformat()

    return _edited_row(raw, person, edit)


def add_key(raw: bytes, person: PersonId, fingerprint: str) -> bytes:
    """Name a key as in use."""

    def edit(row: Row) -> None:
        keys = row.setdefault("khoa", [])
        if any(held["van_tay"] == fingerprint for held in keys):
            raise RefusedError("Khoá này đã được ghi cho người này.", "Gia hạn khoá cũ: hocba staff key renew.")
        keys.append({"van_tay": fingerprint, "trang_thai": IN_USE})

    return _edited_row(raw, person, edit)


def mark_key(raw: bytes, person: PersonId, fingerprint: str, status: str, from_entry: int | None = None) -> bytes:
    """Mark a key as retired, or as compromised from an entry on."""

    def edit(row: Row) -> None:
        for held in row.get("khoa", []):
            if held["van_tay"] == fingerprint:
                held["trang_thai"] = status
                if from_entry is not None:
                    held["khong_tin_tu"] = from_entry
                return
        raise RefusedError(f"{person} không có khoá {fingerprint}.", "Xem signatures/can-bo.yaml.")

    return _edited_row(raw, person, edit)


def _edited_row(raw: bytes, person: PersonId, edit: Callable[[Row], None]) -> bytes:
    def find(rows: list[Row]) -> None:
        row = next((row for row in rows if row["ma"] == person), None)
        if row is None:
            raise RefusedError(f"Không có cán bộ {person}.", "Thêm trước: hocba staff add.")
        edit(row)

    return _edited(raw, find)


def _edited(raw: bytes, edit: Callable[[list[Row]], None]) -> bytes:
    try:
        document: Any = parse(raw)
        edit(document["can_bo"])
    except (FaultyError, KeyError, TypeError) as error:
        raise HocbaError("Chưa đọc được danh sách cán bộ.", "Chạy hocba check để biết tệp sai chỗ nào.") from error
    return _write(document)


def _write(document: Json) -> bytes:
    if _PLACE is None:
        raise AssertionError(STAFF_PATH)
    return write(_PLACE, document)
