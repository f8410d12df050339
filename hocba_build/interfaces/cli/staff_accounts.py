"""How an account looks: who it is, what the person may do since when, and the last use of each key."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from hocba_build.domain.people import KeyStatus
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.words import date_text, word
from hocba_build.workflows.people.duties import Duty, Since
from hocba_build.workflows.people.staff_list import Account

STATUSES = {KeyStatus.DANG_DUNG: "đang dùng", KeyStatus.NGHI: "thôi dùng", KeyStatus.LO: "đã lộ"}


def lines_of(one: Account) -> Iterator[str]:
    """An account for people."""
    roles = ", ".join(f"{word(held.role)} từ {date_text(held.since)}" for held in one.held)
    yield f"{one.member.id}  {one.member.full_name}: {roles or 'đã thôi'}"
    for (year, entry, day), rows in groupby(one.duties, key=lambda row: (row.duty.year, row.entry, row.day)):
        yield f"  {year}, từ mục {entry} ({date_text(day)}): {'; '.join(_told([row.duty for row in rows]))}"
    for key, last, used in one.uses:
        since = f"dùng lần cuối ở mục {last}, {date_text(used)}" if used else "chưa kí mục nào"
        yield f"  khoá {key.fingerprint}: {STATUSES[key.status]}; {since}"


def _told(duties: list[Duty]) -> Iterator[str]:
    """Duties in words; both semesters of a subject in one."""
    for (kind, class_id, subject, what), rows in groupby(
        duties, key=lambda one: (one.kind, one.class_id, one.subject, one.what)
    ):
        held = list(rows)
        where = f" lớp {class_id}" if class_id else ""
        terms = ", ".join(word(one.term).replace("Học kì", "HK") for one in held if one.term)
        taught = SUBJECTS[subject].name if subject else ""
        until = f" đến {date_text(held[0].until)}" if held[0].until else ""
        if kind == "giang_day":
            yield f"{taught}{where} ({terms})"
        elif kind == "chu_nhiem":
            yield f"chủ nhiệm{where}{until}"
        elif kind == "to_chuyen_mon":
            yield f"tổ trưởng {what}"
        else:
            yield f"thay {what}: {taught or 'mọi phần'}{where}{until}"


def document_of(one: Account) -> dict[str, object]:
    """An account as JSON."""
    return {
        "ma": one.member.id,
        "ho_ten": one.member.full_name,
        "vai_tro": [
            {
                "vai_tro": held.role.value,
                "tu_ngay": held.since.isoformat(),
                "den_ngay": held.until.isoformat() if held.until else None,
            }
            for held in one.member.appointments
        ],
        "phan_cong": [_duty(row) for row in one.duties],
        "khoa": [
            {
                "van_tay": key.fingerprint,
                "trang_thai": key.status.value,
                "muc_cuoi": entry,
                "ngay_cuoi": day.isoformat() if day else None,
            }
            for key, entry, day in one.uses
        ],
    }


def _duty(row: Since) -> dict[str, object]:
    duty = row.duty
    return {
        "nam_hoc": duty.year,
        "viec": duty.kind,
        "lop": duty.class_id,
        "mon": duty.subject,
        "hoc_ki": duty.term.value if duty.term else None,
        "noi_dung": duty.what or None,
        "den_ngay": duty.until.isoformat() if duty.until else None,
        "tu_muc": row.entry,
        "tu_ngay": row.day.isoformat(),
    }
