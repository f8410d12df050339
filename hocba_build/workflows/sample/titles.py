"""What each special case shows, in words for the reader of the sample."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TITLES: Final[Mapping[str, str]] = {
    "dieu-9-3-hoc-ki": "Điều 9 khoản 3 ở học kì I: Đạt lên Khá; cả năm không phải điều chỉnh",
    "dieu-9-3-ca-nam-dat-len-kha": "Điều 9 khoản 3 cả năm: Đạt lên Khá",
    "dieu-9-3-ca-nam-chua-dat-len-dat": "Điều 9 khoản 3 cả năm: Chưa đạt lên Đạt",
    "dieu-9-3-mon-nhan-xet": "Điều 9 khoản 3, môn kéo xuống là môn đánh giá bằng nhận xét",
    "dieu-9-3-chi-thay-mon": "Chỉ lên mức nếu thay kết quả môn đó: cảnh báo để Hiệu trưởng xét",
    "danh-gia-lai-dat": "Đánh giá lại trong hè, đạt, được lên lớp",
    "danh-gia-lai-khong-dat": "Đánh giá lại, không đạt, học lại lớp",
    "danh-gia-lai-khong-den": "Không đến đánh giá lại, học lại lớp",
    "danh-gia-lai-mon-nhan-xet": "Đánh giá lại hai môn đánh giá bằng nhận xét, đạt",
    "ren-luyen-he-dat": "Rèn luyện trong hè, đạt, được lên lớp",
    "ren-luyen-he-chua-dat": "Rèn luyện trong hè, chưa đạt, học lại lớp",
    "ca-hai-chua-dat": "Cả rèn luyện và học tập Chưa đạt",
    "nghi-46-buoi": "Nghỉ 46 buổi: không được lên lớp",
    "nghi-45-buoi": "Nghỉ đúng 45 buổi: được lên lớp",
    "xuat-sac": "Học sinh Xuất sắc",
    "gioi": "Học sinh Giỏi",
    "mien-ca-nam": "Miễn một môn cả năm",
    "mien-mot-hoc-ki": "Miễn một môn ở học kì I",
    "khong-du-kiem-tra": "Không dự kiểm tra: 0 điểm, ghi rõ không dự",
    "hoan-thanh-thcs-dot-2": "Hoàn thành chương trình THCS, đợt 2 sau hè",
    "khong-hoan-thanh-thcs": "Không hoàn thành chương trình THCS, học lại lớp 9",
    "len-lop-khong-hoan-thanh-thcs": "Đủ điều kiện lên lớp nhưng còn một môn Chưa đạt nên không hoàn thành THCS",
    "hoc-vuot-lop": "Học vượt lớp: từ lớp 7 lên lớp 9",
    "chuyen-lop": "Chuyển lớp giữa học kì II, điểm ở nguyên chỗ đã ghi",
    "hoa-nhap": "Học sinh hoà nhập: giảm yêu cầu, theo KHGDCN, miễn; Hiệu trưởng quyết định lên lớp",
    "duoi-6-mon-diem": "Còn năm môn có điểm: Hiệu trưởng xếp mức",
    "chung-chi-cuoc-thi": "Chứng chỉ, cuộc thi, khen thưởng đột xuất",
    "chuyen-di": "Chuyển đi trường khác trong học kì II",
    "thoi-hoc": "Thôi học",
    "bao-luu": "Bảo lưu, năm sau trở lại",
    "doi-ten": "Cải chính họ tên: trang cũ giữ tên cũ",
    "den-muon": "Nhập học muộn, đứng cuối danh sách",
    "chuyen-den-trong-hoc-ki": "Chuyển đến trong học kì I, mang theo điểm thường xuyên và giữa kì",
    "chuyen-den-giua-nam": "Chuyển đến đầu học kì II, giữ nguyên kết quả học kì I của trường cũ",
    "nam-cu-tt58-khoi-9": "Nghỉ một năm; ba năm trước theo TT 58/2011",
    "nam-cu-tt58-khoi-12": "Nghỉ một năm; hai năm trước theo TT 58/2011",
    "nam-cu-danh-gia-lai": "Năm cũ có kết quả thay đổi sau hè",
}
