"""The principal's decisions that pupils of the last grade completed the level.

Nguồn: TT 15/2026 (Điều lệ), Luật Giáo dục sửa đổi 123/2025: hiệu trưởng xác nhận hoàn thành trong học bạ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from hocba_build.domain.entries import Completion
from hocba_build.domain.results import StudentYear
from hocba_build.domain.school import ClassRecords, YearRecords
from hocba_build.domain.values import StudentId
from hocba_build.exchange.columns import Column, Input, SheetKey
from hocba_build.exchange.roster import Member
from hocba_build.exchange.tokens import Tokens, merged
from hocba_build.exchange.values import Wrong
from hocba_build.exchange.year_sheets.table import LACKING, Faults, YearTable, filled
from hocba_build.records.layout import Kind

_LABELS = {"so": "Số quyết định", "ngay": "Ngày quyết định"}


def _columns(_: YearRecords, __: ClassRecords, ___: SheetKey) -> tuple[Column, ...]:
    return (
        Column("so", _LABELS["so"], Input.TEXT, longest=60),
        Column("ngay", _LABELS["ngay"], Input.DAY),
        Column("so_dang_bo", "Số vào sổ", Input.TEXT, longest=20),
        Column("dot", "Đợt", Input.ROUND),
    )


def _words(held: ClassRecords, _: SheetKey, student: StudentId) -> dict[str, str]:
    entry = held.completions.get(student)
    if entry is None:
        return {}
    day = entry.decided_on.isoformat()
    return filled({"so": entry.number, "ngay": day, "so_dang_bo": entry.register_number, "dot": str(entry.round)})


def _placed(held: ClassRecords, _: SheetKey, rows: Mapping[StudentId, Tokens]) -> ClassRecords:
    entries = {student: _entry(tokens) for student, tokens in rows.items()}
    return replace(held, completions=merged(held.completions, entries))


def _entry(tokens: Tokens) -> Completion | None:
    number, day = tokens.get("so"), tokens.get("ngay")
    if number is None or day is None:
        return None
    return Completion(number, date.fromisoformat(day), tokens.get("so_dang_bo"), int(tokens.get("dot", "1")))


def _lists(_: Member, result: StudentYear, key: SheetKey) -> bool:
    return result.class_id == key.class_id and result.level_completed is True


def _faults(tokens: Tokens) -> Faults:
    """Number and day go together, and nothing stands without them."""
    for name, label in _LABELS.items():
        if tokens and not tokens.get(name):
            there = next(iter(tokens))
            yield there, Wrong(LACKING, f"thiếu {label.lower()}: ghi cả số và ngày quyết định, hoặc xoá cả hàng")


TABLE = YearTable(Kind.HOAN_THANH, _columns, _words, _placed, _lists, faults=_faults)
