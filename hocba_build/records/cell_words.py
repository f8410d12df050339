"""Files and their cells in the words of the school: what people read instead of paths and keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import Final

from hocba_build.domain.legacy import OldConduct, OldLearning
from hocba_build.domain.people import EventKind
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import Conclusion, Level, SchoolLevel, SubjectId, Term, Title
from hocba_build.domain.words import WORDS, term_words
from hocba_build.records.layout import SUBJECT_KINDS, Kind, RecordPath, is_student_id, parse_path

_KINDS: Final[Mapping[Kind, str]] = {
    Kind.TRUONG: "Trường",
    Kind.HOC_SINH: "Nhân thân học sinh",
    Kind.HO_SO: "Trang lí lịch",
    Kind.HO_SO_KIN: "Trang lí lịch",
    Kind.NAM_CU: "Năm học giữ nguyên",
    Kind.NAM_HOC: "Lịch và môn học của năm",
    Kind.PHAN_CONG: "Bảng phân công",
    Kind.LOP: "Danh sách lớp",
    Kind.REN_LUYEN: "Rèn luyện",
    Kind.CHUYEN_CAN: "Chuyên cần",
    Kind.DANH_GIA_LAI: "Đánh giá lại",
    Kind.REN_LUYEN_HE: "Rèn luyện trong hè",
    Kind.KHEN_THUONG: "Khen thưởng, chứng chỉ, cuộc thi",
    Kind.NHAN_XET: "Nhận xét cuối năm",
    Kind.HOAN_THANH: "Hoàn thành cấp học",
    Kind.QUYET_DINH: "Quyết định về học sinh",
    Kind.CHUYEN_DEN: "Kết quả mang từ trường khác",
    Kind.CAN_BO: "Danh sách cán bộ",
}
_COLUMNS: Final[Mapping[str, str]] = {
    "am_nhac": "Âm nhạc",
    "ban_dau": "lần đầu",
    "buoi_nghi": "số buổi nghỉ",
    "ca_nam": "cả năm",
    "cap": "cấp học",
    "chung_chi": "chứng chỉ",
    "chung_tu": "chứng từ",
    "chuyen_de": "chuyên đề học tập",
    "ck": "cuối kì",
    "cuoc_thi": "cuộc thi",
    "dang_bo": "số đăng bộ",
    "danh_gia_lai": "đánh giá lại",
    "danh_hieu": "danh hiệu",
    "danh_sach": "danh sách lớp:",
    "den_lop": "đến lớp",
    "den_ngay": "đến ngày",
    "dia_chi": "địa chỉ",
    "diem": "điểm",
    "dot": "đợt",
    "dtbcm": "điểm trung bình các môn",
    "giao_vien": "giáo viên",
    "giao_vien_chu_nhiem": "giáo viên chủ nhiệm",
    "gioi_tinh": "giới tính",
    "gk": "giữa kì",
    "hanh_kiem": "hạnh kiểm",
    "hieu_truong": "hiệu trưởng",
    "hk1": "học kì I",
    "hk2": "học kì II",
    "ho_ten": "họ và tên",
    "hoan_thanh": "hoàn thành",
    "hoan_thanh_cap": "hoàn thành cấp học",
    "hoc_ki": "học kì",
    "hoc_luc": "học lực",
    "hoc_sinh": "học sinh",
    "hoc_tap": "học tập",
    "huy": "huỷ mục",
    "ket_luan": "kết luận",
    "ket_qua": "kết quả",
    "khen_thuong": "khen thưởng",
    "khoi": "khối",
    "khong_du": "không dự",
    "khong_phep": "không phép",
    "khuyet_tat": "học hoà nhập",
    "ki": "kì",
    "loai": "loại",
    "lop": "lớp",
    "lua_chon": "môn lựa chọn",
    "ly_do": "lí do",
    "ma": "mã học sinh",
    "ma_bo": "mã của Bộ",
    "mau": "quy chế",
    "mi_thuat": "Mĩ thuật",
    "mien": "miễn",
    "mon": "môn",
    "muc": "mức",
    "nam_hoc": "năm học",
    "ngay": "ngày",
    "ngay_sinh": "ngày sinh",
    "ngoai_ngu_1": "ngoại ngữ 1",
    "nguon": "nguồn",
    "nhan_than": "nhân thân",
    "nhan_xet": "nhận xét",
    "noi_dung": "nội dung",
    "phep": "có phép",
    "quyet_dinh": "quyết định",
    "ren_luyen": "rèn luyện",
    "ren_luyen_he": "rèn luyện hè",
    "so": "số",
    "so_dang_bo": "số vào sổ",
    "su_kien": "sự kiện",
    "ten": "tên",
    "tep": "cả tệp",
    "tong_ket": "tổng kết",
    "truong": "trường",
    "tu_chon": "môn tự chọn",
    "tu_lop": "từ lớp",
    "tu_ngay": "từ ngày",
    "tx": "thường xuyên",
}
_SORTS: Final[tuple[type[Enum], ...]] = (
    Title,
    Conclusion,
    Term,
    SchoolLevel,
    OldConduct,
    OldLearning,
    EventKind,
    Level,
)
"""Whose values stand in records; where two share one, the later word fits both."""
_VALUES: Final[Mapping[str, str]] = {
    **{one.value: WORDS[one] for sort in _SORTS for one in sort},
    "che_do": "chế độ học, đánh giá",
    "dieu_chinh": "điều chỉnh",
    "xep_muc": "xếp mức",
    "nu": "Nữ",
    "nam": "Nam",
    "mien": "miễn",
    "khgdcn": "theo kế hoạch giáo dục cá nhân",
    "giam_yeu_cau": "giảm yêu cầu",
    "binh_thuong": "bình thường",
    "len_lop": "được lên lớp",
}
_TEST: Final = re.compile(r"tx([0-9]+)")
_MONTH: Final = re.compile(r"(20[0-9]{2})-([01][0-9])")
_PERIODS: Final = re.compile(r"mon_hoc\.([0-9]+)\.([a-z0-9-]+)")
_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def place_words(place: RecordPath) -> str:
    """What a file holds: ``Toán, học kì II``."""
    if place.kind in SUBJECT_KINDS and place.subject is not None:
        return f"{SUBJECTS[place.subject].name}, {term_words(place.term)}"
    name = _KINDS[place.kind]
    if place.subject is not None:
        return f"{name} môn {SUBJECTS[place.subject].name}"
    return f"{name}, {term_words(place.term)}" if place.term is not None else name


def path_words(path: str) -> str:
    """A file as people say it: ``Toán, học kì II, lớp 7a1``; one that is no record's stands as it is."""
    place = parse_path(path)
    if place is None:
        return path
    whose = f", lớp {place.class_id}" if place.class_id else ""
    return f"{place_words(place)}{whose}{f', {place.student}' if place.student else ''}"


