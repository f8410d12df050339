"""What is still missing, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.completeness import ClassCompleteness, Tally, class_completeness
from hocba_build.domain.facts import ClassFacts, PupilRow, YearFacts
from hocba_build.domain.subjects import ORDER, SUBJECTS
from hocba_build.domain.values import SEMESTERS, SchoolLevel, Term
from hocba_build.domain.words import word
from hocba_build.publishing.site import paths
from hocba_build.publishing.site.cells import Chip, Fact, Link
from hocba_build.publishing.site.scope import Scope

NAMES_SHOWN: Final = 12
"""A longer list of pupils is cut with a count: then the file itself is the place to look."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A subject of a semester that lacks something."""

    term: str
    subject: str
    state: Chip
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing, and of whom; ``everyone`` when the whole class lacks the same."""

    text: str
    everyone: bool
    pupils: tuple[Link, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ClassGaps:
    """One class: a chip a semester, then the gaps one by one."""

    totals: tuple[tuple[str, Chip], ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class GapTable:
    """One semester and school level: classes down, subjects across."""

    anchor: str
    title: str
    subjects: tuple[Fact, ...]
    rows: tuple[tuple[Link, tuple[Chip, ...]], ...]


@dataclass(frozen=True, slots=True)
class CompletenessView:
    """The page of a year."""

    year: str
    tables: tuple[GapTable, ...]


def tally_chip(tally: Tally) -> Chip:
    """Full, a share, or nothing yet."""
    if tally.required == 0:
        return Chip("", "blank")
    if tally.complete:
        return Chip("Đủ", "done")
    if tally.untouched:
        return Chip("Chưa nhập", "none")
    return Chip(f"{100 * tally.filled // tally.required}%", "part")


def register_chip(done: ClassCompleteness) -> Chip:
    """Whether the register of absences exists."""
    return Chip("Có", "done") if done.register else Chip("Chưa có", "none")


def class_gaps(year: YearFacts, facts: ClassFacts) -> ClassGaps:
    """What one class lacks, in both semesters."""
    done = {term: class_completeness(year, facts, term) for term in SEMESTERS}
    totals = [(f"{word(term)}: điểm và rèn luyện", tally_chip(done[term].total)) for term in SEMESTERS]
    totals += [(f"{word(term)}: sổ chuyên cần", register_chip(done[term])) for term in SEMESTERS]
    gaps = [gap for term in SEMESTERS for gap in _gaps(year, term, done[term])]
    return ClassGaps(tuple(totals), tuple(gaps))


def _gaps(year: YearFacts, term: Term, done: ClassCompleteness) -> Iterator[Gap]:
    named = [(SUBJECTS[subject].name, tally) for subject, tally in done.subjects.items()]
    for name, tally in [*named, ("Rèn luyện", done.conduct)]:
        if tally.complete:
            continue
        lacks = () if tally.untouched else tuple(_lacks(year, tally))
        yield Gap(word(term), name, tally_chip(tally), lacks)


def _lacks(year: YearFacts, tally: Tally) -> Iterator[Lack]:
    """Pupils who lack the same stand together."""
    groups: dict[str, list[PupilRow]] = {}
    for pupil, text in tally.gaps:
        groups.setdefault(text, []).append(pupil)
    for text, pupils in groups.items():
        links = [
            Link(pupil.person.name, paths.pupil_year_page(year.id, pupil.person.id)) for pupil in pupils[:NAMES_SHOWN]
        ]
        everyone = len(pupils) == tally.pupils
        yield Lack(text, everyone, () if everyone else tuple(links), len(pupils) - len(links))


def completeness_view(scope: Scope, year: YearFacts) -> CompletenessView:
    """The page of a year: both semesters, each school level with its own subjects."""
    classes = year.of(scope.classes[year.id])
    tables = []
    for term in SEMESTERS:
        for level in SchoolLevel:
            own = [facts for facts in classes if SchoolLevel.of_grade(facts.grade) is level]
            tables += [_table(year, own, term, level)] if own else []
    return CompletenessView(year.id, tuple(tables))


def _table(year: YearFacts, classes: Sequence[ClassFacts], term: Term, level: SchoolLevel) -> GapTable:
    done = {facts.id: class_completeness(year, facts, term) for facts in classes}
    subjects = sorted({key for one in done.values() for key in one.subjects}, key=ORDER.__getitem__)
    columns = [Fact(SUBJECTS[key].short, SUBJECTS[key].name) for key in subjects]
    rows = []
    for facts in classes:
        one = done[facts.id]
        chips = [tally_chip(one.subjects.get(key, Tally())) for key in subjects]
        extra = (tally_chip(one.conduct), register_chip(one))
        rows.append((Link(facts.name, paths.class_page(year.id, facts.id)), (*chips, *extra)))
    return GapTable(
        f"{term.value}-{level.value}",
        f"{word(term)}, {word(level)}",
        (*columns, Fact("RL", "Kết quả rèn luyện"), Fact("CC", "Sổ chuyên cần")),
        tuple(rows),
    )
