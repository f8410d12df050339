"""Years that are kept as they came: before a grade's TT 22 date, before this system, or from another school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Final

from hocba_build.domain.legacy import LegacyForm, LegacySubject, LegacyTerm, LegacyYear, OldConduct, OldLearning
from hocba_build.domain.regulations import tt22_2021 as tt22
from hocba_build.domain.subjects import COMPULSORY, SUBJECTS
from hocba_build.domain.values import (
    LAST_LOWER_GRADE,
    SEMESTERS,
    Conclusion,
    Exempt,
    Level,
    Outcome,
    SchoolLevel,
    Score,
    SubjectId,
    Term,
    Title,
    round_score,
)
from hocba_build.workflows.sample.calendar import year_id
from hocba_build.workflows.sample.curriculum import is_tt22, subjects
from hocba_build.workflows.sample.drafts import level_of
from hocba_build.workflows.sample.flow import elsewhere
from hocba_build.workflows.sample.marks import TENTHS
from hocba_build.workflows.sample.names import draw_name
from hocba_build.workflows.sample.plan import bell, between, chance, derive
from hocba_build.workflows.sample.pupils import Pupil
from hocba_build.workflows.sample.remarks import subject_remark, year_remark
from hocba_build.workflows.sample.staff import OFFICE

_OLD_LOWER: Final = (
    "ngu-van toan ngoai-ngu-1 gdcd lich-su dia-li vat-li sinh-hoc cong-nghe tin-hoc gdtc am-nhac mi-thuat"
)
_OLD_UPPER: Final = "ngu-van toan ngoai-ngu-1 gdcd lich-su dia-li vat-li hoa-hoc sinh-hoc cong-nghe tin-hoc gdqpan gdtc"
_HOA_HOC_SINCE: Final = 8
"""Hoá học began in grade 8 of the old curriculum."""
_OWN_NAME, _OWN_ADDRESS = "Trường THCS và THPT Bình Minh", "Xã Tân Bình, Huyện Phú An, Tỉnh Bình Hoà"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a kept year was spent."""

    school: str = _OWN_NAME
    address: str = _OWN_ADDRESS
    own: bool = True


def earlier_years(pupil: Pupil, grade: int, year: int, seed: int) -> list[LegacyYear]:
    """The pages of a pupil's earlier grades of the level."""
    first = 6 if grade <= LAST_LOWER_GRADE else LAST_LOWER_GRADE + 1
    place = Place(*elsewhere(grade), own=False) if pupil.from_elsewhere else Place()
    return [
        kept_year(pupil, earlier, year - (grade - earlier), f"{earlier}A1", place, seed)
        for earlier in range(first, grade)
    ]


def kept_year(pupil: Pupil, grade: int, year: int, class_name: str, place: Place, seed: int) -> LegacyYear:
    """One kept page: every subject passed, under the rules of its time."""
    rng = derive(seed, "kept", year, pupil.id)
    modern = is_tt22(grade, year)
    taught = sorted(_subjects(pupil, grade, modern=modern))
    teachers = {subject: _teacher(seed, year, class_name, place.school, subject) for subject in taught}
    rows = {subject: replace(_subject(rng, pupil, subject), teachers=(teachers[subject],)) for subject in taught}
    terms = _tt22_terms(rng, rows) if modern else _tt58_terms(rng, rows)
    last = terms[Term.CA_NAM]
    level = SchoolLevel.of_grade(grade)
    return LegacyYear(
        student=pupil.id,
        year=year_id(year),
        form=LegacyForm.TT22 if modern else LegacyForm.TT58,
        from_packet=False,
        grade=grade,
        class_name=class_name,
        school=place.school,
        address=place.address,
        document=f"Học bạ số {pupil.registers[level]}/{level.name}",
        subjects=rows,
        terms=terms,
        half_days_absent=between(rng, 0, 6),
        conclusion=Conclusion.LEN_LOP,
        title=_title(rows, last),
        level_completed=True if grade == level.last_grade else None,
        remark=year_remark(rng, last.learning or _OLD_AS_NEW[last.old_learning or OldLearning.TRUNG_BINH]),
        homeroom_teacher=_teacher(seed, year, class_name, place.school, SubjectId("ngu-van")),
        principal=OFFICE[0][1] if place.own else "Đỗ Minh Quân",
    )


def _teacher(seed: int, year: int, class_name: str, school: str, subject: SubjectId) -> str:
    """Who taught the subject then; the teacher of Ngữ văn led the class."""
    rng = derive(seed, "kept-teacher", year, class_name, school, subject)
    return draw_name(rng, None, female=chance(rng, 0.6))[0]


