"""Conduct after the summer's training.

Nguồn: TT 22/2021, Điều 13.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hocba_build.domain.results import StudentYear
from hocba_build.domain.school import ClassRecords, YearRecords
from hocba_build.domain.values import Conclusion, StudentId
from hocba_build.domain.words import word
from hocba_build.exchange.columns import Column, Input, SheetKey
from hocba_build.exchange.roster import Member
from hocba_build.exchange.tokens import Tokens, conduct_of, merged
from hocba_build.exchange.year_sheets.table import YearTable, filled
from hocba_build.records.layout import Kind


def _columns(_: YearRecords, __: ClassRecords, ___: SheetKey) -> tuple[Column, ...]:
    return (
        Column("muc", "Rèn luyện sau hè", Input.LEVEL, frozenset({"renluyen", "ketquarenluyen"})),
        Column("nhan_xet", "Nhận xét", Input.REMARK),
    )


def _words(held: ClassRecords, _: SheetKey, student: StudentId) -> dict[str, str]:
    entry = held.summer_conduct.get(student)
    return filled({"muc": word(entry.level), "nhan_xet": entry.remark}) if entry else {}


def _placed(held: ClassRecords, _: SheetKey, rows: Mapping[StudentId, Tokens]) -> ClassRecords:
    entries = {student: conduct_of(tokens) for student, tokens in rows.items()}
    return replace(held, summer_conduct=merged(held.summer_conduct, entries))


def _lists(_: Member, result: StudentYear, key: SheetKey) -> bool:
    return result.class_id == key.class_id and result.first_conclusion is Conclusion.REN_LUYEN_HE


TABLE = YearTable(Kind.REN_LUYEN_HE, _columns, _words, _placed, _lists)