def scope_words(scope: str) -> str:
    """A part of a class that is signed for: ``7a1/toan`` as ``Toán, lớp 7a1``; a class as a whole, ``lớp 7a1``."""
    class_id, _, what = scope.partition("/")
    subject = SUBJECTS.get(SubjectId(what))
    return f"{subject.name}, lớp {class_id}" if subject else f"lớp {class_id}{f', {what}' if what else ''}"


def column_words(column: str) -> str:
    """A cell's column: ``TX2``, ``giữa kì``, ``tháng 9/2025 có phép``; a key without a word stands as it is."""
    if found := _PERIODS.fullmatch(column):
        return f"số tiết khối {found[1]}, {_part(found[2])}"
    return " ".join(_part(part) for part in column.split(".") if part)


def _part(part: str) -> str:
    if found := _TEST.fullmatch(part):
        return f"TX{found[1]}"
    if found := _MONTH.fullmatch(part):
        return f"tháng {int(found[2])}/{found[1]}"
    if is_student_id(part):
        return part
    if part.isdigit():
        return f"thứ {part}:"
    subject = SUBJECTS.get(SubjectId(part))
    return subject.name if subject else _COLUMNS.get(part, part)


def value_words(value: str | None) -> str:
    """A cell's value: scores with a comma, days as on paper, levels in words, a dash for an empty cell."""
    if value is None:
        return "–"
    if day := _DAY.fullmatch(value):
        return f"{day[3]}/{day[2]}/{day[1]}"
    return value.replace(".", ",") if _NUMBER.fullmatch(value) else _VALUES.get(value, value)
