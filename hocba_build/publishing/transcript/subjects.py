"""The rows of the subject page, from computed results or from a kept year."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from hocba_build.domain.legacy import LegacySubject, LegacyYear
from hocba_build.domain.results import SubjectResult
from hocba_build.domain.subjects import ORDER, SUBJECTS
from hocba_build.domain.values import SubjectId, Term
from hocba_build.domain.words import result_text
from hocba_build.publishing.transcript.model import SubjectRow

FOREIGN = SubjectId("ngoai-ngu-1")

Rows = Sequence[tuple[SubjectId, str]]


def computed_rows(
    form_rows: Rows,
    subjects: Collection[SubjectResult],
    teachers: Callable[[SubjectId], tuple[str, ...]],
    language: str | None,
) -> tuple[SubjectRow, ...]:
    """The form's rows filled with a computed year; a subject the form does not know is added below."""
    taken = {result.subject: result for result in subjects}
    return tuple(
        _computed((subject, _label(subject, label, language)), taken[subject], teachers(subject))
        if subject in taken
        else SubjectRow(label, used=False, subject=subject)
        for subject, label in _complete(form_rows, taken)
    )


def kept_rows(form_rows: Rows, year: LegacyYear) -> tuple[SubjectRow, ...]:
    """The form's rows with the values of a kept year, exactly as they came."""
    return tuple(
        _kept(label, year.subjects[subject]) if subject in year.subjects else SubjectRow(label, used=False)
        for subject, label in _complete(form_rows, year.subjects)
    )


def _complete(form_rows: Rows, taken: Collection[SubjectId]) -> Rows:
    known = {subject for subject, _ in form_rows}
    extra = sorted((subject for subject in taken if subject not in known), key=ORDER.__getitem__)
    return [*form_rows, *((subject, SUBJECTS[subject].name) for subject in extra)]


def _label(subject: SubjectId, label: str, language: str | None) -> str:
    return f"{label} ({language})" if subject == FOREIGN and language else label


def _computed(row: tuple[SubjectId, str], result: SubjectResult, teachers: tuple[str, ...]) -> SubjectRow:
    return SubjectRow(
        label=row[1],
        subject=row[0],
        used=True,
        hk1=result_text(result.of(Term.HK1)),
        hk2=result_text(result.of(Term.HK2)),
        year=result_text(result.year),
        reassessed=result_text(result.reassessed),
        remark=result.remark or "",
        teachers=teachers,
    )


def _kept(label: str, subject: LegacySubject) -> SubjectRow:
    return SubjectRow(
        label=label,
        used=True,
        hk1=result_text(subject.hk1),
        hk2=result_text(subject.hk2),
        year=result_text(subject.year),
        reassessed=result_text(subject.reassessed),
        remark=subject.remark or "",
        teachers=subject.teachers,
    )
