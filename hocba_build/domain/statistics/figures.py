"""The figures of a year or a class, gathered once for every form: a page, a workbook, a printed report, JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.facts import ClassFacts, PupilRow, YearFacts
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.statistics.counts import (
    CommentedSubject,
    Group,
    Promotion,
    ScoredSubject,
    commented_subjects,
    counted,
    group,
    groups_by,
    histogram,
    promotion,
    scored_subjects,
)
from hocba_build.domain.values import ClassId, StudentId, Term, YearId

MAJORITY: Final = "Kinh"
WHOLE: Final = "Toàn trường"
Peoples = Mapping[StudentId, str]
"""A pupil's people (dân tộc) where it could be read."""
Label = Callable[[PupilRow], str]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Pupils told apart in one way; ``key`` is its name in JSON, ``first`` the heading of the labels."""

    key: str
    title: str
    first: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class TermFigures:
    """One term; pupils of inclusive education stand in ``apart`` only (Điều 11)."""

    term: Term
    whole: Group
    groupings: tuple[Grouping, ...]
    scored: tuple[ScoredSubject, ...]
    commented: tuple[CommentedSubject, ...]
    histogram: tuple[int, ...]
    apart: Group

    @property
    def begun(self) -> bool:
        """Whether anything is known of the term."""
        known = self.whole.learning.known + self.whole.conduct.known + sum(self.histogram)
        return known > 0 or any(subject.passed + subject.failed for subject in self.commented)


@dataclass(frozen=True, slots=True)
class PromotionLine:
    """How the year ended for one group of pupils."""

    label: str
    size: int
    ended: Promotion


@dataclass(frozen=True, slots=True)
class GradeSubjects:
    """The subjects of one grade over the year."""

    grade: int
    scored: tuple[ScoredSubject, ...]
    commented: tuple[CommentedSubject, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """A year of the school."""

    year: YearId
    size: int
    female: int
    inclusive: int
    terms: tuple[TermFigures, ...]
    subjects: Mapping[Term, tuple[GradeSubjects, ...]]
    promotion: tuple[PromotionLine, ...]
    """The whole school, then each grade, then each class."""
    years: tuple[tuple[YearId, Group], ...]
    """The levels of each year, oldest first, this one last."""


def year_figures(
    year: YearFacts, classes: Sequence[ClassId], peoples: Peoples | None = None, earlier: Sequence[YearFacts] = ()
) -> Figures:
    """Everything there is to tell of a year; ``peoples`` only for those who may read it."""
    held = year.of(classes)
    rows = [pupil for facts in held for pupil in facts.pupils]
    own, apart = counted(rows), counted(rows, inclusive=True)
    return Figures(
        year=year.id,
        size=len(own),
        female=sum(row.person.female is True for row in own),
        inclusive=len(apart),
        terms=tuple(school_term(held, term, peoples) for term in Term),
        subjects={term: grade_subjects(counted(rows, term), term) for term in Term},
        promotion=promotion_lines(held),
        years=whole_years([*earlier, year]),
    )


def school_term(classes: Sequence[ClassFacts], term: Term, peoples: Peoples | None = None) -> TermFigures:
    """One term of the classes, by grade, class, sex and (where it may be read) people."""
    rows = [pupil for facts in classes for pupil in facts.pupils]
    own = counted(rows, term)
    grades, names = _grades(classes, term), _class_names(classes, term)
    groupings = [
        Grouping("khoi", "Theo khối", "Khối", tuple(groups_by(own, grades, term))),
        Grouping("lop", "Theo lớp", "Lớp", tuple(groups_by(own, names, term))),
        by_sex(own, term),
    ]
    if peoples is not None:
        groupings.append(by_people(own, peoples, term))
    return term_figures(WHOLE, rows, groupings, term)


def class_term(facts: ClassFacts, term: Term) -> TermFigures:
    """One term of one class."""
    return term_figures(f"Lớp {facts.name}", facts.pupils, [by_sex(counted(facts.pupils, term), term)], term)


def term_figures(label: str, rows: Sequence[PupilRow], groupings: Sequence[Grouping], term: Term) -> TermFigures:
    """One term of some pupils that are already told apart."""
    own = counted(rows, term)
    return TermFigures(
        term=term,
        whole=group(label, own, term),
        groupings=tuple(groupings),
        scored=tuple(scored_subjects(own, term)),
        commented=tuple(commented_subjects(own, term)),
        histogram=histogram(own, term),
        apart=group("Học sinh hoà nhập", counted(rows, term, inclusive=True), term),
    )


def by_sex(rows: Sequence[PupilRow], term: Term) -> Grouping:
    """Boys, girls, and those of whom it is not known."""
    named = sorted(rows, key=lambda row: row.person.sex)
    groups = groups_by(named, lambda row: row.person.sex or "Chưa rõ", term)
    return Grouping("gioi_tinh", "Theo giới tính", "Giới tính", tuple(groups))


def by_people(rows: Sequence[PupilRow], peoples: Peoples, term: Term) -> Grouping:
    """The majority and the minorities, as reports ask; a single people of few pupils would name a child."""
    minority = [row for row in rows if peoples.get(row.person.id, MAJORITY) != MAJORITY]
    parts = (
        (MAJORITY, [row for row in rows if peoples.get(row.person.id) == MAJORITY]),
        ("Dân tộc thiểu số", minority),
        ("– trong đó nữ", [row for row in minority if row.person.female]),
        ("Chưa rõ", [row for row in rows if row.person.id not in peoples]),
    )
    return Grouping(
        "dan_toc", "Theo dân tộc", "Dân tộc", tuple(group(name, part, term) for name, part in parts if part)
    )


def peoples_of(records: SchoolRecords) -> Peoples:
    """Each pupil's people where the life page is there to be read and says it."""
    return {student: family.ethnicity for student, family in records.families.items() if family.ethnicity}


