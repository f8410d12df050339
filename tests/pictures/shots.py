"""What is photographed: each picture with its file, its caption, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

YEAR: Final = "2024-2025"
LOWER, UPPER, KEPT = "7400000016", "7400000263", "7400000158"
"""Pupils of the sample: one re-assessed in the summer, one of grade 12, one with years under the older rules."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One page of a pupil's transcript; ``page`` counts from 1, or from the end when negative."""

    name: str
    caption: str
    pupil: str
    page: int


@dataclass(frozen=True, slots=True)
class Screen:
    """One page of the site, as wide as a desk's screen or a phone's; ``opened`` unfolds its first explanation."""

    name: str
    caption: str
    page: str
    width: int = 1180
    height: int = 900
    dark: bool = False
    opened: bool = False


@dataclass(frozen=True, slots=True)
class DeskPage:
    """One page of a person's desk, at the school whose guides are tried."""

    name: str
    caption: str
    person: str
    page: str
    height: int = 860


PAPERS: Final = (
    Paper("hoc-ba-bia", "Bìa học bạ trung học cơ sở.", LOWER, 1),
    Paper("hoc-ba-li-lich", "Sơ yếu lí lịch và quá trình học tập; chỗ dán ảnh để trống.", KEPT, 3),
    Paper("hoc-ba-mon-hoc", "Trang môn học. Chữ mờ “bản nháp” còn đó đến khi khoá sổ năm học.", LOWER, -2),
    Paper("hoc-ba-tong-ket", "Trang tổng kết: mức sau khi đánh giá lại có ô riêng.", LOWER, -1),
    Paper("hoc-ba-thpt", "Trang môn học của trung học phổ thông: môn không chọn được gạch.", UPPER, -2),
    Paper("hoc-ba-nam-cu", "Một năm học theo quy định cũ: chép lại, không tính lại.", KEPT, 4),
)
SCREENS: Final = (
    Screen("trang-truong", "Trang đầu của văn phòng nhà trường.", "index.html"),
    Screen("trang-nam", "Một năm học: kết quả theo khối, các lớp.", f"nam/{YEAR}/index.html", height=1100),
    Screen("trang-lop", "Một lớp, cả năm.", f"nam/{YEAR}/lop/6a1/index.html"),
    Screen("trang-hoc-sinh", "Một học sinh trong năm.", f"nam/{YEAR}/hoc-sinh/{LOWER}.html", height=1300),
    Screen(
        "trang-vi-sao",
        "Vì sao có kết quả này: số liệu, quy tắc, điều khoản.",
        f"nam/{YEAR}/hoc-sinh/{LOWER}.html",
        opened=True,
    ),
    Screen("trang-thong-ke", "Thống kê của năm học.", f"nam/{YEAR}/thong-ke-ca-nam.html", height=1300),
    Screen("trang-day-du", "Năm đang học: còn thiếu điểm nào, của ai.", "nam/2025-2026/day-du.html", width=1366),
    Screen(
        "trang-dien-thoai",
        "Trên điện thoại, nền tối.",
        f"nam/{YEAR}/hoc-sinh/{LOWER}.html",
        width=375,
        height=760,
        dark=True,
    ),
)
DESK_PAGES: Final = (
    DeskPage("ban-viec", "Việc của tôi: bảng phải nhập, đề xuất, phần phải kí.", "gv-kiet", "/"),
    DeskPage("ban-bang-diem", "Bảng điểm: nhập như Excel.", "gv-anh", "/bang/2025-2026/11a1/hk2/toan"),
    DeskPage(
        "ban-de-xuat",
        "Một đề xuất chờ duyệt: từng ô cũ và mới, kết quả nào đổi theo.",
        "gv-khang",
        "/de-xuat/pr/gv-dung/ren-luyen-hk2-2025-2026-11a1",
    ),
    DeskPage("ban-hoc-sinh", "Một học sinh ở bàn làm việc của văn thư.", "van-thu", "/hoc-sinh/7400000005"),
    DeskPage("ban-van-phong", "Việc của văn phòng ở bàn làm việc.", "van-thu", "/van-phong", height=760),
    DeskPage("ban-buoi-nghi", "Buổi nghỉ theo lớp và tháng; bấm một ô để ghi.", "van-thu", "/buoi-nghi", height=640),
    DeskPage("ban-vao-lam", "Máy này đủ để làm việc chưa; làm khoá cho mình.", "quan-tri", "/vao-lam", height=900),
    DeskPage("ban-can-bo", "Cán bộ, vai trò và khoá.", "quan-tri", "/can-bo"),
    DeskPage("ban-nam-hoc", "Một năm học đã khoá: chữ kí, các bản khoá, quyết định.", "hieu-truong", f"/nam/{YEAR}"),
)
