"""Learning and conduct levels of a semester or a year, with decisions where the law leaves them to the principal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hocba_build.domain.entries import Decision, DecisionKind, Mode
from hocba_build.domain.regulations import tt22_2021 as tt22
from hocba_build.domain.results.join import StudentStays
from hocba_build.domain.results.model import Learning, Notice, SubjectResult, TermLevels
from hocba_build.domain.results.subjects import SEMESTER_NAMES
from hocba_build.domain.school import Adjustment, Switches
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import LEVELS, SEMESTERS, Exempt, Level, Outcome, Result, SubjectId, Term


def term_levels(
    stays: StudentStays, subjects: Mapping[SubjectId, SubjectResult], switches: Switches
) -> tuple[dict[Term, TermLevels], list[Notice]]:
    """First levels of both semesters and of the year, with what a person must decide."""
    levels: dict[Term, TermLevels] = {}
    notices: list[Notice] = []
    for term in Term:
        results = {key: subject.of(term) for key, subject in subjects.items()}
        learning, notice = _learning(stays, term, results, switches)
        if learning.level is None and _without_scores(subjects, term):
            learning = _by_decision(stays, term)
        levels[term] = TermLevels(learning, _conduct(stays, term))
        notices += [notice] if notice else []
    return levels, notices


def _conduct(stays: StudentStays, term: Term) -> Level | None:
    if term is not Term.CA_NAM:
        return stays.conduct(term)
    first, second = (stays.conduct(semester) for semester in SEMESTERS)
    return tt22.year_conduct(first, second) if first and second else None


def _learning(
    stays: StudentStays, term: Term, results: Mapping[SubjectId, Result | None], switches: Switches
) -> tuple[Learning, Notice | None]:
    brought = stays.brought(term)
    if brought and brought.learning and stays.transfer:
        return Learning(brought.learning, kept_from=stays.transfer.school), None
    return learning_of(results, term, switches, stays.decisions())


def _by_decision(stays: StudentStays, term: Term) -> Learning:
    """The level the principal gives where a subject by individual plan has no score; blank until then."""
    given = [each for each in stays.decisions() if each.kind is DecisionKind.XEP_MUC and each.term is term]
    return Learning(given[-1].level, decision=given[-1].number) if given else Learning()


def _without_scores(subjects: Mapping[SubjectId, SubjectResult], term: Term) -> bool:
    """Whether all that is missing are subjects by individual plan, which need not give a score (Điều 11)."""
    missing = [subject for subject in subjects.values() if subject.of(term) is None]
    return bool(missing) and all(subject.mode is Mode.KHGDCN for subject in missing)


def learning_of(
    results: Mapping[SubjectId, Result | None], term: Term, switches: Switches, decisions: Iterable[Decision]
) -> tuple[Learning, Notice | None]:
    """The learning level of a term (Điều 9 khoản 2, 3); blank while a result is missing."""
    if not results or any(result is None for result in results.values()):
        return Learning(), None
    read = _readable(results)
    own = {decision.kind: decision for decision in decisions if decision.term is term}
    if len(read.scores) < tt22.ENOUGH_SUBJECTS:
        return _decided(own.get(DecisionKind.XEP_MUC), term)
    return _adjusted(read, term, switches, own.get(DecisionKind.DIEU_CHINH))


def _readable(results: Mapping[SubjectId, Result | None]) -> tt22.SubjectResults:
    known = {key: value for key, value in results.items() if value is not None and not isinstance(value, Exempt)}
    return tt22.SubjectResults(
        {key: value for key, value in known.items() if not isinstance(value, Outcome)},
        {key: value for key, value in known.items() if isinstance(value, Outcome)},
    )


def _decided(decision: Decision | None, term: Term) -> tuple[Learning, Notice | None]:
    """Fewer than six scored subjects: the circular gives no rule but the principal's decision."""
    if decision:
        return Learning(decision.level, decision=decision.number), None
    return Learning(), Notice(
        "HB253",
        f"Dưới {tt22.ENOUGH_SUBJECTS} môn có điểm, máy không xếp mức học tập {SEMESTER_NAMES[term]}: "
        "Hiệu trưởng quyết định và ghi vào quyet-dinh.yaml (loai: xep_muc).",
    )


def _adjusted(
    read: tt22.SubjectResults, term: Term, switches: Switches, decision: Decision | None
) -> tuple[Learning, Notice | None]:
    base = tt22.learning_level(read)
    commented = switches.adjust_for_commented
    replace = switches.adjustment is Adjustment.THAY_MON
    level, subject = tt22.adjusted_level(read, replace=replace, commented_too=commented)
    if subject:
        return Learning(level, base, subject), None
    wider, only = tt22.adjusted_level(read, replace=True, commented_too=commented)
    if only is None:
        return Learning(base, base), None
    if decision and decision.level is wider:
        return Learning(wider, base, only, decision=decision.number), None
    if decision and decision.level is base:
        return Learning(base, base, decision=decision.number), None  # The principal decided not to raise it.
    return Learning(base, base), Notice(
        "HB251",
        f"Mức học tập {SEMESTER_NAMES[term]} chỉ được nâng (Điều 9 khoản 3) nếu thay kết quả môn "
        f"{SUBJECTS[only].name}, không được nâng nếu bỏ môn ấy: Hiệu trưởng quyết định và ghi vào "
        "quyet-dinh.yaml (loai: dieu_chinh).",
    )


def failing(level: Level | None) -> bool:
    """Whether a level is known and is the lowest one."""
    return level is LEVELS[-1]
