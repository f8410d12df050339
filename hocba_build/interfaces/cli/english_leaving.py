"""English for what leaves the school: packets, copies, archives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LEAVING: Final[Mapping[str, str]] = {
    "Chuyển trường: lập gói, nhận gói.": "Changing schools: pack, take in.",
    "Kiểm tra một gói chuyển trường.": "Verify a transfer packet.",
    "Học sinh chuyển trường: lập gói khi chuyển đi, nhận gói khi chuyển đến.": (
        "Pupils who change schools: a packet to take along, a packet to take in."
    ),
    "Lập gói chuyển trường của một học sinh: học bạ, kết quả các năm đã khoá, và mọi thứ để trường khác tự kiểm tra.": (
        "Pack a pupil's transcript and locked years, with everything another school needs to check them by itself."
    ),
    "Không cần khoá kí, trừ --partial. Gói có dữ liệu cá nhân của một học sinh và không có gì của học sinh khác.": (
        "No signing key is needed, but for --partial. The packet holds one pupil's data and nothing of anybody else."
    ),
    "Thêm năm đang học, chưa khoá: văn thư lập, hiệu trưởng quyết định.": (
        "Add the running year, not locked: prepared by the registrar, decided by the principal."
    ),
    "Với --partial: số quyết định của hiệu trưởng.": "With --partial: the number of the principal's decision.",
    "Nhận gói chuyển trường: kiểm tra, ghi học sinh vào lớp với kết quả giữ nguyên, lập báo tiếp nhận.": (
        "Take a packet in: verify it, enter the pupil with results as they came, write the acknowledgement."
    ),
    "Hồ sơ được ghi vào thư mục làm việc, gửi bằng hocba propose; "
    "việc nhận gói được ghi vào sổ thành một đề xuất riêng.": (
        "The records go into the work tree, to be sent with hocba propose; the act is a proposal of its own."
    ),
    "Lớp học sinh vào.": "The class the pupil enters.",
    "Năm học; không nêu thì là năm mới nhất.": "The school year; the latest where none is named.",
    "Ngày vào lớp; không nêu thì là ngày đầu năm học.": "The day of entering; the year's first where none is named.",
    "Học sinh từng học ở trường: giữ mã cũ.": "A pupil who was here before: the id stays.",
    "Môn ở trường cũ ứng với môn nào ở đây.": "Which subject here a subject there stands for.",
    "Tệp PDF báo tiếp nhận, gửi trường chuyển đi.": "The acknowledgement as PDF, for the sending school.",
    "Chỉ kiểm tra, không ghi gì.": "Only check, write nothing.",
    "Tệp gói (nên đặt đuôi .zip).": "The packet's file (best with the ending .zip).",
    "Kiểm tra một gói chuyển trường: không cần kho hồ sơ, không cần mạng.": (
        "Verify a transfer packet: no repository and no network is needed."
    ),
    "Cần tờ gốc của trường chuyển đi, nhận bằng đường khác; tờ gốc kèm trong gói không chứng minh được gì.": (
        "Needs the sending school's founding sheet, got by another way; the one inside the packet proves nothing."
    ),
    "Tờ gốc của trường chuyển đi.": "The sending school's founding sheet.",
}
