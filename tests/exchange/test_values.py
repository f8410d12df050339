"""The table of what a cell may hold, and the way there and back for every row of the sample school."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba_build.domain.values import SEMESTERS, Term
from hocba_build.exchange.columns import YEAR_TABLES, Column, Input, SheetKey
from hocba_build.exchange.merging import exemption_faults, merge
from hocba_build.exchange.sheets import columns_of, tokens_of, with_rows
from hocba_build.exchange.values import ERASE, Wrong, understand
from hocba_build.workflows.sample import Plan, generate_sample

UNDERSTOOD = [
    (Input.DAY, "21/7/2025", "2025-07-21"),
    (Input.DAY, "2025-07-21", "2025-07-21"),
    (Input.DAY, date(2025, 7, 21), "2025-07-21"),
    (Input.DAY, datetime(2025, 7, 21, 8, 30), "2025-07-21"),  # noqa: DTZ001 - as a spreadsheet holds it
    (Input.TICK, "X", "x"),
    (Input.TICK, True, "x"),
    (Input.TICK, "có", "x"),
    (Input.TICK, "không", ERASE),
    (Input.ROUND, "2", "2"),
    (Input.ROUND, 1.0, "1"),
    (Input.TEXT, "  Giải   Nhì ", "Giải Nhì"),
    (Input.SCORE, 8.5, "8.5"),
    (Input.SCORE, 8, "8"),
    (Input.SCORE, 8.0, "8"),
    (Input.SCORE, 8.400000000000000355, "8.4"),
    (Input.SCORE, 8.399999999999999, "8.4"),
    (Input.SCORE, 10, "10"),
    (Input.SCORE, 0, "0"),
    (Input.SCORE, "8,5", "8.5"),
    (Input.SCORE, "8.50", "8.5"),
    (Input.SCORE, "07", "7"),
    (Input.SCORE, "'8,5", "8.5"),
    (Input.SCORE, "８,５", "8.5"),
    (Input.SCORE, "\u00a0 8,5 \u200b", "8.5"),
    (Input.SCORE, "kd", "KD"),
    (Input.SCORE, "Không dự", "KD"),
    (Input.SCORE, "MG", "M"),
    (Input.SCORE, "miễn", "M"),
    (Input.SCORE, "", None),
    (Input.SCORE, " – ", None),
    (Input.SCORE, "XÓA", ERASE),
    (Input.OUTCOME, "Đ", "Đ"),
    (Input.OUTCOME, "đ", "Đ"),
    (Input.OUTCOME, "\u00d0", "Đ"),
    (Input.OUTCOME, "D", "Đ"),
    (Input.OUTCOME, "Đạt", "Đ"),
    (Input.OUTCOME, "C\u0110", "CĐ"),
    (Input.OUTCOME, "cd", "CĐ"),
    (Input.OUTCOME, "Chưa đạt", "CĐ"),
    (Input.OUTCOME, "Chu\u031ba  đa\u0323t", "CĐ"),
    (Input.LEVEL, "tốt", "Tốt"),
    (Input.LEVEL, "K", "Khá"),
    (Input.LEVEL, "CĐ", "Chưa đạt"),
    (Input.COUNT, 3.0, "3"),
    (Input.COUNT, "3", "3"),
    (Input.REMARK, " Chăm   học.\n", "Chăm học."),
    (Input.REMARK, "Ho\u0300a \u0111o\u0302\u0300ng", "Hòa đồng"),
    (Input.REMARK, 8.5, "8,5"),
    (Input.REASON, "QĐ 12/2025", "QĐ 12/2025"),
]


@pytest.mark.parametrize(("takes", "typed", "word"), UNDERSTOOD)
def test_understood(takes: Input, typed: str | int | float, word: str | None) -> None:
    assert understand(typed, takes) == word


REFUSED = [
    (Input.SCORE, "8,5,", "HB409"),
    (Input.SCORE, "+8", "HB409"),
    (Input.SCORE, "-8", "HB409"),
    (Input.SCORE, "1O", "HB409"),
    (Input.SCORE, "Đ", "HB409"),
    (Input.SCORE, float("inf"), "HB409"),
    (Input.SCORE, float("nan"), "HB409"),
    (Input.SCORE, True, "HB409"),
    (Input.SCORE, date(2025, 5, 8), "HB409"),
    (Input.SCORE, time(8, 5), "HB409"),
    (Input.SCORE, timedelta(hours=8), "HB409"),
    (Input.SCORE, 8.05, "HB411"),
    (Input.SCORE, "8,55", "HB411"),
    (Input.SCORE, 1e-9, "HB411"),
    (Input.SCORE, 85, "HB410"),
    (Input.SCORE, 10.1, "HB410"),
    (Input.OUTCOME, 8, "HB409"),
    (Input.OUTCOME, "tốt", "HB409"),
    (Input.LEVEL, "giỏi", "HB409"),
    (Input.COUNT, 1.5, "HB409"),
    (Input.COUNT, 32, "HB410"),
    (Input.COUNT, -1, "HB410"),
    (Input.REMARK, "a" * 501, "HB417"),
    (Input.REASON, "a" * 201, "HB417"),
    (Input.REMARK, "tốt\u202e", "HB417"),
    (Input.REMARK, datetime(2025, 5, 8), "HB409"),  # noqa: DTZ001 - as a spreadsheet holds it
]


@pytest.mark.parametrize(("takes", "typed", "code"), REFUSED)
def test_refused(takes: Input, typed: str | int | float, code: str) -> None:
    found = understand(typed, takes)
    assert isinstance(found, Wrong)
    assert found.code == code


def test_sentences_say_what_was_meant() -> None:
    said = {typed: understand(typed, Input.SCORE) for typed in (85, 8.05, "8,55")}
    assert [one.message for one in said.values() if isinstance(one, Wrong)] == [
        "ghi 85, ngoài thang điểm 0–10: có phải 8,5?",
        "ghi 8,05, điểm chỉ lấy một chữ số thập phân: làm tròn thành 8,1 rồi nhập",
        "ghi 8,55, điểm chỉ lấy một chữ số thập phân: làm tròn thành 8,6 rồi nhập",
    ]


@given(st.integers(0, 100))
def test_every_score_is_read_however_it_is_held(tenths: int) -> None:
    exact = Decimal(tenths) / 10
    word = f"{exact.normalize():f}"
    for typed in (float(exact), f"{exact:.1f}", f"{exact:.1f}".replace(".", ","), f" {exact} "):
        assert understand(typed, Input.SCORE) == word


@given(st.one_of(st.text(max_size=40), st.floats(), st.integers(), st.booleans()), st.sampled_from(list(Input)))
def test_nothing_typed_gives_a_traceback(typed: str | float, takes: Input) -> None:
    found = understand(typed, takes)
    assert found is None or isinstance(found, Wrong) or found
    if isinstance(found, str) and takes is Input.SCORE and found not in ("KD", "M", ERASE):
        assert Decimal(0) <= Decimal(found) <= Decimal(10)


WORDS = st.sampled_from(["1", "2", "3"])
CELLS = st.one_of(st.none(), WORDS)


@given(base=CELLS, typed=st.one_of(CELLS, st.just(ERASE)), now=CELLS)
def test_three_ways(base: str | None, typed: str | None, now: str | None) -> None:
    """Nobody's value is lost unseen: the result is the typed one, the one that stands, or a refusal."""
    column = Column("tx1", "ĐĐGtx1", Input.SCORE)

    def words(value: str | None) -> dict[str, str]:
        return {} if value is None else {column.key: value}

    merged = merge(
        [column], {column.key: typed}, words(base), words(now), lambda said: exemption_faults([column], said)
    )
    want = None if typed == ERASE else typed
    if typed is None or want == base:
        assert (merged.words, merged.wrong) == (words(now), ())
    elif now in (base, want):
        assert (merged.words, merged.wrong) == (words(want), ())
    else:
        assert [wrong.code for _, wrong in merged.wrong] == ["HB415"]
        assert merged.words == words(now)


def test_every_row_of_the_sample_goes_there_and_back() -> None:
    """Words of a row make the row again; only trailing places of tests not given fall away."""
    records = generate_sample(Plan()).records
    rows = 0
    for year in records.years.values():
        for held in year.classes.values():
            here = year.year.id, held.school_class.id
            keys = [SheetKey(*here, *where) for where in held.subjects]
            keys += [SheetKey(*here, term, None) for term in SEMESTERS]
            keys += [SheetKey.named(*here, Term.CA_NAM, what) for what in (*held.reassessments, *YEAR_TABLES)]
            for key in keys:
                columns = columns_of(year, held, key)
                pupils = [row.student for row in held.school_class.enrolments]
                words = {student: tokens_of(held, key, columns, student) for student in pupils}
                rows += sum(map(bool, words.values()))
                again = with_rows(held, key, columns, words)
                assert again == held, key
    assert rows > 5000
