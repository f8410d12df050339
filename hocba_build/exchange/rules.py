"""What a spreadsheet lets people type, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from hocba_build.exchange.columns import Column, Input
from hocba_build.exchange.drawing import Rule
from hocba_build.exchange.grid import Area, address
from hocba_build.exchange.tokens import EXEMPT, LEVELS, NOT_SAT, OUTCOMES
from hocba_build.exchange.values import ERASE, MAX_HALF_DAYS, MAX_REASON, MAX_REMARK, TICKED

_LISTS: Final = {Input.TICK: (TICKED,), Input.ROUND: ("1", "2")}
_WORDS = "KD: không dự. M: miễn. xoá: bỏ giá trị đang có."


def rules_of(columns: Sequence[Column], areas: Mapping[str, Sequence[Area]]) -> Iterator[Rule]:
    """One rule a kind of column, over all its open cells."""
    for takes in Input:
        spans = [area for column in columns if column.takes is takes for area in areas.get(column.key, ())]
        if spans:
            yield _rule(takes, spans)


def _rule(takes: Input, spans: Sequence[Area]) -> Rule:
    if takes is Input.SCORE:
        return _score_rule(spans)
    if takes is Input.OUTCOME:
        words = ",".join([*OUTCOMES, NOT_SAT, EXEMPT, ERASE])
        error = f"Chỉ nhập Đ hoặc CĐ. {_WORDS}"
        return Rule(spans, "list", f'"{words}"', error, low_words=("CĐ", NOT_SAT))
    if takes is Input.LEVEL:
        words = ",".join([*LEVELS, ERASE])
        return Rule(spans, "list", f'"{words}"', "Chọn Tốt, Khá, Đạt hoặc Chưa đạt.", low_words=("Chưa đạt",))
    if takes is Input.COUNT:
        error = f"Số buổi nghỉ là số nguyên từ 0 đến {MAX_HALF_DAYS}."
        return Rule(spans, "whole", "0", error, upper=str(MAX_HALF_DAYS))
    if takes in _LISTS:
        words = ",".join([*_LISTS[takes], ERASE])
        return Rule(spans, "list", f'"{words}"', f"Chọn: {words}.")
    limit = {Input.DAY: len("21/07/2026"), Input.REMARK: MAX_REMARK}.get(takes, MAX_REASON)
    return Rule(spans, "textLength", "0", f"Nhiều nhất {limit} kí tự.", upper=str(limit))


def _score_rule(spans: Sequence[Area]) -> Rule:
    """Points from 0 to 10 with one decimal, or one of the words; relative to the first cell, as the format asks."""
    cell = address(spans[0][:2])
    number = f"AND(ISNUMBER({cell}),{cell}>=0,{cell}<=10,ROUND({cell},1)={cell})"
    words = ",".join(f'{cell}="{word}"' for word in (NOT_SAT, EXEMPT, ERASE))
    error = f"Điểm từ 0 đến 10, nhiều nhất một chữ số thập phân (8,5). {_WORDS}"
    return Rule(spans, "custom", f"OR({number},{words})", error, low="4.99", low_words=(NOT_SAT,))
