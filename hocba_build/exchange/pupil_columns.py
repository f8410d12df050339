"""The columns of pupil lists: the one of the CSDL ngành, our own template, and what people call the same things."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from hocba_build.domain.people import Family, Guardian
from hocba_build.exchange.columns import HEAD_SEARCH, folded
from hocba_build.exchange.grid import Grid

ALIASES: Final[Mapping[str, str]] = {
    "madinhdanhbogddt": "ma_bo", "madinhdanhbo": "ma_bo", "madinhdanh": "ma_bo", "mamoet": "ma_bo",
    "mahocsinh": "ma", "mahs": "ma",
    "hoten": "ho_ten", "hovaten": "ho_ten", "hotenhocsinh": "ho_ten", "hovatenhocsinh": "ho_ten",
    "tengoi": "ten", "tengoineukhonglatucuoi": "ten",
    "ngaysinh": "ngay_sinh", "ngaythangnamsinh": "ngay_sinh",
    "gioitinh": "gioi_tinh", "phai": "gioi_tinh", "namnu": "gioi_tinh", "nu": "nu",
    "trangthai": "trang_thai", "trangthaihocsinh": "trang_thai",
    "lop": "lop", "lophoc": "lop", "tenlop": "lop", "khoi": "khoi", "khoihoc": "khoi",
    "sodangbo": "dang_bo",
    "noisinh": "noi_sinh", "noisinhchitiet": "noi_sinh",
    "dantoc": "dan_toc",
    "doituong": "doi_tuong", "doituongchinhsach": "doi_tuong", "dienchinhsach": "doi_tuong",
    "doituonguutien": "doi_tuong",
    "choohiennay": "cho_o", "choohientai": "cho_o", "noiohiennay": "cho_o", "noiohientai": "cho_o",
    "sodinhdanhcanhan": "so_dinh_danh", "sodinhdanh": "so_dinh_danh",
    "tencha": "cha", "hotencha": "cha", "hovatencha": "cha", "nghenghiepcha": "cha_nghe",
    "tenme": "me", "hotenme": "me", "hovatenme": "me", "nghenghiepme": "me_nghe",
    "tennguoigiamho": "giam_ho", "hotennguoigiamho": "giam_ho", "nghenghiepnguoigiamho": "giam_ho_nghe",
}  # fmt: skip
"""What each heading, folded, holds."""

NUMBER: Final = frozenset({"stt", "tt", "sothutu"})
REASON: Final = "Lí do từ chối"
"""The heading under which a file of the rest says why a row is in it."""
_UNREAD: Final = NUMBER | {folded(REASON)}
HERE: Final = frozenset({"", "danghoc", "chuyenden", "moi"})
"""Words of the column «Trạng thái», folded, that say the pupil is at the school."""
_PHONE: Final = ("dienthoai", "sdt", "didong", "zalo", "email", "thudientu")
_HEALTH: Final = ("suckhoe", "benh", "chieucao", "cannang", "bhyt", "baohiemyte", "khuyettat", "dangtat", "nhommau")

TEMPLATE: Final[Mapping[str, float]] = {
    "STT": 5.0,
    "Mã học sinh": 13.0,
    "Họ và tên": 27.0,
    "Giới tính": 9.0,
    "Ngày sinh": 12.0,
    "Lớp": 8.0,
    "Mã định danh Bộ GD&ĐT": 15.0,
    "Số đăng bộ": 10.0,
    "Số định danh cá nhân": 15.0,
    "Dân tộc": 11.0,
    "Nơi sinh": 24.0,
    "Đối tượng chính sách": 20.0,
    "Chỗ ở hiện tại": 28.0,
    "Họ tên cha": 24.0,
    "Nghề nghiệp cha": 14.0,
    "Họ tên mẹ": 24.0,
    "Nghề nghiệp mẹ": 14.0,
    "Họ tên người giám hộ": 24.0,
    "Nghề nghiệp người giám hộ": 14.0,
    "Tên gọi (nếu không là từ cuối)": 14.0,
}
"""Headings of our own template with their widths in letters."""


def key_of(heading: str) -> str | None:
    """What a heading holds; ``None`` for what is not taken in."""
    return ALIASES.get(folded(heading))


def why_not(heading: str) -> str | None:
    """Why a column is not taken in; ``None`` where nothing need be said."""
    name = folded(heading)
    if not name or name in _UNREAD or name in ALIASES:
        return None
    if any(part in name for part in _PHONE):
        return "số điện thoại, thư điện tử không được đưa vào sổ"
    if any(part in name for part in _HEALTH):
        return "thông tin sức khoẻ không được đưa vào sổ"
    return "học bạ không có điều này, không nhập"


def head_of(grid: Grid) -> int | None:
    """The row of a list's headings; ``None`` where the sheet holds no pupil list."""
    for row in range(1, min(HEAD_SEARCH, grid.last_row) + 1):
        keys = {key_of(str(text)) for text in grid.row(row).values()}
        if {"ho_ten", "ngay_sinh"} <= keys and keys & {"gioi_tinh", "nu"}:
            return row
    return None


def is_read(heading: str) -> bool:
    """Whether a column is taken in."""
    return key_of(heading) is not None


def family_of(said: Callable[[str], str | None]) -> Family | None:
    """What a row says for the life page, by the keys of the columns; ``None`` where it says nothing."""
    family = Family(
        birth_place=said("noi_sinh"),
        ethnicity=said("dan_toc"),
        policy=said("doi_tuong"),
        residence=said("cho_o"),
        personal_id=said("so_dinh_danh"),
        father=_guardian(said, "cha"),
        mother=_guardian(said, "me"),
        guardian=_guardian(said, "giam_ho"),
    )
    return None if family == Family() else family


def _guardian(said: Callable[[str], str | None], who: str) -> Guardian | None:
    name = said(who)
    return Guardian(name, said(f"{who}_nghe")) if name else None
