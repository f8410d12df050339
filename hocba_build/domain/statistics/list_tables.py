"""The lists of a year's end as tables of words: one shape for page, workbook, print and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.entries import Award
from hocba_build.domain.facts import ClassFacts
from hocba_build.domain.regulations.tt22_2021 import MOST_HALF_DAYS_ABSENT
from hocba_build.domain.results import StudentYear, SubjectResult
from hocba_build.domain.statistics.lists import NEAR, Listed, Lists, lists_of, too_absent
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import Conclusion, Level, Outcome, StudentId, Term
from hocba_build.domain.words import date_text, result_text, word


@dataclass(frozen=True, slots=True)
class ListRow:
    """One pupil's line; ``cells`` stand after name and class."""

    student: StudentId
    name: str
    class_name: str
    cells: tuple[str, ...]
    inclusive: bool = False


@dataclass(frozen=True, slots=True)
class ListTable:
    """One list; ``key`` is its name in JSON and in addresses, ``heads`` stand after name and class."""

    key: str
    short: str
    title: str
    hint: str
    heads: tuple[str, ...]
    rows: tuple[ListRow, ...]


def list_tables(classes: Sequence[ClassFacts]) -> tuple[ListTable, ...]:
    """Every list of some classes, empty ones too: that nobody is in one is an answer."""
    held = lists_of(classes)
    return (*_summer(held), *_promotion(held), *_open(held), *_honours(held))


def _summer(held: Lists) -> Iterator[ListTable]:
    yield ListTable(
        "danh_gia_lai",
        "Đánh giá lại",
        "Đánh giá lại môn học trong hè",
        "Điều 14: rèn luyện từ Đạt, học tập Chưa đạt; các môn dưới 5,0 hoặc Chưa đạt.",
        ("Môn và kết quả", "Học tập", "Kết luận"),
        tuple(_row(one, _subjects(due), _change(one, learning=True), _end(one)) for one, due in held.reassessed),
    )
    yield ListTable(
        "ren_luyen_he",
        "Rèn luyện hè",
        "Rèn luyện trong kì nghỉ hè",
        "Điều 13: rèn luyện cả năm Chưa đạt.",
        ("Rèn luyện", "Kết luận"),
        tuple(_row(one, _change(one, learning=False), _end(one)) for one in held.summer),
    )


def _promotion(held: Lists) -> Iterator[ListTable]:
    yield ListTable(
        "o_lai_lop",
        "Ở lại lớp",
        "Không được lên lớp",
        "Điều 12: sau đánh giá lại và rèn luyện hè, nếu có.",
        ("Vì", "Số buổi nghỉ"),
        tuple(_row(one, _why(one.pupil.result), _absent(one)) for one in held.retained),
    )
    yield ListTable(
        "khong_hoan_thanh",
        "Chưa hoàn thành cấp",
        "Chưa được công nhận hoàn thành cấp học",
        "Lớp 9, lớp 12: đủ điều kiện lên lớp nhưng còn môn Chưa đạt hoặc quá tuổi quy định.",
        ("Môn Chưa đạt",),
        tuple(_row(one, _failed(one.pupil.result)) for one in held.not_completed),
    )
    yield ListTable(
        "nghi_nhieu",
        "Nghỉ nhiều",
        "Nghỉ học nhiều",
        f"Từ {NEAR} buổi; quá {MOST_HALF_DAYS_ABSENT} buổi thì không được lên lớp (Điều 12 khoản 1 điểm c).",
        ("Số buổi nghỉ", "Có phép", "Không phép", "Ghi chú"),
        tuple(_row(one, *_absences(one)) for one in held.absent),
    )


