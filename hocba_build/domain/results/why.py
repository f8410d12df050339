"""Why a figure is what it is: its inputs, the rule in words, and the article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from hocba_build.domain.entries import Mode, Tests
from hocba_build.domain.regulations import tt22_2021 as tt22
from hocba_build.domain.results.model import Learning, SemesterResult, StudentYear, SubjectResult
from hocba_build.domain.results.subjects import counted
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import SEMESTERS, Assessed, Conclusion, Exempt, Level, Outcome, Term
from hocba_build.domain.words import result_text, word


@dataclass(frozen=True, slots=True)
class Reason:
    """One figure of a pupil's year: ``figure`` is its path in the results (``toan.hk1``, ``ca_nam.hoc_tap``)."""

    figure: str
    value: str
    inputs: str
    rule: str
    article: str


def reasons(result: StudentYear) -> tuple[Reason, ...]:
    """A reason for every figure of a pupil's year, in the order of the transcript."""
    return tuple(_all(result))


def _all(result: StudentYear) -> Iterator[Reason]:
    for subject in result.subjects.values():
        yield from _subject(subject)
    for term in SEMESTERS:
        yield _conduct_of_semester(result, term)
        yield _learning(f"{term.value}.hoc_tap", result.terms[term].learning, _read_from(result, term))
    yield _conduct_of_year(result)
    yield _learning("ca_nam.hoc_tap", result.terms[Term.CA_NAM].learning, _read_from(result, Term.CA_NAM))
    yield _absences(result)
    yield _conclusion(result)
    if result.changed_in_summer:
        yield _after_summer(result)
    if result.title:
        yield _title(result)
    if result.level_completed is not None:
        yield _completion(result)


# --- subjects ---------------------------------------------------------------------------------------------------


def _subject(subject: SubjectResult) -> Iterator[Reason]:
    for term in SEMESTERS:
        yield _semester(subject, term)
    yield _year(subject)
    if subject.reassessed is not None or subject.not_sat:
        yield Reason(
            f"{subject.subject}.danh_gia_lai",
            result_text(subject.reassessed),
            "không dự kiểm tra lại" if subject.not_sat else f"kết quả lần đầu {result_text(subject.year)}",
            "Kết quả đánh giá lại thay cho kết quả cả năm khi xét lên lớp; kết quả đầu vẫn giữ.",
            "Điều 14",
        )


def _semester(subject: SubjectResult, term: Term) -> Reason:
    semester = subject.semesters[term]
    inputs, rule, article = _semester_parts(subject, semester)
    return Reason(f"{subject.subject}.{term.value}", result_text(semester.value), inputs, rule, article)


def _semester_parts(subject: SubjectResult, semester: SemesterResult) -> tuple[str, str, str]:
    if semester.kept_from:
        return f"kết quả mang từ {semester.kept_from}", "Giữ nguyên kết quả của trường cũ, không tính lại.", "Điều 9"
    if semester.value is Exempt.MIEN:
        article = "Điều 11" if subject.mode is Mode.MIEN else "Điều 9"
        return semester.exemption or "", "Được miễn; không tính vào mức học tập và danh hiệu.", article
    if semester.value is None:
        return _missing(semester), "Còn thiếu kết quả bắt buộc nên để trống.", "Điều 6, Điều 7"
    if isinstance(semester.value, Outcome):
        return _outcomes(semester), "Đạt khi mọi lần đánh giá đều Đạt.", "Điều 9 khoản 1 điểm a"
    return _average(semester), "ĐTBmhk = (TĐĐGtx + 2 × ĐĐGgk + 3 × ĐĐGck) : (số ĐĐGtx + 5)", "Điều 9 khoản 1 điểm b"


def _missing(semester: SemesterResult) -> str:
    if semester.problem:
        return semester.problem.message
    parts = semester.contents.values() or (Tests(),)
    given = min(len(counted(part)) for part in parts)
    missing = [] if given >= semester.required_regular else [f"thường xuyên {given}/{semester.required_regular}"]
    missing += ["giữa kì"] if any(part.midterm is None for part in parts) else []
    missing += ["cuối kì"] if any(part.final is None for part in parts) else []
    return "thiếu " + ", ".join(missing) if missing else ""


CONTENT_NAMES = {"": "", "am_nhac": "Âm nhạc: ", "mi_thuat": "Mĩ thuật: "}


def _outcomes(semester: SemesterResult) -> str:
    return "; ".join(CONTENT_NAMES[name] + ", ".join(_listed(part)) for name, part in semester.contents.items())


def _listed(part: Tests) -> list[str]:
    return [result_text(value) for value in (*counted(part), part.midterm, part.final)]


def _average(semester: SemesterResult) -> str:
    part = next(iter(semester.contents.values()))
    *regular, midterm, final = _listed(part)
    count = len(regular) + tt22.MIDTERM_WEIGHT + tt22.FINAL_WEIGHT
    exact = _total(part) / count
    sums = " + ".join([*regular, f"2 × {midterm}", f"3 × {final}"])
    return f"({sums}) : {count} = {_exact(exact)}"


