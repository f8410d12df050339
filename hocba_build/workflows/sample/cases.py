"""The special cases of the sample, each named, each placed in one pupil's last complete year.

A case stands in the first class of its grade, at a fixed place of the list; it is left out where that is missing.
Averages are in tenths of a point (``85`` is 8,5), by semester.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from hocba_build.domain.entries import Award, Decision, DecisionKind, Honours, Mode
from hocba_build.domain.people import Event, EventKind, Identity
from hocba_build.domain.values import Level, Outcome, SubjectId, Term
from hocba_build.workflows.sample.marks import TENTHS
from hocba_build.workflows.sample.pupils import Pupil
from hocba_build.workflows.sample.rooms import Fate, Room
from hocba_build.workflows.sample.script import Script, Share

YEAR: Final = 2024
"""All cases are placed in 2024-2025."""

_GOOD, _FAIR, _PASS, _FAIL = Level.TOT, Level.KHA, Level.DAT, Level.CHUA_DAT
_TWO_TESTS: Final = frozenset({Term.HK1, Term.HK2})


_LEAVES_TOO_FEW: Final = 3
"""Exempt from three of the eight scored subjects of THCS, a pupil has fewer than six."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case of numbers: where it stands, and what it fixes."""

    name: str
    grade: int
    slot: int
    script: Script
    modes: Mapping[SubjectId, Mode] | None = None
    fate: Fate | None = None


@dataclass(frozen=True, slots=True)
class Leaving:
    """A case of leaving: the last day, the event, and how far the semesters got."""

    name: str
    grade: int
    slot: int
    until: date
    event: Event
    shares: Mapping[Term, Share]
    fate: Fate = Fate.LEFT


def _decision(number: int, day: date, kind: DecisionKind, **settled: object) -> Decision:
    return Decision(kind, f"{number}/QĐ-BM", day, **settled)  # type: ignore[arg-type]


def _script(
    name: str, base: int | None, averages: Mapping[str, tuple[int, int]] | None = None, **more: object
) -> Script:
    conduct = more.pop("conduct", (_GOOD, _GOOD))
    return Script(case=name, base=base, averages=averages or {}, conduct=conduct, **more)  # type: ignore[arg-type]


def _case(
    name: str,
    grade: int,
    slot: int,
    base: int | None,
    averages: Mapping[str, tuple[int, int]] | None = None,
    **more: object,
) -> Case:
    return Case(name, grade, slot, _script(name, base, averages, **more))


_SUMMER: Final = MappingProxyType({"toan": (30, 32), "ngoai-ngu-1": (40, 42)})
"""Chưa đạt: Toán 3,1 and Ngoại ngữ 1 4,1 over the year."""
_EVEN_FIVE: Final = {
    "ngu-van": (80, 80),
    "toan": (80, 80),
    "ngoai-ngu-1": (80, 80),
    "gdcd": (80, 80),
    "lich-su-va-dia-li": (80, 80),
    "khtn": (70, 70),
    "cong-nghe": (70, 70),
    "tin-hoc": (40, 40),
}
"""Five subjects at 8,0: the level rises only where the sixth result may be replaced."""


def _retest(**scores: int | None) -> dict[SubjectId, object]:
    return {
        SubjectId(subject.replace("_", "-")): None if tenths is None else TENTHS[tenths]
        for subject, tenths in scores.items()
    }


