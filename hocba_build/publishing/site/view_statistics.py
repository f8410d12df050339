"""The statistics of a year or of a class, by term, with plots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hocba_build.domain.facts import ClassFacts, YearFacts
from hocba_build.domain.statistics import counts, figures
from hocba_build.domain.statistics.counts import Distribution, Group
from hocba_build.domain.statistics.figures import Grouping, PromotionLine, TermFigures
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import LEVELS, SEMESTERS, Conclusion, Term
from hocba_build.domain.words import percent_text, score_text, word
from hocba_build.publishing.site import paths
from hocba_build.publishing.site.cells import Link
from hocba_build.publishing.site.charts import BarChart, Histogram, average_chart, level_chart, score_histogram
from hocba_build.publishing.site.scope import Scope


@dataclass(frozen=True, slots=True)
class LevelTable:
    """Levels by group: a plot, and the same in figures."""

    title: str
    first: str
    chart: BarChart
    rows: tuple[tuple[str, int, tuple[str, ...], str], ...]
    """Label, pupils, one cell a level, and those without a level."""


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """A scored subject's line."""

    name: str
    size: int
    average: str
    bands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PromotionRow:
    """How the year ended for one group: one cell a conclusion, none yet, a title, and the level's completion."""

    label: str
    size: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatisticsView:
    """Everything on the page."""

    title: str
    term: str
    term_id: str
    whole: str
    """The label of the row that sums up the others."""
    tabs: tuple[tuple[Link, bool], ...]
    size: int
    inclusive: int
    learning: tuple[LevelTable, ...]
    conduct: tuple[LevelTable, ...]
    averages: BarChart
    scores: Histogram
    scored: tuple[SubjectRow, ...]
    commented: tuple[tuple[str, str, str], ...]
    apart: tuple[tuple[str, str], ...]
    promotion: tuple[PromotionRow, ...] = ()
    comparison: tuple[LevelTable, ...] = ()


def year_statistics(scope: Scope, year: YearFacts, term: Term, earlier: Sequence[YearFacts] = ()) -> StatisticsView:
    """The whole school in one term; on the page of the year also beside its semesters and the earlier years."""
    classes = year.of(scope.classes[year.id])
    shown = figures.school_term(classes, term, scope.peoples)
    view = _view(f"Thống kê năm học {year.id}", _tabs(year, term, None), shown)
    if term is not Term.CA_NAM:
        return view
    semesters = [figures.school_term(classes, one).whole for one in SEMESTERS]
    terms = [(word(one), whole) for one, whole in zip(Term, (*semesters, shown.whole), strict=True)]
    comparison = (
        _comparison("ki", "Các học kì", terms),
        _comparison("nam", "Các năm học", figures.whole_years([*earlier, year])),
    )
    promotion = tuple(map(_promotion_line, figures.promotion_lines(classes)))
    return replace(view, comparison=comparison, promotion=promotion)


def class_statistics(year: YearFacts, facts: ClassFacts, term: Term) -> StatisticsView:
    """One class in one term."""
    title = f"Thống kê lớp {facts.name}, năm học {year.id}"
    view = _view(title, _tabs(year, term, facts), figures.class_term(facts, term))
    if term is not Term.CA_NAM:
        return view
    own = counts.counted(facts.pupils)
    line = figures.PromotionLine(f"Lớp {facts.name}", len(own), counts.promotion(own))
    return replace(view, promotion=(_promotion_line(line),))


def _tabs(year: YearFacts, chosen: Term, facts: ClassFacts | None) -> tuple[tuple[Link, bool], ...]:
    class_id = facts.id if facts else None
    pages = [(word(term), paths.statistics_page(year.id, term, class_id), term is chosen) for term in Term]
    tabs = [(Link(text, path), here) for text, path, here in pages]
    return (*tabs, (Link("Danh sách xét", paths.lists_page(year.id, class_id)), False))


