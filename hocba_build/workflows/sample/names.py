"""Fictional people: family and given names of the peoples of Vietnam, by sex."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from hocba_build.workflows.sample.plan import chance, pick

KINH_FAMILIES: Final = tuple(
    "Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Trần Lê Lê Lê Phạm Phạm Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô "
    "Dương Đinh Trương Mai Tô Hà Cao Lương".split()
)
FEMALE_MIDDLES: Final = ("Thị", "Thị", "Thị Mỹ", "Thị Thu", "Thị Bảo", "Thuỳ", "Bảo", "Khánh", "Diệu", "Thị Hoài")
MALE_MIDDLES: Final = ("Văn", "Văn", "Hữu", "Minh", "Quốc", "Gia", "Thành", "Hoàng", "Nhật", "Bá", "Trung")
FEMALE_GIVEN: Final = tuple(
    "An Anh Ánh Bích Châu Chi Cúc Diễm Diệp Dung Duyên Đào Giang Hà Hạnh Hằng Hân Hiền Hoa Hoà Hồng Huệ Hương Lan "
    "Liên Linh Loan Ly Mai My Nga Ngân Ngọc Nguyệt Nhi Nhung Như Oanh Phương Phượng Quyên Quỳnh Tâm Thảo Thắm Thu "
    "Thư Thương Thuý Thuỷ Thy Tiên Trang Trâm Trân Trinh Trúc Tuyết Uyên Vân Vy Xuân Yến Ý".split()
)
MALE_GIVEN: Final = tuple(
    "An Ân Bách Bảo Bình Chiến Cường Danh Duy Dũng Dương Đạt Điền Đông Giang Hải Hào Hậu Hiếu Hiệp Hoàng "
    "Hùng Huy Hưng Khang Khánh Khoa Khôi Kiên Kiệt Lộc Long Luân Mạnh Nam Nghĩa Nguyên Nhân Nhật Phát Phong "
    "Phú Quân Quang Quý Sang Sơn Tài Tấn Thắng Thiện Thịnh Thuận Tiến Trí Trọng Tuấn Tùng Tú Vũ Vương Vượng".split()
)


@dataclass(frozen=True, slots=True)
class People:
    """How a minority people forms names: families, middle words, given names; ``first`` puts the given name first."""

    name: str
    families: tuple[str, ...]
    middles: tuple[str, str]
    male: tuple[str, ...]
    female: tuple[str, ...]
    first: bool = False


_KINHLIKE_MALE: Final = tuple("Bảo Dũng Hiếu Khánh Long Nam Phong Quân Sơn Thắng Toàn Trung".split())
_KINHLIKE_FEMALE: Final = tuple("Ánh Duyên Hà Hương Lan Mai Ngân Phương Thảo Thơm Trang Yến".split())

MINORITIES: Final = (
    People("Thái", ("Lò", "Quàng", "Cà", "Vì", "Lường"), ("Văn", "Thị"), _KINHLIKE_MALE, _KINHLIKE_FEMALE),
    People(
        "Mông",
        ("Giàng", "Vàng", "Sùng", "Thào", "Lầu"),
        ("A", "Thị"),
        tuple("Chư Dê Lử Páo Tủa Sáng Vừ Lềnh".split()),
        tuple("Dở Mỷ Pàng Sua Chứ Dợ Say Máy".split()),
    ),
    People(
        "Ê Đê",
        ("Niê", "Êban", "Kbuôr", "Mlô", "Ayun"),
        ("Y", "H'"),
        tuple("Wen Thuân Bliêng Khoa Ninh Jut Sĩ".split()),
        tuple("Linh Mai Nuôn Bluên Yun Rina Ngọc".split()),
        first=True,
    ),
    People(
        "Khmer",
        ("Thạch", "Sơn", "Kiên", "Kim", "Danh"),
        ("Minh", "Thị"),
        tuple("Sóc Rây Thi Đa Tha Khanh Sang".split()),
        tuple("Sa Rim Sóc Phol Linh Thu Đa".split()),
    ),
    People("Chăm", ("Đàng", "Báo", "Thập", "Quảng", "Lưu"), ("Năng", "Thị"), _KINHLIKE_MALE, _KINHLIKE_FEMALE),
    People("Tày", ("Nông", "Hoàng", "Bế", "Ma", "Lương"), ("Văn", "Thị"), _KINHLIKE_MALE, _KINHLIKE_FEMALE),
    People(
        "Dao",
        ("Bàn", "Triệu", "Phùng", "Chảo"),
        ("Văn", "Mùi"),
        tuple("Chiến Hào Kinh Phú Quý Thanh".split()),
        tuple("Ghển Mấy Nái Pham Khe Chiêu".split()),
    ),
    People(
        "Ba Na",
        ("Đinh",),
        ("Văn", "Thị"),
        tuple("Blơi Hlơr Nhơn Thuk Khưp Byưn".split()),
        tuple("Blưn Hmơi Nhung Hlênh Byên Sơl".split()),
    ),
    People(
        "Gia Rai",
        ("Rơ Châm", "Ksor", "Siu", "Kpă", "Rah Lan"),
        ("", "H'"),
        tuple("Thuyên Blin Hyơn Khôi Tuơn Phước".split()),
        tuple("Phương Loan Blin Nguyệt Tuyết Hương".split()),
    ),
    People("Mường", ("Quách", "Bùi", "Đinh", "Hà"), ("Văn", "Thị"), _KINHLIKE_MALE, _KINHLIKE_FEMALE),
)


def draw_people(rng: Random) -> People | None:
    """A people; ``None`` is the Kinh, about three pupils of four."""
    return None if chance(rng, 0.76) else pick(rng, MINORITIES)


def draw_name(rng: Random, people: People | None, *, female: bool) -> tuple[str, str | None]:
    """A full name, and its given name where that is not the last word."""
    if people is None:
        middle = pick(rng, FEMALE_MIDDLES if female else MALE_MIDDLES)
        family = pick(rng, KINH_FAMILIES)
        return _joined(family, middle, _other(rng, (family, *middle.split()), female=female)), None
    family, middle = pick(rng, people.families), people.middles[female]
    own = pick(rng, people.female if female else people.male)
    given = f"{middle}{own}" if middle.endswith("'") else own
    if people.first:
        given = given if female else f"{middle} {own}"
        return f"{given} {family}", given
    return _joined(family, "" if middle.endswith("'") else middle, given), None


def _other(rng: Random, used: tuple[str, ...], *, female: bool) -> str:
    """A given name that does not repeat a word of the name."""
    given = pick(rng, FEMALE_GIVEN if female else MALE_GIVEN)
    return given if given not in used else _other(rng, used, female=female)


def _joined(*words: str) -> str:
    return " ".join(word for word in words if word)