def _subjects(pupil: Pupil, grade: int, *, modern: bool) -> frozenset[SubjectId]:
    level = SchoolLevel.of_grade(grade)
    if modern:
        return COMPULSORY[level] | (pupil.electives if level is SchoolLevel.THPT else frozenset())
    if level is SchoolLevel.THPT:
        return subjects(*_OLD_UPPER.split())
    return subjects(*_OLD_LOWER.split(), *(("hoa-hoc",) if grade >= _HOA_HOC_SINCE else ()))


def _subject(rng: Random, pupil: Pupil, subject: SubjectId) -> LegacySubject:
    if not SUBJECTS[subject].scored:
        remark = subject_remark(rng, subject, None, passed=True)
        return LegacySubject(Outcome.DAT, Outcome.DAT, Outcome.DAT, remark=remark)
    mean = pupil.talent + pupil.leanings[subject]
    first, second = (_average(rng, mean) for _ in SEMESTERS)
    year = tt22.year_average(first, second)
    return LegacySubject(first, second, year, remark=subject_remark(rng, subject, int(year * 10), passed=True))


def _average(rng: Random, mean: float) -> Score:
    """A semester average; kept pages are of pupils who went on, so none is below 5,0."""
    return TENTHS[max(50, min(99, int(bell(rng, mean, 0.3) * 10)))]


def _results(rows: Mapping[SubjectId, LegacySubject], term: Term) -> dict[SubjectId, Score | Outcome]:
    picked = {
        subject: {Term.HK1: row.hk1, Term.HK2: row.hk2, Term.CA_NAM: row.year}[term] for subject, row in rows.items()
    }
    return {
        subject: result for subject, result in picked.items() if result is not None and not isinstance(result, Exempt)
    }


def _tt22_terms(rng: Random, rows: Mapping[SubjectId, LegacySubject]) -> dict[Term, LegacyTerm]:
    first, second = (Level.TOT if chance(rng, 0.85) else Level.KHA for _ in SEMESTERS)
    conduct = {Term.HK1: first, Term.HK2: second, Term.CA_NAM: tt22.year_conduct(first, second)}
    return {term: LegacyTerm(level_of(_results(rows, term)), conduct[term]) for term in Term}


def _tt58_terms(rng: Random, rows: Mapping[SubjectId, LegacySubject]) -> dict[Term, LegacyTerm]:
    second = OldConduct.TOT if chance(rng, 0.88) else OldConduct.KHA
    conduct = {Term.HK1: OldConduct.TOT, Term.HK2: second, Term.CA_NAM: second}
    terms: dict[Term, LegacyTerm] = {}
    for term in Term:
        results = _results(rows, term)
        scores = {subject: result for subject, result in results.items() if not isinstance(result, Outcome)}
        overall = round_score(sum(scores.values(), Decimal(0)) / len(scores))
        terms[term] = LegacyTerm(None, None, _old_level(scores, overall), conduct[term], overall)
    return terms


def _old_level(scores: Mapping[SubjectId, Score], overall: Score) -> OldLearning:
    """Học lực under the old rules, for pupils none of whose scores is below 5,0.

    Nguồn: TT 58/2011, Điều 13 (sửa đổi bởi TT 26/2020).
    """
    best = max(scores[subject] for subject in subjects("ngu-van", "toan", "ngoai-ngu-1"))
    lowest = min(scores.values())
    if overall >= 8 and best >= 8 and lowest >= Decimal("6.5"):
        return OldLearning.GIOI
    if overall >= Decimal("6.5") and best >= Decimal("6.5"):
        return OldLearning.KHA
    return OldLearning.TRUNG_BINH


_OLD_AS_NEW: Final = {
    OldLearning.GIOI: Level.TOT,
    OldLearning.KHA: Level.KHA,
    OldLearning.TRUNG_BINH: Level.DAT,
    OldLearning.YEU: Level.CHUA_DAT,
    OldLearning.KEM: Level.CHUA_DAT,
}


def _title(rows: Mapping[SubjectId, LegacySubject], year: LegacyTerm) -> Title | None:
    if year.learning and year.conduct:
        averages = [year for year in _results(rows, Term.CA_NAM).values() if not isinstance(year, Outcome)]
        return tt22.title(year.conduct, year.learning, averages)
    if year.old_learning is OldLearning.GIOI and year.old_conduct is OldConduct.TOT:
        return Title.GIOI
    good = year.old_learning in (OldLearning.GIOI, OldLearning.KHA) and year.old_conduct is not OldConduct.TRUNG_BINH
    return Title.TIEN_TIEN if good else None