def _honours(held: Lists) -> Iterator[ListTable]:
    yield ListTable(
        "danh_hieu",
        "Danh hiệu",
        "Danh hiệu cuối năm",
        "Điều 15; theo thứ tự danh sách lớp, không xếp hạng.",
        ("Danh hiệu",),
        tuple(_row(one, word(one.pupil.result.title)) for one in held.titles),
    )
    yield ListTable(
        "khen_thuong",
        "Khen thưởng",
        "Khen thưởng đã ghi sổ",
        "",
        ("Nội dung", "Quyết định"),
        tuple(_row(one, award.text, _decision(award)) for one, award in held.awards),
    )


def _open(held: Lists) -> Iterator[ListTable]:
    yield ListTable(
        "can_quyet_dinh",
        "Cần quyết định",
        "Cần người có thẩm quyền quyết định hoặc bổ sung",
        "",
        ("Việc",),
        tuple(_row(one, " ".join(notice.message for notice in notices)) for one, notices in held.undecided),
    )


def _row(one: Listed, *cells: str) -> ListRow:
    pupil = one.pupil
    return ListRow(pupil.person.id, pupil.person.name, one.class_name, cells, pupil.enrolment.inclusive)


def _subjects(due: Iterable[SubjectResult]) -> str:
    return "; ".join(f"{SUBJECTS[subject.subject].name} {_results(subject)}" for subject in due)


def _results(subject: SubjectResult) -> str:
    first = result_text(subject.year)
    if subject.not_sat:
        return f"{first} (không dự)"
    return first if subject.reassessed is None else f"{first} → {result_text(subject.reassessed)}"


def _change(one: Listed, *, learning: bool) -> str:
    """The level before the summer, and after it where it has changed."""
    first, last = one.pupil.result.terms[Term.CA_NAM], one.pupil.result.final
    before = first.learning.level if learning else first.conduct
    after = last.learning.level if learning else last.conduct
    return word(before) if before is after else f"{word(before)} → {word(after)}"


def _end(one: Listed) -> str:
    """What became of it; in the last grade of a level, whether the level is completed."""
    result = one.pupil.result
    if result.conclusion in (None, Conclusion.KIEM_TRA_LAI, Conclusion.REN_LUYEN_HE):
        return "chờ kết quả"
    if result.conclusion is Conclusion.LEN_LOP and result.level_completed is not None:
        return "Hoàn thành cấp học" if result.level_completed else "Không hoàn thành cấp học"
    return word(result.conclusion)


def _why(result: StudentYear) -> str:
    """What stands in the way of promotion (Điều 12), in words."""
    if result.promotion_decision:
        return f"Quyết định số {result.promotion_decision}"
    found = [
        text
        for text, holds in (
            (REASONS[0], result.final.conduct is Level.CHUA_DAT),
            (REASONS[1], result.final.learning.level is Level.CHUA_DAT),
            (REASONS[2], (result.half_days_absent or 0) > MOST_HALF_DAYS_ABSENT),
        )
        if holds
    ]
    text = ", ".join(found)
    return text[:1].upper() + text[1:]


REASONS: Final = ("rèn luyện Chưa đạt", "học tập Chưa đạt", f"nghỉ quá {MOST_HALF_DAYS_ABSENT} buổi")


def _failed(result: StudentYear) -> str:
    failed = [subject for subject in result.subjects.values() if subject.standing is Outcome.CHUA_DAT]
    return ", ".join(SUBJECTS[subject.subject].name for subject in failed)


def _absent(one: Listed) -> str:
    absent = one.pupil.result.half_days_absent
    return "" if absent is None else str(absent)


def _absences(one: Listed) -> tuple[str, str, str, str]:
    counts = one.pupil.result.absences.values()
    excused, unexcused = sum(count.excused for count in counts), sum(count.unexcused for count in counts)
    note = f"quá {MOST_HALF_DAYS_ABSENT} buổi" if too_absent(one.pupil) else ""
    return _absent(one), str(excused), str(unexcused), note


def _decision(award: Award) -> str:
    day = date_text(award.given_on) if award.given_on else ""
    return ", ".join(part for part in (f"số {award.number}" if award.number else "", day) if part)
