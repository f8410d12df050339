"""The Vietnamese words for values, as the forms print them; scores take a decimal comma."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from hocba_build.domain.entries import Award
from hocba_build.domain.legacy import OldConduct, OldLearning
from hocba_build.domain.people import EventKind, Role
from hocba_build.domain.values import Conclusion, Exempt, Level, Outcome, Result, SchoolLevel, Standing, Term, Title

WORDS: Final[Mapping[Enum, str]] = {
    Level.TOT: "Tốt",
    Level.KHA: "Khá",
    Level.DAT: "Đạt",
    Level.CHUA_DAT: "Chưa đạt",
    Outcome.DAT: "Đạt",
    Outcome.CHUA_DAT: "Chưa đạt",
    Exempt.MIEN: "Miễn",
    Conclusion.LEN_LOP: "Được lên lớp",
    Conclusion.KIEM_TRA_LAI: "Kiểm tra, đánh giá lại trong hè",
    Conclusion.REN_LUYEN_HE: "Rèn luyện trong kì nghỉ hè",
    Conclusion.O_LAI_LOP: "Không được lên lớp",
    Title.XUAT_SAC: "Học sinh Xuất sắc",
    Title.GIOI: "Học sinh Giỏi",
    Title.TIEN_TIEN: "Học sinh Tiên tiến",
    Standing.DANG_HOC: "Đang học",
    Standing.CHUYEN_DI: "Chuyển trường đi",
    Standing.CHUYEN_LOP: "Chuyển lớp",
    Standing.THOI_HOC: "Thôi học",
    Standing.BAO_LUU: "Bảo lưu",
    Term.HK1: "Học kì I",
    Term.HK2: "Học kì II",
    Term.CA_NAM: "Cả năm",
    SchoolLevel.THCS: "trung học cơ sở",
    SchoolLevel.THPT: "trung học phổ thông",
    OldLearning.GIOI: "Giỏi",
    OldLearning.KHA: "Khá",
    OldLearning.TRUNG_BINH: "Trung bình",
    OldLearning.YEU: "Yếu",
    OldLearning.KEM: "Kém",
    OldConduct.TOT: "Tốt",
    OldConduct.KHA: "Khá",
    OldConduct.TRUNG_BINH: "Trung bình",
    OldConduct.YEU: "Yếu",
    Role.HIEU_TRUONG: "Hiệu trưởng",
    Role.PHO_HIEU_TRUONG: "Phó Hiệu trưởng",
    Role.QUAN_TRI: "Quản trị hệ thống",
    Role.VAN_THU: "Văn thư",
    Role.TO_TRUONG_VAN_PHONG: "Tổ trưởng Tổ Văn phòng",
    Role.GIAO_VIEN: "Giáo viên",
    Role.HOI_DONG: "Hội đồng",
    Role.SO_GDDT: "Sở Giáo dục và Đào tạo",
    Role.MOC_THOI_GIAN: "Khoá mốc thời gian",
    EventKind.NHAP_HOC: "Nhập học",
    EventKind.CHUYEN_DEN: "Chuyển đến",
    EventKind.CHUYEN_LOP: "Chuyển lớp",
    EventKind.CHUYEN_DI: "Chuyển đi",
    EventKind.THOI_HOC: "Thôi học",
    EventKind.BAO_LUU: "Bảo lưu",
    EventKind.TRO_LAI: "Trở lại học",
    EventKind.HOC_VUOT_LOP: "Học vượt lớp",
    EventKind.HUY: "Huỷ",
}


def word(value: Enum | None) -> str:
    """The word for a value; empty for one not known."""
    return "" if value is None else WORDS[value]


def term_words(term: Term | None) -> str:
    """A term within a sentence: ``học kì II``, ``cả năm``."""
    name = word(term)
    return name[:1].lower() + name[1:]


def score_text(score: Decimal) -> str:
    """A score with a decimal comma and one decimal, 10 without: ``8,0``, ``10``."""
    return "10" if score == 10 else f"{score:.1f}".replace(".", ",")


def result_text(result: Result | None) -> str:
    """A subject's result as a cell prints it."""
    return word(result) if result is None or isinstance(result, Enum) else score_text(result)


def date_text(day: date) -> str:
    """dd/mm/yyyy."""
    return f"{day:%d/%m/%Y}"


def award_text(award: Award) -> str:
    """An award with its decision, as the summary page lists it."""
    number = f"Quyết định số {award.number}" if award.number else ""
    day = f"ngày {date_text(award.given_on)}" if award.given_on else ""
    decision = " ".join(part for part in (number, day) if part)
    return f"{award.text} ({decision})" if decision else award.text


def letter_date(day: date) -> str:
    """The date of a letterhead; days 1-9 and months 1, 2 take a leading zero.

    Nguồn: NĐ 30/2020/NĐ-CP, Phụ lục I.
    """
    month = f"{day.month:02d}" if day.month <= LAST_ZEROED_MONTH else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


LAST_ZEROED_MONTH: Final = 2


def count_text(number: int) -> str:
    """A count with a point between thousands."""
    return f"{number:,}".replace(",", ".")


def percent_text(part: int, whole: int) -> str:
    """A share with a decimal comma, rounded half up, as reports write it; a dash of nothing."""
    if not whole:
        return "–"
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10},{tenths % 10}%"