def _view(title: str, tabs: tuple[tuple[Link, bool], ...], shown: TermFigures) -> StatisticsView:
    names = [SUBJECTS[subject.subject].name for subject in shown.scored]
    term = word(shown.term)
    return StatisticsView(
        title=title,
        term=term,
        term_id=shown.term.value.replace("_", "-"),
        whole=shown.whole.label,
        tabs=tabs,
        size=shown.whole.size,
        inclusive=shown.apart.size,
        learning=_tables("hoc-tap", shown, learning=True),
        conduct=_tables("ren-luyen", shown, learning=False),
        averages=average_chart("trung-binh", f"Điểm trung bình các môn, {term}", shown.scored, names),
        scores=score_histogram("pho-diem", f"Phổ điểm trung bình môn, {term}", shown.histogram),
        scored=tuple(_subject(subject, name) for subject, name in zip(shown.scored, names, strict=True)),
        commented=tuple(_commented(subject) for subject in shown.commented),
        apart=_apart(shown.apart),
    )


def _tables(key: str, shown: TermFigures, *, learning: bool) -> tuple[LevelTable, ...]:
    """One table a way of telling pupils apart; the sum stands under the first."""
    return tuple(
        _levels(f"{key}-{index}", part, None if index else shown.whole, learning=learning)
        for index, part in enumerate(shown.groupings)
    )


def _comparison(key: str, title: str, rows: Sequence[tuple[str, Group]]) -> LevelTable:
    """Learning levels side by side."""
    spreads = [(label, group.learning) for label, group in rows]
    chart = level_chart(f"so-sanh-{key}", f"Học tập – {title.lower()}", spreads)
    lines = tuple(_level_row(label, group.size, group.learning) for label, group in rows)
    return LevelTable(title, "Kì" if key == "ki" else "Năm học", chart, lines)


def _levels(key: str, part: Grouping, whole: Group | None, *, learning: bool) -> LevelTable:
    rows = [*part.groups, whole] if whole else part.groups
    spreads = [(group.label, group.learning if learning else group.conduct) for group in rows]
    chart = level_chart(key, f"{'Học tập' if learning else 'Rèn luyện'} – {part.title.lower()}", spreads)
    lines = (_level_row(group.label, group.size, spread) for group, (_, spread) in zip(rows, spreads, strict=True))
    return LevelTable(part.title, part.first, chart, tuple(lines))


def _level_row(label: str, size: int, spread: Distribution) -> tuple[str, int, tuple[str, ...], str]:
    cells = tuple(_share(spread.counts[level], spread.known) for level in LEVELS)
    return label, size, cells, str(spread.unknown) if spread.unknown else "–"


def _share(count: int, whole: int) -> str:
    """A count with its share; nothing of nothing is a dash."""
    if not whole:
        return "–"
    return f"{count} ({percent_text(count, whole)})" if count else "0"


def _subject(subject: counts.ScoredSubject, name: str) -> SubjectRow:
    average = "–" if subject.average is None else score_text(subject.average)
    return SubjectRow(name, subject.size, average, tuple(str(count) if count else "–" for count in subject.bands))


def _commented(subject: counts.CommentedSubject) -> tuple[str, str, str]:
    whole = subject.passed + subject.failed
    passed, failed = (_share(count, whole) for count in (subject.passed, subject.failed))
    return SUBJECTS[subject.subject].name, passed, failed


def _promotion_line(line: PromotionLine) -> PromotionRow:
    ended = line.ended
    found = [ended.conclusions[conclusion] for conclusion in Conclusion]
    cells = [_share(count, line.size) for count in (*found, ended.open, *ended.titles.values())]
    last = ended.completed + ended.not_completed
    return PromotionRow(
        line.label,
        line.size,
        (*cells, _share(ended.completed, last), _share(ended.not_completed, last)),
    )


def _apart(group: Group) -> tuple[tuple[str, str], ...]:
    """Pupils of inclusive education as counts only, beside the school's figures."""
    if not group.size:
        return ()
    found = []
    for label, spread in (("Học tập", group.learning), ("Rèn luyện", group.conduct)):
        words = [f"{word(level)} {spread.counts[level]}" for level in LEVELS if spread.counts[level]]
        words += [f"chưa xếp mức {spread.unknown}"] if spread.unknown else []
        found.append((label, ", ".join(words)))
    return tuple(found)
