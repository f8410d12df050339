"""The score list that the CSDL ngành takes in: one subject of one class and semester, in its columns and order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from hocba_build.domain.people import Student
from hocba_build.domain.results import evaluate_class
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import Exempt, Result, SubjectId
from hocba_build.domain.words import date_text, result_text
from hocba_build.exchange.columns import SheetKey, sheet_title
from hocba_build.exchange.drawing import Drawing
from hocba_build.exchange.plain_table import Value, plain_table
from hocba_build.exchange.roster import Member
from hocba_build.exchange.sheets import columns_of, members_of, tokens_of
from hocba_build.exchange.tokens import EXEMPT, NOT_SAT, Tokens

MOST_REGULAR: Final = 5
"""Columns for regular scores; the fifth can only be a study topic's result, since no subject needs five."""
_CODE: Final = "Mã định danh Bộ GD&ĐT"
_SCORED: Final = ("STT", "Lớp", _CODE, "Họ và tên", "Ngày sinh")
_SCORED_TESTS: Final = (*(f"ĐĐGtx{number}" for number in range(1, MOST_REGULAR + 1)), "ĐĐGgk", "ĐĐGck", "Nhận xét")
_COMMENTED: Final = ("STT", _CODE, "Họ và tên", "Ngày sinh", "Đánh giá", "Nội dung nhận xét")
_WIDTHS: Final = {
    "STT": 5.0,
    "Lớp": 8.0,
    _CODE: 16.0,
    "Họ và tên": 27.0,
    "Ngày sinh": 12.0,
    "Nhận xét": 45.0,
    "Nội dung nhận xét": 45.0,
}


def as_listed(words: Tokens) -> dict[str, str]:
    """A pupil's words in that system's columns: a test not sat is 0; a study topic takes the next regular column."""
    found = {name: "0" if word == NOT_SAT else word for name, word in words.items() if word != EXEMPT}
    topic = found.pop("chuyen_de", None)
    if topic is not None:
        free = next((f"tx{number}" for number in range(1, MOST_REGULAR + 1) if f"tx{number}" not in found), None)
        if free is not None:
            found[free] = topic
    return found


def draw_list(records: SchoolRecords, key: SheetKey) -> Drawing:
    """The workbook; pupils without the Ministry's code have an empty cell there, which that system will point out."""
    year = records.years[key.year]
    held = year.classes[key.class_id]
    subject = SubjectId(key.what)
    columns = columns_of(year, held, key)
    scored = SUBJECTS[subject].scored
    results = {
        result.student: result.subjects[subject].of(key.term)
        for _, _, result in evaluate_class(year, records.students, key.class_id).rows
        if subject in result.subjects
    }
    heads = (*_SCORED, *_SCORED_TESTS) if scored else _COMMENTED
    lines: list[Sequence[Value]] = []
    for number, member in enumerate(members_of(year, records.students, key), start=1):
        words = as_listed(tokens_of(held, key, columns, member.student))
        who = _who(records.students.get(member.student), member)
        if scored:
            lines.append((number, held.school_class.name, *who, *_scores(words)))
        else:
            lines.append((number, *who, _outcome(results.get(member.student)), words.get("nhan_xet")))
    return plain_table(sheet_title(held, key), heads, lines, _WIDTHS)


def _who(student: Student | None, member: Member) -> tuple[str, str, str]:
    code = student.ministry_code if student else None
    return code or "", member.name, date_text(member.born) if member.born else ""


def _scores(words: Tokens) -> list[Value]:
    places = [*(f"tx{number}" for number in range(1, MOST_REGULAR + 1)), "gk", "ck"]
    numbers = [Decimal(words[place]) if place in words else None for place in places]
    return [*(None if one is None else float(one) for one in numbers), words.get("nhan_xet")]


def _outcome(result: Result | None) -> str:
    return "" if isinstance(result, Exempt) else {"Đạt": "Đ", "Chưa đạt": "CĐ"}.get(result_text(result), "")
