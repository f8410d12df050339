"""Where the office and the administrator begin."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import RefusedError
from hocba_build.interfaces.web.answers import acts, page, shows
from hocba_build.interfaces.web.place import Place


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to do, and in a sentence what it is for."""

    path: str
    title: str
    sentence: str


OFFICE: Final = (
    (
        "Học sinh",
        (
            Card("/hoc-sinh", "Tìm, xem, ghi thay đổi", "Theo lớp hoặc theo tên: nhân thân, lí lịch, chuyển lớp…"),
            Card("/hoc-sinh/moi/them", "Thêm học sinh mới", "Một em vào trường, mã do phần mềm cấp."),
            Card("/hoc-sinh/moi/chuyen-den", "Tiếp nhận chuyển đến", "Từ trường khác, kèm kết quả mang theo."),
            Card(
                "/nhap-hoc-sinh", "Nhập danh sách", "Danh sách của CSDL ngành hoặc theo mẫu: cả lớp, cả trường một lần."
            ),
            Card("/lop", "Theo lớp", "Mở một lớp: tên lớp, môn lựa chọn, chuyên đề, hoà nhập, hoàn thành cấp học."),
            Card("/buoi-nghi", "Buổi nghỉ", "Theo tháng và lớp; em nào gần mức 45 buổi."),
            Card("/chua-gui", "Thay đổi chưa gửi", "Đã ghi ở máy này: xem lại, kí và gửi trong một đề xuất, hoặc bỏ."),
        ),
    ),
    (
        "Học bạ và năm học",
        (
            Card("/in", "In học bạ", "Một lớp, vài em hay cả trường; chỉ in lại những gì đã đổi."),
            Card("/cap-ban", "Cấp bản chính thức", "Sổ cấp bản: bản nào cấp cho ai, còn giá trị không; in; thu hồi."),
            Card("/ki-so", "Kí số", "Tệp học bạ đã in: chữ kí số của hiệu trưởng, con dấu; kiểm tra tệp đã kí."),
            Card("/goi", "Gói chuyển trường", "Lập khi em chuyển đi; kiểm tra và nhận khi em chuyển đến."),
            Card("/luu-tru", "Lưu trữ", "Năm đã khoá: túi, ảnh đĩa, nhãn; kiểm tra từ đĩa; sổ theo dõi."),
            Card("/doi-chieu", "Đối chiếu", "So từng ô với bảng của vnEdu, CSDL ngành."),
            Card("/mo-nam-hoc", "Mở năm học mới", "Ba bước, xem trước lớp nào thành lớp nào; mỗi bước một lần kí."),
            Card("/tinh-trang", "Năm học đang ở đâu", "Đã mở, đã nhập, đã kí những gì; tiếp theo là gì, đến lượt ai."),
        ),
    ),
)
ADMINISTRATION: Final = (
    (
        "Cán bộ và khoá",
        (
            Card("/can-bo", "Cán bộ, vai trò, khoá", "Ai giữ quyền gì từ bao giờ, khoá nào kí lần cuối khi nào."),
            Card("/can-bo-moi", "Thêm cán bộ", "Cả người và khoá trong một đề xuất."),
            Card("/kham", "Khám cả bộ máy", "Khoá sắp hết hạn, vai trò bỏ trống, máy chủ, đồng hồ."),
            Card("/vao-lam", "Vào làm, tự thử khoá", "Làm khoá cho mình, kí thử, lấy tệp xin ghi khoá."),
        ),
    ),
)


def office(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    """The registrar's tasks."""
    return page(place, "office/viec.html", here="/van-phong", title="Văn phòng", groups=OFFICE)


def administration(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    """The administrator's tasks."""
    return page(place, "office/viec.html", here="/quan-tri", title="Quản trị", groups=ADMINISTRATION)


def closing(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Close the desk; work beside it is not cut off.

    Raises:
        RefusedError: something is still being done.
    """
    job = place.bench.last
    if job is not None and job.running:
        raise RefusedError(f"Đang làm: {job.title}.", "Chờ xong rồi đóng bàn.")
    answer = page(place, "office/da_dong.html")
    threading.Timer(0.3, place.stop).start()
    return answer


ROUTES = [
    Route("/dong", acts(closing), methods=["POST"]),
    Route("/van-phong", shows(office)),
    Route("/quan-tri", shows(administration)),
]
