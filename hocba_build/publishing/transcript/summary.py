"""The summary page of a year: levels, absences, promotion, completion, honours."""

from __future__ import annotations

from collections.abc import Sequence

from hocba_build.domain.entries import Completion, ConductEntry, Honours
from hocba_build.domain.legacy import LegacyForm, LegacyTerm, LegacyYear
from hocba_build.domain.results import StudentYear, TermLevels
from hocba_build.domain.values import Conclusion, SchoolLevel, Term, Title
from hocba_build.domain.words import award_text, date_text, score_text, word
from hocba_build.publishing.transcript.model import Summary, SummaryRow

NOT_DUE = "–"
"""Stands where the form asks for something this grade does not have."""


def computed_summary(year: StudentYear, honours: Honours, summer: ConductEntry | None, remark: str) -> Summary:
    """The summary of a computed year."""
    reassessed = any(subject.reassessed is not None for subject in year.subjects.values())
    promoted, not_promoted = _promotion(year.grade, year.conclusion)
    return Summary(
        rows=tuple(_row(term, year.terms.get(term)) for term in Term),
        half_days="" if year.half_days_absent is None else str(year.half_days_absent),
        conduct_after=word(year.final.conduct) if summer is not None else "",
        learning_after=word(year.final.learning.level) if reassessed else "",
        promoted=promoted,
        not_promoted=not_promoted,
        completion=_completion(year.grade, completed=year.level_completed, decision=year.completion),
        certificates=tuple((name, grade or "") for name, grade in honours.certificates),
        contests=tuple(f"{name}: {result}" if result else name for name, result in honours.contests),
        awards=_awards(honours, year.title),
        remark=remark,
    )


def kept_summary(year: LegacyYear) -> Summary:
    """The summary of a kept year, exactly as it came."""
    last = year.terms.get(Term.CA_NAM, LegacyTerm())
    before = year.first
    reassessed = any(subject.reassessed is not None for subject in year.subjects.values())
    promoted, not_promoted = _promotion(year.grade, year.conclusion)
    return Summary(
        rows=tuple(_kept_row(year, term) for term in Term),
        half_days="" if year.half_days_absent is None else str(year.half_days_absent),
        conduct_after=word(year.summer_conduct or (last.conduct if before and before[1] is not last.conduct else None)),
        learning_after=word(last.learning) if reassessed or (before and before[0] is not last.learning) else "",
        promoted=promoted,
        not_promoted=not_promoted,
        completion=_completion(year.grade, completed=year.level_completed, decision=year.completion),
        certificates=tuple(map(_certificate, year.certificates)),
        contests=year.contests,
        awards=_with_title(year.awards, year.title),
        remark=year.remark or "",
    )


def _certificate(text: str) -> tuple[str, str]:
    """Name and grade of a certificate that was kept in one line."""
    name, _, grade = text.rpartition(": ")
    return (name, grade) if name else (text, "")


def _row(term: Term, levels: TermLevels | None) -> SummaryRow:
    if levels is None:
        return SummaryRow(word(term), "", "")
    return SummaryRow(word(term), word(levels.conduct), word(levels.learning.level))


def _kept_row(year: LegacyYear, term: Term) -> SummaryRow:
    """The first levels of the year stand in the table; later ones have cells of their own."""
    values = year.terms.get(term, LegacyTerm())
    if year.form is LegacyForm.TT58:
        average = "" if values.overall_average is None else score_text(values.overall_average)
        return SummaryRow(word(term), word(values.old_conduct), word(values.old_learning), average)
    if term is Term.CA_NAM and year.first is not None:
        return SummaryRow(word(term), word(year.first[1]), word(year.first[0]))
    return SummaryRow(word(term), word(values.conduct), word(values.learning))


def _promotion(grade: int, conclusion: Conclusion | None) -> tuple[str, str]:
    """What stands beside "Được lên lớp" and "Không được lên lớp"; blank while the summer decides."""
    if conclusion is Conclusion.O_LAI_LOP:
        return NOT_DUE, f"Ở lại lớp {grade}"
    if conclusion is not Conclusion.LEN_LOP:
        return "", ""
    last = grade == SchoolLevel.of_grade(grade).last_grade
    return (NOT_DUE if last else f"Lớp {grade + 1}"), NOT_DUE


def _completion(grade: int, *, completed: bool | None, decision: Completion | None) -> str:
    level = SchoolLevel.of_grade(grade)
    if grade != level.last_grade:
        return NOT_DUE
    if completed is None:
        return ""
    text = f"{'Hoàn thành' if completed else 'Không hoàn thành'} chương trình {word(level)}"
    if not completed or decision is None:
        return text
    register = f"; số vào sổ {decision.register_number}" if decision.register_number else ""
    return f"{text} (Quyết định số {decision.number} ngày {date_text(decision.decided_on)}{register})"


def _awards(honours: Honours, title: Title | None) -> tuple[str, ...]:
    """The awards with their decisions; a title that no award names stands first."""
    return _with_title([award_text(award) for award in honours.awards], title)


def _with_title(texts: Sequence[str], title: Title | None) -> tuple[str, ...]:
    named = title is None or any(word(title) in text for text in texts)
    return tuple(texts) if named else (word(title), *texts)
