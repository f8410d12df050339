"""The summaries of both semesters and of the year, the year's conclusions with their sums, the principal's page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from hocba_build.domain.class_book.model import Column, Kind, Page, numbered
from hocba_build.domain.class_book.subject_pages import mark, subjects_of
from hocba_build.domain.facts import ClassFacts, PupilRow, YearFacts
from hocba_build.domain.signers import Signature
from hocba_build.domain.statistics.counts import counted, promotion
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.tables import Cell
from hocba_build.domain.values import Conclusion, Standing, SubjectId, Term
from hocba_build.domain.words import award_text, word

_NUMBER, _NAME = Column("STT", Kind.NUMBER), Column("Họ và tên", Kind.NAME)
_NOTE: Final = Column("Ghi chú", Kind.NOTE)


def summary_pages(year: YearFacts, facts: ClassFacts, homeroom: str, head: Signature) -> Iterator[Page]:
    """Every subject side by side, for each semester and the year; then what became of each pupil."""
    subjects = subjects_of(facts)
    for term in Term:
        yield _term_page(year, facts, subjects, term, homeroom)
    yield _ending_page(year, facts, homeroom, head)


def _term_page(year: YearFacts, facts: ClassFacts, subjects: Sequence[SubjectId], term: Term, homeroom: str) -> Page:
    heads = [Column(SUBJECTS[subject].short, Kind.COUNT) for subject in subjects]
    levels = [Column("Kết quả học tập", Kind.WORD), Column("Kết quả rèn luyện", Kind.WORD)]
    rows = numbered(_results(pupil, subjects, term) for pupil in facts.pupils)
    return Page(
        key=f"Tổng hợp {'cả năm' if term is Term.CA_NAM else term.value.upper()}",
        title=f"TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ – {word(term).upper()}",
        subtitle=f"Lớp {facts.name} – Năm học {year.id}",
        columns=(_NUMBER, _NAME, *heads, *levels, _NOTE),
        rows=rows,
        signed=(("Giáo viên chủ nhiệm", homeroom),),
        hints=("Kết quả cả năm là kết quả trước khi đánh giá lại, rèn luyện hè.",) if term is Term.CA_NAM else (),
        wide=True,
    )


def _results(pupil: PupilRow, subjects: Sequence[SubjectId], term: Term) -> tuple[Cell, ...]:
    result = pupil.result
    cells = [mark(result.subjects[key].of(term)) if key in result.subjects else None for key in subjects]
    levels = result.terms[term]
    return (pupil.person.name, *cells, word(levels.learning.level), word(levels.conduct), _standing(pupil))


def _standing(pupil: PupilRow) -> str:
    notes = [] if pupil.standing is Standing.DANG_HOC else [word(pupil.standing)]
    return "; ".join([*notes, *(["Hoà nhập"] if pupil.enrolment.inclusive else [])])


def _ending_page(year: YearFacts, facts: ClassFacts, homeroom: str, head: Signature) -> Page:
    columns = [_NUMBER, _NAME]
    columns += [Column(text, Kind.WORD, "Mức đánh giá cả năm") for text in ("Rèn luyện", "Học tập")]
    after = "Sau rèn luyện hè, đánh giá lại"
    columns += [Column(text, Kind.WORD, after) for text in ("Rèn luyện", "Học tập")]
    columns += [Column("Tổng số buổi nghỉ", Kind.COUNT), Column("Được lên lớp", Kind.COUNT)]
    columns += [Column("Không được lên lớp", Kind.COUNT), Column("Khen thưởng", Kind.NOTE), _NOTE]
    rows = numbered(_ending(facts, pupil) for pupil in facts.pupils)
    return Page(
        key="Xếp loại cả năm",
        title="KẾT QUẢ CẢ NĂM HỌC",
        subtitle=f"Lớp {facts.name} – Năm học {year.id}",
        columns=tuple(columns),
        rows=rows,
        signed=(("Giáo viên chủ nhiệm", homeroom), (" / ".join(head.titles).capitalize(), head.name)),
        hints=tuple(_sums(facts)),
        wide=True,
    )


def _ending(facts: ClassFacts, pupil: PupilRow) -> tuple[Cell, ...]:
    result = pupil.result
    first, final = result.terms[Term.CA_NAM], result.final
    conduct = word(final.conduct) if final.conduct is not first.conduct else ""
    changed = any(subject.reassessed is not None for subject in result.subjects.values())
    learning = word(final.learning.level) if changed else ""
    honours = facts.records.honours.get(pupil.person.id)
    awards = "; ".join(award_text(award) for award in honours.awards) if honours else ""
    absent: Cell = "" if result.half_days_absent is None else result.half_days_absent
    return (
        pupil.person.name,
        word(first.conduct),
        word(first.learning.level),
        conduct,
        learning,
        absent,
        "x" if result.conclusion is Conclusion.LEN_LOP else "",
        "x" if result.conclusion is Conclusion.O_LAI_LOP else "",
        awards or word(result.title),
        "; ".join(part for part in (_standing(pupil), _waits(pupil), _completion(pupil)) if part),
    )


def _waits(pupil: PupilRow) -> str:
    """What is still to come, in short words."""
    words = {Conclusion.KIEM_TRA_LAI: "Chờ đánh giá lại", Conclusion.REN_LUYEN_HE: "Chờ rèn luyện hè"}
    return words.get(pupil.result.conclusion, "") if pupil.result.conclusion else ""


def _completion(pupil: PupilRow) -> str:
    completed = pupil.result.level_completed
    return "" if completed is None else ("Hoàn thành cấp học" if completed else "Không hoàn thành cấp học")


def _sums(facts: ClassFacts) -> Iterator[str]:
    """Tổng hợp chung: pupils of inclusive education are counted here too, and named as so many of them."""
    rows = [*counted(facts.pupils), *counted(facts.pupils, inclusive=True)]
    ended = promotion(rows)
    summer = sum(row.result.conclusion is Conclusion.LEN_LOP and row.result.changed_in_summer for row in rows)
    inclusive = sum(row.enrolment.inclusive for row in rows)
    yield (
        f"Tổng hợp chung: tổng số {len(rows)} học sinh"
        + (f" (hoà nhập {inclusive})" if inclusive else "")
        + f"; được lên lớp {ended.conclusions[Conclusion.LEN_LOP]}, trong đó sau đánh giá lại, rèn luyện hè {summer}; "
        f"không được lên lớp {ended.conclusions[Conclusion.O_LAI_LOP]}; "
        f"chờ kết quả hè {ended.conclusions[Conclusion.KIEM_TRA_LAI] + ended.conclusions[Conclusion.REN_LUYEN_HE]}"
        + (f"; chưa kết luận {ended.open}" if ended.open else "")
        + "."
    )


def principal_page(year: YearFacts, facts: ClassFacts) -> Page:
    """Room for the principal's remarks, month by month, in ink."""
    months = [*range(9, 13), *range(1, 6)]
    words = Column("Nhận xét của Hiệu trưởng", Kind.LONG)
    columns = (Column("Tháng", Kind.MARK), words, Column("Kí tên, đóng dấu", Kind.NOTE))
    rows = tuple((month, "", "") for month in months)
    subtitle = f"Lớp {facts.name} – Năm học {year.id}"
    return Page("Hiệu trưởng", "NHẬN XÉT CỦA HIỆU TRƯỞNG", subtitle, columns, rows)
