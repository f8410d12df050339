"""English for what is built: printed transcripts and the site (``HOCBA_LANG=en``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PRINTING: Final[Mapping[str, str]] = {
    "In học bạ ra PDF/A-3, mỗi học sinh một tệp và mỗi lớp một tệp; chỉ in lại những gì đã đổi.": (
        "Print transcripts as PDF/A-3, a file a pupil and a file a class; only what changed is printed again."
    ),
    "Trang đã in được giữ ngoài kho: năm đã khoá không phải in lần nữa. Mỗi tệp mang theo kết quả từng năm ở dạng "
    "JSON. Tên tệp là mã học sinh. Học bạ có dữ liệu cá nhân: thư mục nhận tệp chỉ chủ máy đọc được, không đưa lên "
    "mạng.": (
        "Printed pages are kept outside of the repository: a locked year is never printed again. Each file carries the "
        "results of its years as JSON. Files are named by pupil id. They hold personal data: the folder is readable by "
        "its owner only; keep it off the net."
    ),
    "Chỉ hai trang của năm học, để thêm vào học bạ giấy.": "The year's two pages only, to add to a paper transcript.",
    "Thêm tệp để in hai mặt: mỗi học sinh bắt đầu ở một tờ mới.": (
        "Also a file for both sides of the paper: each pupil begins a new sheet."
    ),
    "Thêm tệp để in tờ A3 gập đôi thành quyển.": "Also a file of A3 sheets to be folded into a booklet.",
    "In liền cả quyển, có cấu trúc cho phần mềm đọc màn hình; chậm hơn nhiều.": (
        "Print in one piece, with the structure that a screen reader follows; much slower."
    ),
    "--duplex và --booklet không đi cùng nhau.": "--duplex and --booklet do not go together.",
    "In trên một cụm máy Dask thay vì trên máy này.": "Print on a Dask cluster instead of this machine.",
    "In học bạ": "Printing",
    "Đã in {printed}, giữ nguyên {reused}, lỗi {failed}.": "Printed {printed}, kept {reused}, failed {failed}.",
    "Sẽ in {printed}, giữ nguyên {reused}, lỗi {failed}; chưa ghi gì.": (
        "Would print {printed}, keep {reused}, failed {failed}; nothing is written."
    ),
    "Đã làm {pages} trang: {index}": "Built {pages} pages: {index}",
    "Sẽ làm {pages} trang: {index}; chưa ghi gì.": "Would build {pages} pages: {index}; nothing is written.",
}