NUMBERS: Final = (
    _case("dieu-9-3-hoc-ki", 7, 1, 85, {"khtn": (42, 70)}),
    _case("dieu-9-3-ca-nam-dat-len-kha", 7, 3, 85, {"khtn": (45, 46)}),
    _case("dieu-9-3-ca-nam-chua-dat-len-dat", 7, 5, 70, {"toan": (30, 31)}),
    _case("dieu-9-3-mon-nhan-xet", 7, 11, 85, failed={"gdtc": (False, True)}),
    _case("dieu-9-3-chi-thay-mon", 7, 13, None, _EVEN_FIVE),
    _case("danh-gia-lai-dat", 8, 1, 60, _SUMMER, summer_tests=_retest(toan=50, ngoai_ngu_1=55)),
    _case("danh-gia-lai-khong-dat", 8, 3, 60, _SUMMER, summer_tests=_retest(toan=30, ngoai_ngu_1=50)),
    _case("danh-gia-lai-khong-den", 8, 5, 60, _SUMMER, summer_tests=_retest(toan=None, ngoai_ngu_1=None)),
    _case(
        "danh-gia-lai-mon-nhan-xet",
        8,
        7,
        68,
        failed={"gdtc": (False, True), "gddp": (True, True)},
        summer_tests={SubjectId("gdtc"): Outcome.DAT, SubjectId("gddp"): Outcome.DAT},
    ),
    _case("ren-luyen-he-dat", 7, 15, 72, conduct=(_PASS, _FAIL), summer_conduct=_PASS),
    _case("ren-luyen-he-chua-dat", 8, 9, 66, conduct=(_FAIR, _FAIL), summer_conduct=_FAIL),
    _case("ca-hai-chua-dat", 7, 17, 52, {"toan": (28, 30), "khtn": (38, 40)}, conduct=(_FAIL, _FAIL)),
    _case("nghi-46-buoi", 6, 1, 70, absent=46),
    _case("nghi-45-buoi", 6, 3, 70, absent=45),
    _case("xuat-sac", 6, 5, 94),
    _case("gioi", 6, 7, 85),
    _case("mien-ca-nam", 7, 19, 75, exempt={"gdtc": _TWO_TESTS}),
    _case("mien-mot-hoc-ki", 11, 3, 76, exempt={"gdqpan": frozenset({Term.HK1})}),
    _case(
        "khong-du-kiem-tra",
        9,
        3,
        75,
        not_sat={(Term.HK1, "toan"): frozenset({"tx2", "ck"}), (Term.HK2, "tin-hoc"): frozenset({"gk"})},
    ),
    _case(
        "hoan-thanh-thcs-dot-2", 9, 5, 61, {"toan": (30, 32), "gdcd": (45, 44)}, summer_tests=_retest(toan=55, gdcd=60)
    ),
    _case("khong-hoan-thanh-thcs", 9, 7, 60, _SUMMER, summer_tests=_retest(toan=25, ngoai_ngu_1=None)),
    Case(
        "len-lop-khong-hoan-thanh-thcs",
        9,
        9,
        _script(
            "len-lop-khong-hoan-thanh-thcs", 62, failed={"gddp": (False, True)}, summer_tests={SubjectId("gddp"): None}
        ),
        fate=Fate.LEFT,
    ),
    Case("hoc-vuot-lop", 7, 21, _script("hoc-vuot-lop", 97), fate=Fate.SKIPS),
    _case("chuyen-lop", 6, 9, 74),
    Case(
        "hoa-nhap",
        6,
        11,
        _script(
            "hoa-nhap",
            56,
            decisions=(_decision(80, date(2025, 5, 28), DecisionKind.LEN_LOP, promoted=True),),
        ),
        modes={SubjectId("toan"): Mode.GIAM_YEU_CAU, SubjectId("khtn"): Mode.KHGDCN, SubjectId("gdtc"): Mode.MIEN},
    ),
    Case(
        "duoi-6-mon-diem",
        6,
        13,
        _script(
            "duoi-6-mon-diem",
            60,
            decisions=(
                _decision(33, date(2025, 1, 15), DecisionKind.XEP_MUC, term=Term.HK1, level=_PASS),
                _decision(81, date(2025, 5, 28), DecisionKind.XEP_MUC, term=Term.HK2, level=_PASS),
                _decision(82, date(2025, 5, 28), DecisionKind.XEP_MUC, term=Term.CA_NAM, level=_PASS),
                _decision(83, date(2025, 5, 28), DecisionKind.LEN_LOP, promoted=True),
            ),
        ),
        modes={SubjectId(subject): Mode.MIEN for subject in ("ngoai-ngu-1", "khtn", "tin-hoc")},
    ),
    _case(
        "chung-chi-cuoc-thi",
        10,
        5,
        88,
        honours=Honours(
            awards=(Award("Giấy khen thành tích đột xuất", "19/QĐ-BM", date(2024, 12, 20)),),
            certificates=(("Chứng chỉ Tin học ứng dụng cơ bản", "Giỏi"),),
            contests=(("Olympic Toán cấp trường", "Giải Nhì"),),
        ),
    ),
)

