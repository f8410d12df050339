"""The special cases of coming and changing: late, from another school, to another class."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from hocba_build.domain.people import Event, EventKind
from hocba_build.domain.values import Term
from hocba_build.workflows.sample.calendar import year_id
from hocba_build.workflows.sample.cases import YEAR, Placed, room_of
from hocba_build.workflows.sample.flow import Office
from hocba_build.workflows.sample.plan import derive
from hocba_build.workflows.sample.pupils import Pupil, draw_pupil
from hocba_build.workflows.sample.rooms import Arrival, Room, Seat
from hocba_build.workflows.sample.script import Share

LATE_ON: Final = date(2024, 9, 23)
IN_SEMESTER_ON: Final = date(2024, 11, 4)
MID_YEAR_ON: Final = date(2025, 1, 20)
MOVE_ON: Final = date(2025, 3, 17)
_LAST_DAY_BEFORE_MOVE: Final = date(2025, 3, 16)

MID_YEAR: Final = Arrival(
    Share.ALL, "Trường THCS Hoà An", "Xã Hoà An, Tỉnh Bình Hoà", "Bảng tổng hợp kết quả số 7/2025"
)
IN_SEMESTER: Final = Arrival(
    Share.EARLY, "Trường THCS Vĩnh Lạc", "Xã Vĩnh Lạc, Tỉnh An Sơn", "Bảng tổng hợp kết quả số 52/2024"
)


def place_arrivals(rooms: Sequence[Room], office: Office, placed: Placed) -> None:
    """A late pupil, one who comes within the first semester, and one who comes between the semesters."""
    late = _newcomer(rooms, office, 6, LATE_ON, None)
    if late:
        placed.pupils["den-muon"] = late.pupil
    within = _newcomer(rooms, office, 7, IN_SEMESTER_ON, IN_SEMESTER)
    if within:
        within.shares = {Term.HK1: Share.LATE, Term.HK2: Share.ALL}
        placed.pupils["chuyen-den-trong-hoc-ki"] = within.pupil
    between = _newcomer(rooms, office, 8, MID_YEAR_ON, MID_YEAR)
    if between:
        between.shares = {Term.HK1: Share.NONE, Term.HK2: Share.ALL}
        placed.pupils["chuyen-den-giua-nam"] = between.pupil


def _newcomer(rooms: Sequence[Room], office: Office, grade: int, day: date, arrival: Arrival | None) -> Seat | None:
    """A new pupil at the end of a class list."""
    room = room_of(rooms, grade, 1)
    if room is None:
        return None
    pupil = draw_pupil(derive(office.seed, "newcomer", grade), grade, YEAR, day)
    pupil.from_elsewhere = arrival is not None
    office.enrol(pupil, grade, day, _event(day, grade, arrival))
    seat = Seat(pupil, day, arrival=arrival)
    room.seats.append(seat)
    return seat


def _event(day: date, grade: int, arrival: Arrival | None) -> Event | None:
    if arrival is None:
        return None
    return Event(
        day, EventKind.CHUYEN_DEN, year_id(YEAR), school=arrival.school, document=arrival.document, grade=grade
    )


def place_move(rooms: Sequence[Room], placed: Placed) -> None:
    """One pupil changes from 6a1 to 6a2 in the middle of the second semester; the scores stay where they are."""
    old, new = room_of(rooms, 6, 1), room_of(rooms, 6, 2)
    pupil = placed.pupils.get("chuyen-lop")
    if old is None or new is None or pupil is None:
        return
    seat = next(seat for seat in old.seats if seat.pupil is pupil)
    seat.until, seat.shares = _LAST_DAY_BEFORE_MOVE, {Term.HK1: Share.ALL, Term.HK2: Share.EARLY}
    shares = {Term.HK1: Share.NONE, Term.HK2: Share.LATE}
    new.seats.append(Seat(pupil, MOVE_ON, script=seat.script, shares=shares))
    pupil.events.append(
        Event(
            MOVE_ON,
            EventKind.CHUYEN_LOP,
            year_id(YEAR),
            document="Quyết định số 57/QĐ-BM",
            from_class=old.id,
            to_class=new.id,
        )
    )


def newcomers_from_elsewhere(placed: Placed) -> list[Pupil]:
    """The pupils whose earlier years were at another school."""
    return [placed.pupils[name] for name in ("chuyen-den-trong-hoc-ki", "chuyen-den-giua-nam") if name in placed.pupils]
