"""What is entered once a year, after the year's results are known: re-assessment, summer conduct, honours, completion.

Nguồn: TT 22/2021, Điều 13 (rèn luyện trong hè), Điều 14 (đánh giá lại), Điều 15 (khen thưởng).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from hocba_build.domain.completeness import Tally
from hocba_build.domain.facts import ClassFacts, PupilRow
from hocba_build.domain.subjects import ORDER
from hocba_build.domain.values import Conclusion, SubjectId, Term, YearId
from hocba_build.exchange.columns import COMPLETIONS, HONOURS, SUMMER_CONDUCT, SheetKey, title_of
from hocba_build.workflows.desk.row_results import conclusion_text
from hocba_build.workflows.ledger.board import years_of
from hocba_build.workflows.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class YearDue:
    """One sheet of the whole year that is due for some pupils; ``outcome``: what becomes of them so far."""

    key: SheetKey
    name: str
    tally: Tally
    outcome: str


def summer_years(ledger: Ledger) -> list[YearId]:
    """The years that are locked but for the summer's results, newest first."""
    found = {year for year, lock in ledger.state.locks.items() if lock.scope is None and not lock.summer_closed}
    return [year for year in reversed(years_of(ledger)) if year in found]


def class_dues(year: YearId, held: ClassFacts) -> Iterator[YearDue]:
    """Everything of a class that is due once a year, subject by subject first."""
    here = [row for row in held.pupils if row.result.class_id == held.id and row.enrolment.until is None]
    for subject in sorted({name for row in here for name in row.result.subjects}, key=ORDER.__getitem__):
        key = SheetKey(year, held.id, Term.CA_NAM, subject)
        yield from _due(held, key, _to_reassess(here, subject), _reassessed(subject))
    records = held.records
    for name, asked, done in (
        (SUMMER_CONDUCT, _to_train(here), lambda row: row.person.id in records.summer_conduct),
        (HONOURS, [row for row in here if row.result.title], lambda row: row.person.id in records.honours),
        (COMPLETIONS, _completing(here), lambda row: row.person.id in records.completions),
    ):
        yield from _due(held, SheetKey(year, held.id, Term.CA_NAM, None, name), asked, done)


def _due(held: ClassFacts, key: SheetKey, asked: list[PupilRow], done: Callable[[PupilRow], bool]) -> Iterator[YearDue]:
    if asked:
        tally = Tally(sum(map(done, asked)), len(asked), pupils=len(asked))
        yield YearDue(key, title_of(held.records, key), tally, "" if key.table == HONOURS else _outcome(asked))


def _outcome(rows: Iterable[PupilRow]) -> str:
    counted = Counter(conclusion_text(row.result) for row in rows)
    return ", ".join(f"{count} {text[:1].lower()}{text[1:]}" for text, count in counted.items())


def _to_reassess(rows: Iterable[PupilRow], subject: SubjectId) -> list[PupilRow]:
    return [row for row in rows if subject in row.result.subjects and row.result.subjects[subject].due]


def _reassessed(subject: SubjectId) -> Callable[[PupilRow], bool]:
    def done(row: PupilRow) -> bool:
        result = row.result.subjects[subject]
        return result.reassessed is not None or result.not_sat

    return done


def _to_train(rows: Iterable[PupilRow]) -> list[PupilRow]:
    return [row for row in rows if row.result.first_conclusion is Conclusion.REN_LUYEN_HE]


def _completing(rows: Iterable[PupilRow]) -> list[PupilRow]:
    return [row for row in rows if row.result.level_completed is True]
