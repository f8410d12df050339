"""Re-assessment of a subject after the year; the first result stays beside it.

Nguồn: TT 22/2021, Điều 14.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from hocba_build.domain.entries import Reassessment
from hocba_build.domain.results import StudentYear
from hocba_build.domain.school import ClassRecords, YearRecords
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import StudentId, SubjectId
from hocba_build.domain.words import result_text
from hocba_build.exchange.columns import Column, Input, SheetKey
from hocba_build.exchange.roster import Member
from hocba_build.exchange.tokens import EXEMPT, NOT_SAT, Tokens, assessed, assessed_token, merged
from hocba_build.exchange.values import Wrong
from hocba_build.exchange.year_sheets.table import Faults, YearTable, filled, needs
from hocba_build.records.layout import Kind

RESULT, DAY, REMARK = "ket_qua", "ngay", "nhan_xet"


def _columns(_: YearRecords, __: ClassRecords, key: SheetKey) -> tuple[Column, ...]:
    scored = SUBJECTS[_subject(key)].scored
    label, takes = ("Điểm đánh giá lại", Input.SCORE) if scored else ("Mức đánh giá lại", Input.OUTCOME)
    return (
        Column(RESULT, label, takes, frozenset({"danhgialai", "diemdanhgialai", "kiemtralai"})),
        Column(DAY, "Ngày đánh giá", Input.DAY, frozenset({"ngay", "ngaykiemtra"})),
        Column(REMARK, "Nhận xét", Input.REMARK),
    )


def _subject(key: SheetKey) -> SubjectId:
    return SubjectId(key.what)


def _words(held: ClassRecords, key: SheetKey, student: StudentId) -> dict[str, str]:
    entry = held.reassessments.get(_subject(key), {}).get(student)
    if entry is None:
        return {}
    result = NOT_SAT if entry.not_sat else assessed_token(entry.result)
    return filled({RESULT: result, DAY: entry.held_on.isoformat() if entry.held_on else None, REMARK: entry.remark})


def _placed(held: ClassRecords, key: SheetKey, rows: Mapping[StudentId, Tokens]) -> ClassRecords:
    subject = _subject(key)
    entries = {student: _entry(subject, tokens) for student, tokens in rows.items()}
    table = merged(held.reassessments.get(subject, {}), entries)
    return replace(held, reassessments={**held.reassessments, subject: table})


def _entry(subject: SubjectId, tokens: Tokens) -> Reassessment | None:
    said = tokens.get(RESULT)
    if said is None:
        return None
    day, not_sat = tokens.get(DAY), said == NOT_SAT
    value = None if not_sat else assessed(said, scored=SUBJECTS[subject].scored)
    return Reassessment(value, not_sat, date.fromisoformat(day) if day else None, tokens.get(REMARK))


def _lists(_: Member, result: StudentYear, key: SheetKey) -> bool:
    subject = result.subjects.get(_subject(key))
    return result.class_id == key.class_id and subject is not None and subject.due


def _note(result: StudentYear, key: SheetKey) -> str:
    """The other subjects that the pupil is re-assessed in."""
    others = [one for name, one in result.subjects.items() if one.due and name != _subject(key)]
    told = ", ".join(f"{SUBJECTS[one.subject].short} {result_text(one.year)}" for one in others)
    return f"Cũng đánh giá lại: {told}" if told else ""


def _faults(tokens: Tokens) -> Faults:
    if tokens.get(RESULT) == EXEMPT:
        yield RESULT, Wrong("HB409", "đánh giá lại không có miễn: ghi kết quả, hoặc KD (không dự)")
    yield from needs(tokens, (DAY, REMARK), RESULT, "chưa có kết quả đánh giá lại: nhập kết quả, hoặc KD (không dự)")


TABLE = YearTable(Kind.DANH_GIA_LAI, _columns, _words, _placed, _lists, _note, _faults)
