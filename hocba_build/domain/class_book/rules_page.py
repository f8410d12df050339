"""How the book is kept: the page inside its cover, in the program's own words."""

from __future__ import annotations

from typing import Final

from hocba_build.domain.class_book.model import Column, Kind, Page, numbered

RULES: Final = {
    "Nhà trường": (
        "Quản lí và giữ sổ. Mỗi lớp một sổ một năm học, ghi danh sách, chuyên cần, kết quả rèn luyện và học tập của "
        "cả lớp."
    ),
    "Hiệu trưởng": ("Phân công người ghi, kiểm tra việc ghi sổ; mỗi tháng nhận xét, kí và đóng dấu ở trang cuối."),
    "Giáo viên môn học": (
        "Ghi kết quả môn mình dạy ở trang của môn, từng học kì; kí ở cuối danh sách của môn. Nhiều người cùng dạy một "
        "môn thì cùng kí."
    ),
    "Giáo viên chủ nhiệm": (
        "Ghi danh sách, những thay đổi trong năm, chuyên cần, rèn luyện; đôn đốc giáo viên môn học; kiểm tra phần tổng "
        "hợp học kì, cả năm và kí."
    ),
    "Sửa chữa": (
        "Chỉ dùng màu đỏ khi sửa: gạch giá trị cũ, ghi giá trị mới bên cạnh, người sửa kí. Trong sổ điện tử mỗi lần "
        "sửa là một lần ghi có chữ kí, có lí do và người duyệt."
    ),
    "Báo kết quả": (
        "Chỉ báo riêng cho từng học sinh hoặc cha mẹ, người giám hộ của em ấy; không công bố kết quả của cả lớp."
    ),
}
"""Who keeps what, how it is corrected, whom it may be told: the rules of the form of TT 22/2021, in short."""


def rules_page() -> Page:
    """The page of rules."""
    columns = (Column("STT", Kind.NUMBER), Column("Việc", Kind.NOTE), Column("Cách làm", Kind.LONG))
    hint = "Tóm tắt cách ghi sổ; nguyên văn ở mẫu sổ ban hành kèm theo Thông tư 22/2021/TT-BGDĐT."
    return Page("Hướng dẫn", "HƯỚNG DẪN SỬ DỤNG SỔ", "", columns, numbered(RULES.items()), hints=(hint,))