def grade_subjects(rows: Sequence[PupilRow], term: Term) -> tuple[GradeSubjects, ...]:
    """The subjects grade by grade."""
    parts: dict[int, list[PupilRow]] = {}
    for row in rows:
        parts.setdefault(row.result.grade, []).append(row)
    return tuple(
        GradeSubjects(grade, tuple(scored_subjects(parts[grade], term)), tuple(commented_subjects(parts[grade], term)))
        for grade in sorted(parts)
    )


def promotion_lines(classes: Sequence[ClassFacts]) -> tuple[PromotionLine, ...]:
    """The whole, each grade, each class."""
    own = counted([pupil for facts in classes for pupil in facts.pupils])
    parts: dict[str, list[PupilRow]] = {WHOLE: own}
    for label in (_grades(classes, Term.CA_NAM), _class_names(classes, Term.CA_NAM)):
        for row in own:
            parts.setdefault(label(row), []).append(row)
    return tuple(PromotionLine(label, len(part), promotion(part)) for label, part in parts.items())


def _grades(classes: Sequence[ClassFacts], term: Term) -> Label:
    return _labels(classes, term, lambda facts: f"Khối {facts.grade}")


def _class_names(classes: Sequence[ClassFacts], term: Term) -> Label:
    return _labels(classes, term, lambda facts: f"Lớp {facts.name}")


def _labels(classes: Sequence[ClassFacts], term: Term, label: Callable[[ClassFacts], str]) -> Label:
    """Each pupil by the class in which he or she is counted."""
    found = {pupil.person.id: label(facts) for facts in classes for pupil in facts.pupils if pupil.counted_in(term)}
    return lambda row: found[row.person.id]


def whole_years(years: Sequence[YearFacts]) -> tuple[tuple[YearId, Group], ...]:
    """The whole school year by year."""
    return tuple((year.id, group(year.id, counted(_pupils(year)), Term.CA_NAM)) for year in years)


def _pupils(year: YearFacts) -> list[PupilRow]:
    return [pupil for facts in year.classes.values() for pupil in facts.pupils]
