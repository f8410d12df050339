"""After the year: re-assessment (Điều 14), summer conduct (Điều 13), and what they change; first results stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from hocba_build.domain.entries import Decision
from hocba_build.domain.regulations import tt22_2021 as tt22
from hocba_build.domain.results.join import StudentStays
from hocba_build.domain.results.levels import failing, learning_of
from hocba_build.domain.results.model import Learning, Notice, SubjectResult, TermLevels
from hocba_build.domain.school import Switches
from hocba_build.domain.values import Conclusion, Exempt, Level, Outcome, SubjectId, Term


def with_reassessments(
    stays: StudentStays, subjects: Mapping[SubjectId, SubjectResult], *, open_to: Iterable[SubjectId]
) -> dict[SubjectId, SubjectResult]:
    """Put the later results beside the first ones, where the pupil is due for re-assessment."""
    due = set(open_to)
    return {key: _reassessed(stays, subject) if key in due else subject for key, subject in subjects.items()}


def _reassessed(stays: StudentStays, subject: SubjectResult) -> SubjectResult:
    entry = stays.last_row(lambda records: records.reassessments.get(subject.subject, {}).get(stays.student))
    if entry is None:
        return replace(subject, due=True)
    return replace(subject, due=True, reassessed=entry.result, not_sat=entry.not_sat)


def due_subjects(subjects: Mapping[SubjectId, SubjectResult]) -> list[SubjectId]:
    """Subjects whose year result may be re-assessed (Điều 14)."""
    return [
        key
        for key, subject in subjects.items()
        if subject.year is not None and not isinstance(subject.year, Exempt) and tt22.due_for_reassessment(subject.year)
    ]


def failed_comments(subjects: Mapping[SubjectId, SubjectResult]) -> list[SubjectId]:
    """Subjects by comment whose year result is Chưa đạt."""
    return [key for key, subject in subjects.items() if subject.year is Outcome.CHUA_DAT]


def after_reassessment(
    first: Learning, subjects: Mapping[SubjectId, SubjectResult], switches: Switches, decisions: Iterable[Decision]
) -> tuple[Learning, Notice | None]:
    """Điều 9 applied again, khoản 3 included, to the results that count in the end; what is left to the principal."""
    if all(subject.reassessed is None for subject in subjects.values()):
        return first, None
    results = {key: subject.standing for key, subject in subjects.items()}
    return learning_of(results, Term.CA_NAM, switches, decisions)


def conclude_summer(
    first: Conclusion | None, final: TermLevels, subjects: Mapping[SubjectId, SubjectResult], summer: Level | None
) -> Conclusion | None:
    """What the summer makes of the first conclusion; unchanged while its results are still to come."""
    if first is Conclusion.REN_LUYEN_HE and summer is not None:
        return Conclusion.O_LAI_LOP if failing(summer) else Conclusion.LEN_LOP
    if first is not Conclusion.KIEM_TRA_LAI:
        return first
    if final.learning.level is not None and not failing(final.learning.level):
        return Conclusion.LEN_LOP
    due = [subject for subject in subjects.values() if subject.due]
    over = all(subject.reassessed is not None or subject.not_sat for subject in due)
    return Conclusion.O_LAI_LOP if over else first
