"""The live results beside the input cells: a teacher sees what the scores give; nothing reads them back."""

from __future__ import annotations

from collections.abc import Sequence

from hocba_build.domain.regulations import tt22_2021 as tt22
from hocba_build.domain.school import TopicCount
from hocba_build.exchange.columns import Column, Input
from hocba_build.exchange.drawing import Formula
from hocba_build.exchange.grid import address
from hocba_build.exchange.tokens import EXEMPT, NOT_SAT


def semester_result(columns: Sequence[Column], first: int, row: int, required: int, topics: TopicCount) -> Formula:
    """ĐTBmhk, or Đ/CĐ, of the tests that start in column ``first``; empty until everything required is there.

    Nguồn: TT 22/2021, Điều 9 khoản 1.
    """
    tests = [(column, address((row, first + index))) for index, column in enumerate(columns) if column.is_test]
    span = f"{tests[0][1]}:{tests[-1][1]}"
    if columns[0].takes is Input.SCORE:
        value = _average(tests, required, topics)
    else:
        missed = f'COUNTIF({span},"{NOT_SAT}")'
        failed = f'SUMPRODUCT(--EXACT({span},"CĐ"))'
        value = f'IF(COUNTA({span})={len(tests)},IF({failed}+{missed}>0,"CĐ","Đ"),"")'
    return Formula(f'=IF(COUNTIF({span},"{EXEMPT}")>0,"{EXEMPT}",{value})')


def _average(tests: Sequence[tuple[Column, str]], required: int, topics: TopicCount) -> str:
    at = {column.place: cell for column, cell in tests}
    regular = [cell for column, cell in tests if column.place.startswith("tx")]
    span = f"{regular[0]}:{regular[-1]}"
    counted = f'COUNT({span})+COUNTIF({span},"{NOT_SAT}")'
    total, extra = f"SUM({span})", ""
    if topic := at.get("chuyen_de"):
        counted, total = f"{counted}+COUNT({topic})", f"{total}+N({topic})"
        extra = f"+COUNT({topic})" if topics is TopicCount.THEM_TX else ""
    middle, last = at["gk"], at["ck"]
    weights = tt22.MIDTERM_WEIGHT + tt22.FINAL_WEIGHT
    whole = f"AND({counted}={required}{extra},{_given(middle)},{_given(last)})"
    points = f"{total}+{tt22.MIDTERM_WEIGHT}*N({middle})+{tt22.FINAL_WEIGHT}*N({last})"
    return f'IF({whole},ROUND(({points})/({counted}+{weights}),1),"")'


def _given(cell: str) -> str:
    return f'OR(ISNUMBER({cell}),{cell}="{NOT_SAT}")'


def year_result(first_semester: str, second_semester: str, *, scored: bool) -> Formula:
    """ĐTBmcn from the two semesters' cells; by comment the second semester's.

    Nguồn: TT 22/2021, Điều 9 khoản 1.
    """
    if not scored:
        return Formula(f'={second_semester}&""')
    weight = tt22.SECOND_SEMESTER_WEIGHT
    value = f"ROUND(({first_semester}+{weight}*{second_semester})/{1 + weight},1)"
    return Formula(f'=IF(AND(ISNUMBER({first_semester}),ISNUMBER({second_semester})),{value},"")')


def total(cells: Sequence[str]) -> Formula:
    """The sum of some cells."""
    return Formula(f"=SUM({','.join(cells)})")