LEAVINGS: Final = (
    Leaving(
        "chuyen-di",
        10,
        9,
        date(2025, 2, 14),
        Event(
            date(2025, 2, 15),
            EventKind.CHUYEN_DI,
            school="Trường THPT Hoà An",
            document="Giấy chuyển trường số 4/2025",
        ),
        {Term.HK1: Share.ALL, Term.HK2: Share.OPENING},
    ),
    Leaving(
        "thoi-hoc",
        12,
        9,
        date(2025, 3, 10),
        Event(date(2025, 3, 11), EventKind.THOI_HOC, reason="Theo gia đình đi làm xa", document="Đơn xin thôi học"),
        {Term.HK1: Share.ALL, Term.HK2: Share.OPENING},
    ),
    Leaving(
        "bao-luu",
        11,
        9,
        date(2024, 11, 29),
        Event(
            date(2024, 12, 2),
            EventKind.BAO_LUU,
            reason="Điều trị dài ngày",
            document="Quyết định số 41/QĐ-BM ngày 02/12/2024",
        ),
        {Term.HK1: Share.EARLY, Term.HK2: Share.NONE},
        fate=Fate.PAUSED,
    ),
)

RENAMED_GRADE, RENAMED_SLOT = 6, 15
RENAMED_ON: Final = date(2025, 3, 1)
HOMEROOM_CHANGES: Final = (("9a1", date(2025, 1, 20)),)


@dataclass(slots=True)
class Placed:
    """Which pupil stands for which case."""

    pupils: dict[str, Pupil] = field(default_factory=dict)


def place_numbers(rooms: Sequence[Room], placed: Placed) -> None:
    """Give the pupils of the cases their scripts, modes and fates."""
    for case in NUMBERS:
        room = room_of(rooms, case.grade, 1)
        if room and case.slot < len(room.seats):
            seat = room.seats[case.slot]
            seat.script, seat.fate = case.script, case.fate
            seat.pupil.modes = case.modes
            placed.pupils[case.name] = seat.pupil


def place_leavings(rooms: Sequence[Room], placed: Placed) -> None:
    """End the enrolments of those who leave."""
    for case in LEAVINGS:
        room = room_of(rooms, case.grade, 1)
        if room and case.slot < len(room.seats):
            seat = room.seats[case.slot]
            seat.until, seat.shares, seat.fate = case.until, case.shares, case.fate
            seat.pupil.events.append(case.event)
            placed.pupils[case.name] = seat.pupil


def place_renaming(rooms: Sequence[Room], placed: Placed) -> None:
    """One pupil's name is changed by an extract of civil status."""
    room = room_of(rooms, RENAMED_GRADE, 1)
    plain = [seat.pupil for seat in room.seats[RENAMED_SLOT:] if seat.pupil.people is None] if room else []
    if not plain:
        return
    pupil = plain[0]
    family, *_, given = pupil.name.split()
    renamed = f"{family} {'Thuỵ' if pupil.female else 'Thiên'} {given}"
    document = "Trích lục cải chính hộ tịch số 12/2025"
    pupil.renamed = Identity(RENAMED_ON, renamed, pupil.female, pupil.born_on, pupil.given, document)
    placed.pupils["doi-ten"] = pupil


def exemption_number(pupil: Pupil) -> str:
    """The decision behind an exemption."""
    return f"QĐ {int(pupil.id) % 40 + 10}/QĐ-BM"


def yearly_decisions(pupil: Pupil, year: int) -> tuple[Decision, ...]:
    """The decision that fixes the modes of Điều 11; in the open year also the level so few subjects leave undecided."""
    if pupil.modes is None:
        return ()
    modes = _decision(12, date(year, 9, 20), DecisionKind.CHE_DO, modes=pupil.modes)
    if year == YEAR or len(pupil.modes) < _LEAVES_TOO_FEW or Mode.KHGDCN in pupil.modes.values():
        return (modes,)
    level = _decision(35, date(year + 1, 1, 15), DecisionKind.XEP_MUC, term=Term.HK1, level=_PASS)
    return (modes, level)


def room_of(rooms: Sequence[Room], grade: int, number: int) -> Room | None:
    """The class of a grade with that number, if there is one."""
    return next((room for room in rooms if (room.grade, room.number) == (grade, number)), None)
