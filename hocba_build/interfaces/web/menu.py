"""What the desk's head leads to: everybody's pages, and those of an office only for whoever holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hocba_build.domain.people import Role
from hocba_build.workflows.desk.my_work import Me

LEADERS: Final = frozenset({Role.HIEU_TRUONG, Role.PHO_HIEU_TRUONG})
OFFICE: Final = LEADERS | {Role.VAN_THU, Role.TO_TRUONG_VAN_PHONG}
ADMINISTRATION: Final = LEADERS | {Role.QUAN_TRI}


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the menu; ``roles`` empty: for everybody. It hides nothing: every act asks for rights itself."""

    path: str
    text: str
    roles: frozenset[Role] = frozenset()
    overview: bool = False
    """Only for whoever has every class in view."""


MENU: Final = (
    Entry("/", "Việc của tôi"),
    Entry("/lop", "Lớp"),
    Entry("/nhap", "Nhập từ Excel"),
    Entry("/de-xuat", "Đề xuất"),
    Entry("/nam", "Năm học"),
    Entry("/vi-sao", "Vì sao"),
    Entry("/kiem-tra/", "Tra cứu", overview=True),
    Entry("/van-phong", "Văn phòng", OFFICE),
    Entry("/quan-tri", "Quản trị", ADMINISTRATION),
)


def menu_of(me: Me) -> list[Entry]:
    """The menu of who sits here."""
    return [one for one in MENU if _shown(one, me)]


def _shown(one: Entry, me: Me) -> bool:
    return me.overviews if one.overview else not one.roles or me.holds(*one.roles)