def _total(part: Tests) -> Decimal:
    weighted: list[tuple[int, Assessed | None]] = [(tt22.REGULAR_WEIGHT, value) for value in counted(part)]
    weighted += [(tt22.MIDTERM_WEIGHT, part.midterm), (tt22.FINAL_WEIGHT, part.final)]
    return sum((weight * value for weight, value in weighted if isinstance(value, Decimal)), Decimal(0))


def _exact(number: Decimal) -> str:
    """Up to three decimals, so that a half to be rounded up can be seen."""
    shown = f"{number:.3f}".rstrip("0").rstrip(".").replace(".", ",")
    return shown if number == round(number, 3) else f"{shown}…"


def _year(subject: SubjectResult) -> Reason:
    first, second = (subject.semesters[term].value for term in SEMESTERS)
    figure, value = f"{subject.subject}.ca_nam", result_text(subject.year)
    inputs = f"HK I {result_text(first) or 'chưa có'}, HK II {result_text(second) or 'chưa có'}"
    if subject.year is None:
        return Reason(figure, value, inputs, "Chưa đủ hai học kì nên để trống.", "Điều 9 khoản 1")
    if isinstance(subject.year, Exempt):
        return Reason(figure, value, inputs, "Được miễn; không tính vào mức học tập và danh hiệu.", "Điều 9, Điều 11")
    if Exempt.MIEN in (first, second):
        return Reason(figure, value, inputs, "Miễn một học kì: lấy kết quả học kì còn lại.", "quy ước của trường")
    if isinstance(subject.year, Outcome):
        return Reason(figure, value, inputs, "Kết quả cả năm là kết quả học kì II.", "Điều 9 khoản 1 điểm a")
    if isinstance(first, Decimal) and isinstance(second, Decimal):
        inputs = f"({result_text(first)} + 2 × {result_text(second)}) : 3 = {_exact((first + 2 * second) / 3)}"
    return Reason(figure, value, inputs, "ĐTBmcn = (ĐTBmhkI + 2 × ĐTBmhkII) : 3", "Điều 9 khoản 1 điểm b")


# --- levels and what follows ------------------------------------------------------------------------------------

LEVEL_RULES = {
    Level.TOT: ("Mọi môn nhận xét Đạt; mọi ĐTBm từ 6,5; ít nhất 6 môn từ 8,0.", "Điều 9 khoản 2 điểm a"),
    Level.KHA: ("Mọi môn nhận xét Đạt; mọi ĐTBm từ 5,0; ít nhất 6 môn từ 6,5.", "Điều 9 khoản 2 điểm b"),
    Level.DAT: (
        "Nhiều nhất 1 môn nhận xét Chưa đạt; ít nhất 6 môn từ 5,0; không môn nào dưới 3,5.",
        "Điều 9 khoản 2 điểm c",
    ),
    Level.CHUA_DAT: ("Các trường hợp còn lại.", "Điều 9 khoản 2 điểm d"),
}


def _read_from(result: StudentYear, term: Term) -> str:
    """What the level is read from, in the terms of Điều 9 khoản 2: how many subjects reach which mark."""
    results = [(subject.subject, subject.of(term)) for subject in result.subjects.values()]
    missing = [SUBJECTS[subject].short for subject, value in results if value is None]
    if missing:
        return "còn thiếu: " + ", ".join(missing)
    scores = sorted((value, subject) for subject, value in results if isinstance(value, Decimal))
    outcomes = [value for _, value in results if isinstance(value, Outcome)]
    reached = [f"{sum(value >= mark for value, _ in scores)} môn từ {mark},0" for mark in (8, 5)]
    reached.insert(1, f"{sum(value >= Decimal('6.5') for value, _ in scores)} môn từ 6,5")
    lowest = (
        f"thấp nhất {result_text(scores[0][0])} ({SUBJECTS[scores[0][1]].short})" if scores else "không có môn điểm"
    )
    passed = sum(outcome is Outcome.DAT for outcome in outcomes)
    return f"{', '.join(reached)} trong {len(scores)}; {lowest}; nhận xét {passed}/{len(outcomes)} Đạt"


def _learning(figure: str, learning: Learning, read_from: str) -> Reason:
    value = word(learning.level)
    if learning.kept_from:
        return Reason(figure, value, f"mang từ {learning.kept_from}", "Giữ nguyên, không tính lại.", "Điều 9")
    if learning.level is None:
        return Reason(figure, value, read_from, "Chưa xếp mức.", "Điều 9 khoản 2")
    if learning.base is None:
        rule = "Dưới 6 môn có điểm, hoặc có môn theo kế hoạch cá nhân không cho điểm: Hiệu trưởng quyết định."
        return Reason(figure, value, f"Quyết định {learning.decision}", rule, "Điều 11")
    if learning.adjusted_by is None:
        rule, article = LEVEL_RULES[learning.base]
        if learning.decision:
            read_from += f"; Quyết định {learning.decision}: không điều chỉnh theo khoản 3"
        return Reason(figure, value, read_from, rule, article)
    only = SUBJECTS[learning.adjusted_by].name
    decided = f", Quyết định {learning.decision}" if learning.decision else ""
    inputs = f"{read_from}; theo khoản 2: {word(learning.base)}, chỉ do môn {only}{decided}"
    rule = "Bị thấp xuống từ 2 mức trở lên chỉ do một môn thì được điều chỉnh lên mức liền kề."
    return Reason(figure, value, inputs, rule, "Điều 9 khoản 3")


