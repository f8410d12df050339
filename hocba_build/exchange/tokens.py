"""Entries of the records ↔ the words of a sheet's cells, one short text a cell.

A score is written with a point (``8.5``); ``KD`` is a test not sat, ``M`` an exemption, ``Đ``/``CĐ`` an outcome.
An empty cell has no word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final, TypeAlias, TypeVar

from hocba_build.domain.entries import Absences, ConductEntry, SubjectEntry, Tests
from hocba_build.domain.school import ClassRecords
from hocba_build.domain.values import LOWEST, Assessed, Level, Outcome, Score, StudentId, Term
from hocba_build.domain.words import word
from hocba_build.exchange.columns import Column, Input, SheetKey

Tokens: TypeAlias = Mapping[str, str]
"""A pupil's filled cells by column key."""

NOT_SAT: Final = "KD"
EXEMPT: Final = "M"
OUTCOMES: Final = {"Đ": Outcome.DAT, "CĐ": Outcome.CHUA_DAT}
LEVELS: Final = {word(level): level for level in Level}
_OUTCOME_WORDS: Final = {outcome: text for text, outcome in OUTCOMES.items()}
T = TypeVar("T")
_ONCE: Final = {"gk": "midterm", "ck": "final", "chuyen_de": "study_topic"}


def score_token(score: Decimal) -> str:
    """A score without trailing zeros: ``8.5``, ``10``."""
    text = format(score, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def semester_tokens(held: ClassRecords, key: SheetKey, columns: Sequence[Column], student: StudentId) -> dict[str, str]:
    """What the records hold for a pupil in a semester, as the sheet's cells show it."""
    if key.subject is None:
        found = _homeroom_tokens(held, key, student)
    else:
        entry = held.subjects.get((key.term, key.subject), {}).get(student)
        found = _subject_tokens(entry, columns) if entry else {}
    return {name: text for name, text in found.items() if text is not None}


def _subject_tokens(entry: SubjectEntry, columns: Sequence[Column]) -> dict[str, str | None]:
    found: dict[str, str | None] = {"mien": entry.exemption, "nhan_xet": entry.remark}
    for column in columns:
        if column.is_test:
            tests = entry.contents.get(column.content, Tests())
            found[column.key] = EXEMPT if entry.exemption else _test_token(tests, column.place)
    return found


def _test_token(tests: Tests, place: str) -> str | None:
    value = assessment(tests, place)
    if value is None:
        return None
    failed = value is Outcome.CHUA_DAT or value == LOWEST
    return NOT_SAT if place in tests.not_sat and failed else assessed_token(value)


def assessed_token(value: Assessed | None) -> str | None:
    """The word of a result: ``Đ``, ``CĐ`` or a score."""
    if value is None:
        return None
    return _OUTCOME_WORDS[value] if isinstance(value, Outcome) else score_token(value)


def assessment(tests: Tests, place: str) -> Assessed | None:
    """One test by its place."""
    if place in _ONCE:
        value: Assessed | None = getattr(tests, _ONCE[place])
        return value
    number = int(place.removeprefix("tx"))
    return tests.regular[number - 1] if number <= len(tests.regular) else None


def _homeroom_tokens(held: ClassRecords, key: SheetKey, student: StudentId) -> dict[str, str | None]:
    conduct = held.conduct.get(key.term, {}).get(student, ConductEntry(None))
    found: dict[str, str | None] = {
        "muc": word(conduct.level) or None,
        "nhan_xet": conduct.remark,
        "nhan_xet_nam": held.remarks.get(student),
    }
    for month, count in held.absences.get(key.term, {}).get(student, {}).items():
        found[f"{month}.phep"] = str(count.excused)
        found[f"{month}.khong_phep"] = str(count.unexcused)
    return found


# --- back to entries --------------------------------------------------------------------------------------------


def with_semester_rows(
    held: ClassRecords, key: SheetKey, columns: Sequence[Column], rows: Mapping[StudentId, Tokens]
) -> ClassRecords:
    """The class with the pupils' rows as the words say; a row without words is taken away."""
    if key.subject is None:
        return _with_homeroom(held, key, rows)
    where = (key.term, key.subject)
    entries = {student: entry_of(columns, tokens) for student, tokens in rows.items()}
    table = merged(held.subjects.get(where, {}), entries)
    return replace(held, subjects={**held.subjects, where: table})


def merged(table: Mapping[StudentId, T], rows: Mapping[StudentId, T | None]) -> dict[StudentId, T]:
    """A table with some rows replaced, added, or taken away (``None``)."""
    both: dict[StudentId, T | None] = {**table, **rows}
    return {student: row for student, row in both.items() if row is not None}


def entry_of(columns: Sequence[Column], tokens: Tokens) -> SubjectEntry | None:
    """A subject's row from the words of its columns; ``None`` without words."""
    if not tokens:
        return None
    exemption, remark = tokens.get("mien"), tokens.get("nhan_xet")
    if exemption:
        return SubjectEntry({}, exemption, remark)
    tests = [column for column in columns if column.is_test]
    contents = {content: _tests(tests, content, tokens) for content in dict.fromkeys(one.content for one in tests)}
    # A subject with one content has it even when empty, as the reader of the files gives it.
    given = {content: part for content, part in contents.items() if part != Tests() or not content}
    return SubjectEntry(given, None, remark)


def _tests(columns: Iterable[Column], content: str, tokens: Tokens) -> Tests:
    named = {
        column.place: tokens[column.key] for column in columns if column.content == content and column.key in tokens
    }
    values = {place: assessed(text, scored=_is_scored(columns)) for place, text in named.items()}
    last = max((int(place[2:]) for place in values if place.startswith("tx")), default=0)
    return Tests(
        regular=tuple(values.get(f"tx{number}") for number in range(1, last + 1)),
        midterm=values.get("gk"),
        final=values.get("ck"),
        study_topic=values.get("chuyen_de"),
        not_sat=frozenset(place for place, text in named.items() if text == NOT_SAT),
    )


def _is_scored(columns: Iterable[Column]) -> bool:
    return any(column.takes is Input.SCORE for column in columns)


def assessed(text: str, *, scored: bool) -> Assessed:
    """The value of a test's word; a test not sat counts 0 or Chưa đạt (Điều 7 khoản 5)."""
    if text == NOT_SAT:
        return LOWEST if scored else Outcome.CHUA_DAT
    return OUTCOMES[text] if text in OUTCOMES else Score(Decimal(text))


def _with_homeroom(held: ClassRecords, key: SheetKey, rows: Mapping[StudentId, Tokens]) -> ClassRecords:
    conduct = {student: conduct_of(tokens) for student, tokens in rows.items()}
    absences = {student: _absences(tokens) for student, tokens in rows.items()}
    remarks = {student: tokens.get("nhan_xet_nam") for student, tokens in rows.items()}
    return replace(
        held,
        conduct=_with_table(held.conduct, key.term, conduct),
        absences=_with_table(held.absences, key.term, absences),
        remarks=merged(held.remarks, remarks) if key.term is Term.HK2 else held.remarks,
    )


def _with_table(
    tables: Mapping[Term, Mapping[StudentId, T]], term: Term, rows: Mapping[StudentId, T | None]
) -> Mapping[Term, Mapping[StudentId, T]]:
    """The tables of both semesters; no table is made for nothing."""
    table = merged(tables.get(term, {}), rows)
    return {**tables, term: table} if table or term in tables else tables


def conduct_of(tokens: Tokens) -> ConductEntry | None:
    """A conduct row from its words; ``None`` without any."""
    level = LEVELS.get(tokens.get("muc", ""))
    remark = tokens.get("nhan_xet")
    return ConductEntry(level, remark) if level or remark else None


def _absences(tokens: Tokens) -> Mapping[str, Absences] | None:
    months = sorted({name.partition(".")[0] for name in tokens if "." in name})
    counts = {
        month: Absences(int(tokens.get(f"{month}.phep", "0")), int(tokens.get(f"{month}.khong_phep", "0")))
        for month in months
    }
    return counts or None
