"""What a row of a sheet comes to, by the rules of the regulation, in the words beside it.

A sheet of the whole year tells what was and what it becomes: the first result stays on the page (Điều 14, Điều 13).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Final, TypeAlias

from hocba_build.domain.results import StudentYear
from hocba_build.domain.subjects import ELECTIVES_TAKEN, STUDY_TOPICS_TAKEN, SUBJECTS
from hocba_build.domain.values import Conclusion, SchoolLevel, SubjectId, Term
from hocba_build.domain.words import result_text, word
from hocba_build.exchange.columns import (
    AVERAGE,
    CHOICES,
    COMPLETIONS,
    HONOURS,
    OUTCOME,
    SUMMER_CONDUCT,
    SheetKey,
)
from hocba_build.exchange.tokens import Tokens

LEARNING: Final = "Học tập"
ABSENT: Final = "Tổng nghỉ"
CONCLUSION: Final = "Kết luận"
_SHORT: Final = {
    Conclusion.LEN_LOP: "Lên lớp",
    Conclusion.KIEM_TRA_LAI: "Chờ đánh giá lại",
    Conclusion.REN_LUYEN_HE: "Chờ rèn luyện hè",
    Conclusion.O_LAI_LOP: "Ở lại lớp",
}
Told: TypeAlias = tuple[str, ...]
"""One text a label."""
_LABELS: Final[Mapping[str, Told]] = {
    SUMMER_CONDUCT: ("Rèn luyện cả năm", CONCLUSION),
    HONOURS: ("Danh hiệu", LEARNING, "Rèn luyện"),
    COMPLETIONS: (CONCLUSION, "Hoàn thành cấp học"),
    CHOICES: ("Môn lựa chọn", "Chuyên đề"),
}


def labels_of(key: SheetKey) -> Told:
    """What the results beside a sheet's rows are called."""
    if key.term is Term.CA_NAM:
        return _LABELS.get(key.table, ("Cả năm", LEARNING, CONCLUSION))
    if key.subject is None:
        return ABSENT, LEARNING
    return AVERAGE if SUBJECTS[key.subject].scored else OUTCOME, LEARNING


def told(key: SheetKey, after: StudentYear, words: Tokens) -> Told:
    """What one row comes to with its ``words``; first results stand beside those after the summer."""
    if key.term is Term.CA_NAM:
        return _OF_YEAR[key.table](key, after, words)
    level = word(after.terms[key.term].learning.level)
    if key.subject is None:
        counted = after.absences.get(key.term)
        return str(counted.total) if counted else "", level
    subject = after.subjects.get(key.subject)
    return result_text(subject.semesters[key.term].value) if subject else "", level


def _reassessed(key: SheetKey, after: StudentYear, _: Tokens) -> Told:
    """The mark that counts in the end beside the first one; levels and conclusion before and after (Điều 14)."""
    subject = after.subjects.get(key.subject or SubjectId(""))
    mark = _becomes(result_text(subject.year), result_text(subject.standing)) if subject else ""
    first = after.terms[Term.CA_NAM].learning.level
    return mark, _levels(first, after.final.learning.level), _conclusions(after)


def _trained(_: SheetKey, after: StudentYear, __: Tokens) -> Told:
    return _levels(after.terms[Term.CA_NAM].conduct, after.final.conduct), _conclusions(after)


def _honoured(_: SheetKey, after: StudentYear, __: Tokens) -> Told:
    levels = after.terms[Term.CA_NAM]
    return word(after.title), word(levels.learning.level), word(levels.conduct)


def _completed(_: SheetKey, after: StudentYear, words: Tokens) -> Told:
    state = "Đã công nhận" if words.get("so") else "Đủ điều kiện" if after.level_completed else "Chưa đủ điều kiện"
    return _SHORT.get(after.conclusion, "") if after.conclusion else "", state


def _chosen(_: SheetKey, after: StudentYear, words: Tokens) -> Told:
    if SchoolLevel.of_grade(after.grade) is SchoolLevel.THCS:
        return "", ""
    counts = [sum(name.startswith(part) for name in words) for part in ("lua_chon.", "chuyen_de.")]
    return f"{counts[0]}/{ELECTIVES_TAKEN}", f"{counts[1]}/{STUDY_TOPICS_TAKEN}"


_OF_YEAR: Final[Mapping[str, Callable[[SheetKey, StudentYear, Tokens], Told]]] = {
    "": _reassessed,
    SUMMER_CONDUCT: _trained,
    HONOURS: _honoured,
    COMPLETIONS: _completed,
    CHOICES: _chosen,
}


def conclusion_text(year: StudentYear) -> str:
    """What becomes of a pupil, in a word or two."""
    return _SHORT[year.conclusion] if year.conclusion else "chưa kết luận"


def _conclusions(year: StudentYear) -> str:
    first = _SHORT[year.first_conclusion] if year.first_conclusion else ""
    return _becomes(first, _SHORT[year.conclusion] if year.conclusion else "")


def _levels(first: Enum | None, final: Enum | None) -> str:
    return _becomes(word(first), word(final))


def _becomes(first: str, final: str) -> str:
    return final if first == final or not first else f"{first} → {final}"