def _conduct_of_semester(result: StudentYear, term: Term) -> Reason:
    level = result.terms[term].conduct
    inputs = "giáo viên chủ nhiệm đánh giá" if level else "giáo viên chủ nhiệm chưa đánh giá"
    rule = "Đánh giá theo yêu cầu cần đạt về phẩm chất."
    return Reason(f"{term.value}.ren_luyen", word(level), inputs, rule, "Điều 8 khoản 2 điểm a")


def _conduct_of_year(result: StudentYear) -> Reason:
    first, second = (word(result.terms[term].conduct) or "chưa có" for term in SEMESTERS)
    level = word(result.terms[Term.CA_NAM].conduct)
    return Reason(
        "ca_nam.ren_luyen", level, f"HK I {first}, HK II {second}", "Bảng 16 ô của Điều 8.", "Điều 8 khoản 2 điểm b"
    )


def _absences(result: StudentYear) -> Reason:
    parts = [f"{word(term)} {result.absences[term].total}" for term in SEMESTERS if term in result.absences]
    total = "" if result.half_days_absent is None else str(result.half_days_absent)
    return Reason(
        "ca_nam.buoi_nghi",
        total,
        ", ".join(parts) or "chưa có sổ chuyên cần",
        "Cộng buổi nghỉ có phép và không phép của cả năm.",
        "Điều 12 khoản 1 điểm c",
    )


CONCLUSION_RULES = {
    Conclusion.LEN_LOP: (
        "Rèn luyện và học tập từ Đạt trở lên, nghỉ không quá 45 buổi.",
        "Điều 12 khoản 1",
    ),
    Conclusion.KIEM_TRA_LAI: ("Rèn luyện từ Đạt, học tập Chưa đạt: được kiểm tra, đánh giá lại.", "Điều 14"),
    Conclusion.REN_LUYEN_HE: ("Rèn luyện Chưa đạt: rèn luyện trong kì nghỉ hè.", "Điều 13"),
    Conclusion.O_LAI_LOP: ("Không đủ điều kiện lên lớp.", "Điều 12 khoản 1"),
}


def _conclusion(result: StudentYear) -> Reason:
    first = result.terms[Term.CA_NAM]
    inputs = (
        f"rèn luyện {word(first.conduct) or 'chưa có'}, học tập {word(first.learning.level) or 'chưa có'}, "
        f"nghỉ {'?' if result.half_days_absent is None else result.half_days_absent} buổi"
    )
    value = word(result.first_conclusion)
    if result.promotion_decision:
        inputs = f"Quyết định {result.promotion_decision}"
        return Reason("ca_nam.ket_luan", value, inputs, "Hiệu trưởng quyết định.", "Điều 12 khoản 4")
    if result.first_conclusion is None:
        return Reason("ca_nam.ket_luan", value, inputs, "Chưa đủ kết quả để kết luận.", "Điều 12")
    return Reason("ca_nam.ket_luan", value, inputs, *CONCLUSION_RULES[result.first_conclusion])


def _after_summer(result: StudentYear) -> Reason:
    final = result.final
    inputs = f"sau hè: rèn luyện {word(final.conduct)}, học tập {word(final.learning.level)}"
    rule = "Kết quả sau kiểm tra, đánh giá lại hoặc rèn luyện trong hè thay cho kết quả cả năm khi xét lên lớp."
    return Reason("ca_nam.sau_he", word(result.conclusion), inputs, rule, "Điều 13, Điều 14")


def _title(result: StudentYear) -> Reason:
    years = [subject.year for subject in result.subjects.values()]
    nines = sum(isinstance(year, Decimal) and year >= 9 for year in years)
    rule = "Cả năm rèn luyện Tốt và học tập Tốt; Xuất sắc khi ít nhất 6 môn có ĐTBmcn từ 9,0."
    return Reason("ca_nam.danh_hieu", word(result.title), f"{nines} môn từ 9,0", rule, "Điều 15 khoản 1")


def _completion(result: StudentYear) -> Reason:
    decided = f"Quyết định {result.completion.number}" if result.completion else "chưa có quyết định công nhận"
    value = "Hoàn thành" if result.level_completed else "Không hoàn thành"
    return Reason("ca_nam.hoan_thanh_cap", value, decided, "Đủ điều kiện ở lớp cuối cấp.", "Điều 12 khoản 1")
