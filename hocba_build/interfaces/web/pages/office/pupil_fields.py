"""What the forms about pupils ask, and how the answers are told to the workflows."""

from __future__ import annotations

from datetime import date
from typing import Final

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.people import Family, Guardian, Identity
from hocba_build.domain.subjects import ELECTIVES, OPTIONAL, ORDER, STUDY_TOPICS, SUBJECTS
from hocba_build.domain.values import SubjectId
from hocba_build.interfaces.web.forms import Field, Filled, Sort
from hocba_build.workflows.pupils.entering import Person, Place
from hocba_build.workflows.pupils.leaving import Grounds
from hocba_build.workflows.pupils.listing import Listing

SEX: Final = (("nam", "Nam"), ("nu", "Nữ"))
LEVELS: Final = (("thcs", "Trung học cơ sở"), ("thpt", "Trung học phổ thông"))
_LIFE: Final = "Lí lịch"
_OWN: Final = "Môn học riêng, học hoà nhập"

IDENTITY: Final = (
    Field("ho_ten", "Họ và tên, theo giấy khai sinh", needed=True),
    Field("gioi_tinh", "Giới tính", Sort.CHOICE, needed=True, options=SEX),
    Field("ngay_sinh", "Ngày sinh", Sort.DAY, needed=True),
    Field("ten_goi", "Tên gọi", hint="Chỉ khi không phải từ cuối của họ và tên."),
)
CODES: Final = (
    Field("ma_bo", "Mã định danh của Bộ", hint="10 chữ số."),
    Field("dang_bo", "Số đăng bộ"),
)
LIFE: Final = (
    Field("noi_sinh", "Nơi sinh", group=_LIFE),
    Field("dan_toc", "Dân tộc", group=_LIFE),
    Field("doi_tuong", "Đối tượng chính sách", group=_LIFE),
    Field("cho_o", "Chỗ ở hiện tại", group=_LIFE),
    Field("so_dinh_danh", "Số định danh cá nhân", hint="12 chữ số.", group=_LIFE),
    Field("cha", "Họ tên cha", group=_LIFE),
    Field("cha_nghe", "Nghề nghiệp của cha", group=_LIFE),
    Field("me", "Họ tên mẹ", group=_LIFE),
    Field("me_nghe", "Nghề nghiệp của mẹ", group=_LIFE),
    Field("giam_ho", "Họ tên người giám hộ", group=_LIFE),
    Field("giam_ho_nghe", "Nghề nghiệp của người giám hộ", group=_LIFE),
)
NAMESAKE: Final = Field("trung_ten", "Em này trùng họ tên, ngày sinh với một em khác đã có", Sort.TICK)
DOCUMENT: Final = Field("chung_tu", "Giấy tờ, quyết định", hint="Ví dụ: Quyết định số 12/QĐ-BM.")
REASON: Final = Field("ly_do", "Lí do", hint="Ngắn gọn; không ghi điều về sức khoẻ.")


def day_field(label: str, start: date) -> Field:
    """The day from which something holds."""
    return Field("ngay", label, Sort.DAY, needed=True, start=f"{start:%d/%m/%Y}")


def place_fields(shown: Listing) -> tuple[Field, ...]:
    """The class of the newest year that a pupil enters, and what is taken there."""
    options = [(f"{shown.year}/{one.class_id}", f"{one.name} ({shown.year})") for one in shown.classes]
    return (
        Field("lop", "Lớp vào học", Sort.CHOICE, needed=True, options=options),
        Field("tu_ngay", "Ngày vào lớp", Sort.DAY, hint="Để trống: ngày đầu năm học."),
        Field("lua_chon", "Môn lựa chọn, nếu khác của lớp", Sort.MANY, options=_named(ELECTIVES), group=_OWN),
        Field("chuyen_de", "Chuyên đề, nếu khác của lớp", Sort.MANY, options=_named(STUDY_TOPICS), group=_OWN),
        Field("tu_chon", "Môn tự chọn", Sort.MANY, options=_named(OPTIONAL), group=_OWN),
        Field("hoa_nhap", "Học hoà nhập (không ghi dạng tật)", Sort.TICK, group=_OWN),
    )


def class_field(shown: Listing, label: str) -> Field:
    """A class of the newest year."""
    return Field("lop", label, Sort.CHOICE, needed=True, options=[(one.class_id, one.name) for one in shown.classes])


def _named(subjects: frozenset[SubjectId]) -> list[tuple[str, str]]:
    return [(str(one), SUBJECTS[one].name) for one in sorted(subjects, key=ORDER.__getitem__)]


def person_of(given: Filled) -> Person:
    """Who a new pupil is; the identity's day is that of the first event."""
    born, female = given.needed_day("ngay_sinh"), given.needed("gioi_tinh") == "nu"
    identity = Identity(date.min, given.needed("ho_ten"), female, born, given.text("ten_goi"))
    codes = given.text("ma_bo"), given.text("dang_bo")
    return Person(identity, family_of(given), *codes, namesake=given.ticked("trung_ten"))


def place_of(given: Filled) -> Place:
    """Where the pupil goes."""
    year, _, class_id = given.needed("lop").partition("/")
    electives, topics, optional = (
        frozenset(map(SubjectId, given.chosen(name))) for name in ("lua_chon", "chuyen_de", "tu_chon")
    )
    return Place(class_id, year, given.day("tu_ngay"), electives, topics, optional, given.ticked("hoa_nhap"))


def grounds_of(given: Filled) -> Grounds:
    """Day, document, reason and school of an event."""
    return Grounds(given.needed_day("ngay"), given.text("chung_tu"), given.text("ly_do"), given.text("truong"))


def family_of(given: Filled) -> Family | None:
    """The life page, where something of it was told."""
    family = Family(
        given.text("noi_sinh"),
        given.text("dan_toc"),
        given.text("doi_tuong"),
        given.text("cho_o"),
        given.text("so_dinh_danh"),
        *(_guardian(given, who) for who in ("cha", "me", "giam_ho")),
    )
    return None if family == Family() else family


def _guardian(given: Filled, who: str) -> Guardian | None:
    name, job = given.text(who), given.text(f"{who}_nghe")
    if job and not name:
        raise HocbaError("Có nghề nghiệp mà chưa có họ tên.", "Điền cả họ tên của người ấy.")
    return Guardian(name, job) if name else None
