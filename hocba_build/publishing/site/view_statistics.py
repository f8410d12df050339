"""The statistics of a year or of a class, by term, with plots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import LEVELS, Term
from hocba_build.domain.words import score_text, word
from hocba_build.publishing.site import paths, statistics
from hocba_build.publishing.site.cells import Link, percent_text
from hocba_build.publishing.site.charts import BarChart, Histogram, average_chart, level_chart, score_histogram
from hocba_build.publishing.site.facts import ClassFacts, PupilRow, YearFacts
from hocba_build.publishing.site.scope import Scope
from hocba_build.publishing.site.statistics import Distribution, Group


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
    promotion: tuple[tuple[str, int, str], ...]
    apart: tuple[tuple[str, str], ...]


def year_statistics(scope: Scope, year: YearFacts, term: Term) -> StatisticsView:
    """The whole school in one term."""
    classes = year.of(scope.classes[year.id])
    rows = [pupil for facts in classes for pupil in facts.pupils]
    own = statistics.counted(rows)
    grades = {pupil.person.id: f"Khối {facts.grade}" for facts in classes for pupil in facts.pupils if pupil.counted}
    names = {pupil.person.id: f"Lớp {facts.name}" for facts in classes for pupil in facts.pupils if pupil.counted}
    groupings = [
        ("Theo khối", "Khối", statistics.groups_by(own, lambda row: grades[row.person.id], term)),
        ("Theo lớp", "Lớp", statistics.groups_by(own, lambda row: names[row.person.id], term)),
        ("Theo giới tính", "Giới tính", _by_sex(own, term)),
    ]
    whole = statistics.group("Toàn trường", own, term)
    return _view(f"Thống kê năm học {year.id}", _tabs(year, term, None), term, rows, [(whole, groupings)])


def class_statistics(year: YearFacts, facts: ClassFacts, term: Term) -> StatisticsView:
    """One class in one term."""
    own = statistics.counted(facts.pupils)
    whole = statistics.group(f"Lớp {facts.name}", own, term)
    groupings = [("Theo giới tính", "Giới tính", _by_sex(own, term))]
    title = f"Thống kê lớp {facts.name}, năm học {year.id}"
    return _view(title, _tabs(year, term, facts), term, facts.pupils, [(whole, groupings)])


def _by_sex(rows: Sequence[PupilRow], term: Term) -> list[Group]:
    named = sorted(rows, key=lambda row: row.person.sex)
    return statistics.groups_by(named, lambda row: row.person.sex or "Chưa rõ", term)


def _tabs(year: YearFacts, chosen: Term, facts: ClassFacts | None) -> tuple[tuple[Link, bool], ...]:
    class_id = facts.id if facts else None
    return tuple((Link(word(term), paths.statistics_page(year.id, term, class_id)), term is chosen) for term in Term)


def _view(
    title: str,
    tabs: tuple[tuple[Link, bool], ...],
    term: Term,
    rows: Sequence[PupilRow],
    parts: Sequence[tuple[Group, list[tuple[str, str, list[Group]]]]],
) -> StatisticsView:
    own = statistics.counted(rows)
    scored = statistics.scored_subjects(own, term)
    names = [SUBJECTS[subject.subject].name for subject in scored]
    whole, groupings = parts[0]
    apart = statistics.counted(rows, inclusive=True)
    return StatisticsView(
        title=title,
        term=word(term),
        term_id=term.value.replace("_", "-"),
        whole=whole.label,
        tabs=tabs,
        size=len(own),
        inclusive=len(apart),
        learning=tuple(_levels("hoc-tap", index, whole, part, learning=True) for index, part in enumerate(groupings)),
        conduct=tuple(_levels("ren-luyen", index, whole, part, learning=False) for index, part in enumerate(groupings)),
        averages=average_chart("trung-binh", f"Điểm trung bình các môn, {word(term)}", scored, names),
        scores=score_histogram("pho-diem", f"Phổ điểm trung bình môn, {word(term)}", statistics.histogram(own, term)),
        scored=tuple(_subject(subject, name) for subject, name in zip(scored, names, strict=True)),
        commented=tuple(_commented(subject) for subject in statistics.commented_subjects(own, term)),
        promotion=_promotion(own) if term is Term.CA_NAM else (),
        apart=_apart(apart, term),
    )


def _levels(key: str, index: int, whole: Group, part: tuple[str, str, list[Group]], *, learning: bool) -> LevelTable:
    title, first, groups = part
    rows = [*groups, whole] if index == 0 else groups
    spreads = [(group.label, group.learning if learning else group.conduct) for group in rows]
    sizes = {group.label: group.size for group in rows}
    chart = level_chart(f"{key}-{index}", f"{'Học tập' if learning else 'Rèn luyện'} – {title.lower()}", spreads)
    return LevelTable(title, first, chart, tuple(_level_row(label, sizes[label], one) for label, one in spreads))


def _level_row(label: str, size: int, spread: Distribution) -> tuple[str, int, tuple[str, ...], str]:
    cells = tuple(_share(spread.counts[level], spread.known) for level in LEVELS)
    return label, size, cells, str(spread.unknown) if spread.unknown else "–"


def _share(count: int, whole: int) -> str:
    """A count with its share; nothing of nothing is a dash."""
    if not whole:
        return "–"
    return f"{count} ({percent_text(count, whole)})" if count else "0"


def _subject(subject: statistics.ScoredSubject, name: str) -> SubjectRow:
    average = "–" if subject.average is None else score_text(subject.average)
    return SubjectRow(name, subject.size, average, tuple(str(count) if count else "–" for count in subject.bands))


def _commented(subject: statistics.CommentedSubject) -> tuple[str, str, str]:
    whole = subject.passed + subject.failed
    passed, failed = (_share(count, whole) for count in (subject.passed, subject.failed))
    return SUBJECTS[subject.subject].name, passed, failed


def _promotion(rows: Sequence[PupilRow]) -> tuple[tuple[str, int, str], ...]:
    """Label, count, share."""
    found = statistics.promotion(rows)
    lines = [(word(conclusion), count) for conclusion, count in found.conclusions.items()]
    lines.append(("Chưa kết luận", found.open))
    lines += [(word(title), count) for title, count in found.titles.items()]
    if found.completed + found.not_completed:
        lines.append(("Hoàn thành cấp học (lớp 9, lớp 12)", found.completed))
        lines.append(("Không hoàn thành cấp học (lớp 9, lớp 12)", found.not_completed))
    return tuple((label, count, percent_text(count, len(rows))) for label, count in lines)


def _apart(rows: Sequence[PupilRow], term: Term) -> tuple[tuple[str, str], ...]:
    """Pupils of inclusive education as counts only, beside the school's figures."""
    if not rows:
        return ()
    group = statistics.group("", rows, term)
    found = []
    for label, spread in (("Học tập", group.learning), ("Rèn luyện", group.conduct)):
        words = [f"{word(level)} {spread.counts[level]}" for level in LEVELS if spread.counts[level]]
        words += [f"chưa xếp mức {spread.unknown}"] if spread.unknown else []
        found.append((label, ", ".join(words)))
    return tuple(found)
