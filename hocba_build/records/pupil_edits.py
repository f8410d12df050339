"""Safe edits of a pupil's own file and life page: entries are added with their date, never changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.people import Event, EventKind, Family, Identity, Student
from hocba_build.domain.values import SchoolLevel, StudentId
from hocba_build.records.codec.common import compact, in_force, iso
from hocba_build.records.codec.people import (
    decode_event,
    decode_identity,
    encode_event,
    encode_family,
    encode_identity,
    encode_page,
    encode_student,
)
from hocba_build.records.edits import Document, edited, written
from hocba_build.records.layout import Kind, path_for
from hocba_build.records.strict_yaml import parse


def student_path(student: StudentId) -> str:
    """The pupil's own file."""
    return path_for(Kind.HOC_SINH, student=student)


def new_student(student: Student) -> bytes:
    """The file of a pupil who has none."""
    return written(student_path(student.id), encode_student(student))


def add_identity(raw: bytes, student: StudentId, identity: Identity, cancels: int | None = None) -> bytes:
    """Add an identity; with ``cancels``, in place of the entry of that number (from 1), which was typed wrongly."""

    def edit(document: Document) -> None:
        entries = document["nhan_than"]
        _refuse_unknown(cancels, entries, "nhan_than")
        entries.append({**encode_identity(identity), **compact(huy=cancels)})

    return edited(student_path(student), raw, edit)


def identity_at(raw: bytes, number: int) -> Identity | None:
    """The identity of a number (from 1) as it was entered."""
    document: Any = parse(raw)
    entries = document["nhan_than"]
    return decode_identity(entries[number - 1]) if 1 <= number <= len(entries) else None


def add_event(raw: bytes, student: StudentId, event: Event) -> bytes:
    """Add a life-cycle event."""
    return _appended(raw, student, "su_kien", encode_event(event))


def cancel_event(raw: bytes, student: StudentId, number: int, day: date, reason: str) -> bytes:
    """Void the event of a number (from 1), which was entered wrongly.

    Raises:
        RefusedError: there is no such entry, or it is void already.
    """

    def edit(document: Document) -> None:
        entries = document.get("su_kien", [])
        _refuse_unknown(number, entries, "su_kien")
        entries.append({"ngay": iso(day), "loai": EventKind.HUY.value, "ly_do": reason, "huy": number})

    return edited(student_path(student), raw, edit)


def event_at(raw: bytes, number: int) -> Event | None:
    """The event of a number (from 1) as it was entered."""
    document: Any = parse(raw)
    entries = document.get("su_kien", [])
    return decode_event(entries[number - 1]) if 1 <= number <= len(entries) else None


def add_ministry_code(raw: bytes, student: StudentId, code: str, since: date) -> bytes:
    """Add the Ministry's code, in force from a day on."""

    def edit(document: Document) -> None:
        held = in_force(document.get("ma_bo", ()))
        if held and held[-1]["ma"] == code:
            raise RefusedError(f"Học sinh {student} đã có mã này.", "Không cần ghi lại.")
        document.setdefault("ma_bo", []).append({"tu_ngay": iso(since), "ma": code})

    return edited(student_path(student), raw, edit)


def add_register_number(raw: bytes, student: StudentId, level: SchoolLevel, number: str) -> bytes:
    """Add the number under which the pupil stands in the school's register for a level."""

    def edit(document: Document) -> None:
        held = [entry for entry in in_force(document.get("dang_bo", ())) if entry["cap"] == level.value]
        row: dict[str, Any] = {"cap": level.value, "so": number}
        if held and held[-1]["so"] == number:
            raise RefusedError(f"Học sinh {student} đã có số đăng bộ này.", "Không cần ghi lại.")
        document.setdefault("dang_bo", []).append(row)

    return edited(student_path(student), raw, edit)


def add_page(raw: bytes | None, student: StudentId, family: Family, since: date, document: str | None = None) -> bytes:
    """Add what a life page says from a day on, in its plain text; a page begins with its first entry."""
    path = path_for(Kind.HO_SO, student=student)
    if raw is None:
        first: Any = encode_family(student, family, since)
        first["ho_so"][0].update(compact(chung_tu=document))
        return written(path, first)

    def edit(page: Document) -> None:
        page["ho_so"].append({"tu_ngay": iso(since), **encode_page(family), **compact(chung_tu=document)})

    return edited(path, raw, edit)


def _appended(raw: bytes, student: StudentId, key: str, entry: Document) -> bytes:
    def edit(document: Document) -> None:
        document.setdefault(key, []).append(entry)

    return edited(student_path(student), raw, edit)


def _refuse_unknown(number: int | None, entries: list[Document], key: str) -> None:
    if number is None:
        return
    void = {entry["huy"] for entry in entries if "huy" in entry}
    if not 1 <= number <= len(entries):
        raise RefusedError(f"Không có mục thứ {number} trong «{key}».", "Xem các mục: hocba pupil show MÃ_HS")
    if number in void or entries[number - 1].get("loai") == EventKind.HUY.value:
        raise RefusedError(f"Mục thứ {number} trong «{key}» đã được huỷ.", "Không cần huỷ lại.")
