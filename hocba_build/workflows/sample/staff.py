"""The staff of the sample, and who teaches and leads what in a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Final

from hocba_build.domain.curriculum import periods, usual_semesters
from hocba_build.domain.people import Appointment, Role, StaffMember
from hocba_build.domain.school import Assignments, Department, Deputy, Homeroom
from hocba_build.domain.values import SEMESTERS, ClassId, PersonId, SubjectId, Term
from hocba_build.domain.vietnamese import fold, given_name
from hocba_build.workflows.sample.calendar import first_day
from hocba_build.workflows.sample.curriculum import subjects
from hocba_build.workflows.sample.names import draw_name
from hocba_build.workflows.sample.plan import between, chance

WEEKS: Final = 35
WEEKLY_LOAD: Final = 17
"""Periods a week that one teacher gives."""

OFFICE: Final = (
    ("hieu-truong", "Nguyễn Thị Minh Hoa", Role.HIEU_TRUONG),
    ("pho-hieu-truong", "Trần Quốc Thịnh", Role.PHO_HIEU_TRUONG),
    ("quan-tri", "Lê Hoàng Khôi", Role.QUAN_TRI),
    ("van-thu", "Phạm Thị Thu Thắm", Role.VAN_THU),
    ("truong-van-phong", "Võ Hữu Lộc", Role.TO_TRUONG_VAN_PHONG),
)

TRAINED: Final[Mapping[str, tuple[str, ...]]] = {
    "van": ("ngu-van",),
    "toan": ("toan",),
    "anh": ("ngoai-ngu-1", "ngoai-ngu-2"),
    "su": ("lich-su", "lich-su-va-dia-li", "gddp"),
    "dia": ("dia-li", "lich-su-va-dia-li"),
    "gdcd": ("gdcd", "gdktpl"),
    "li": ("vat-li", "khtn"),
    "hoa": ("hoa-hoc", "khtn"),
    "sinh": ("sinh-hoc", "khtn"),
    "cn": ("cong-nghe",),
    "tin": ("tin-hoc",),
    "td": ("gdtc",),
    "qp": ("gdqpan",),
    "nhac": ("am-nhac", "nghe-thuat"),
    "mt": ("mi-thuat", "nghe-thuat"),
    "dtts": ("tieng-dtts",),
}
"""What each training lets a teacher teach; HĐTN,HN is the homeroom teacher's."""

DEPARTMENTS: Final = (
    ("ngu-van", "Tổ Ngữ văn", "van", ("ngu-van", "tieng-dtts")),
    ("toan-tin", "Tổ Toán – Tin học", "toan", ("toan", "tin-hoc")),
    ("ngoai-ngu", "Tổ Ngoại ngữ", "anh", ("ngoai-ngu-1", "ngoai-ngu-2")),
    (
        "khxh",
        "Tổ Khoa học xã hội",
        "su",
        ("lich-su", "dia-li", "lich-su-va-dia-li", "gdcd", "gdktpl", "gddp", "hdtn-hn"),
    ),
    ("khtn", "Tổ Khoa học tự nhiên – Công nghệ", "li", ("vat-li", "hoa-hoc", "sinh-hoc", "khtn", "cong-nghe")),
    (
        "the-chat",
        "Tổ Thể chất – Quốc phòng – Nghệ thuật",
        "td",
        ("gdtc", "gdqpan", "nghe-thuat", "am-nhac", "mi-thuat"),
    ),
)
_HOMEROOM_TRAININGS: Final = ("van", "toan", "anh", "su", "li", "dia", "hoa", "sinh", "gdcd", "tin", "cn", "td")


@dataclass(frozen=True, slots=True)
class Need:
    """One class with the subjects taught in it."""

    class_id: ClassId
    grade: int
    taught: tuple[SubjectId, ...]


@dataclass(slots=True)
class Faculty:
    """The staff with each teacher's training and the load given so far this year."""

    members: dict[PersonId, StaffMember] = field(default_factory=dict)
    trained: dict[str, list[PersonId]] = field(default_factory=dict)
    load: dict[PersonId, float] = field(default_factory=dict)

    def lightest(self, training: str, but: Iterable[PersonId] = ()) -> PersonId:
        """The teacher of a training with the least to do."""
        free = [teacher for teacher in self.trained[training] if teacher not in set(but)]
        return min(free or self.trained[training], key=lambda teacher: self.load[teacher])


def hire(rng: Random, years: Sequence[Sequence[Need]]) -> Faculty:
    """Office and teachers, enough of each training for the fullest year."""
    faculty = Faculty()
    for person, name, role in OFFICE:
        faculty.members[PersonId(person)] = StaffMember(PersonId(person), name, (Appointment(role, date(2015, 8, 1)),))
    for training in TRAINED:
        wanted = max((_weekly(needs, training) for needs in years), default=0.0)
        if wanted == 0 and training in ("dtts", "mt", "nhac"):
            continue
        for _ in range(max(1 + (training == "toan"), int(wanted / WEEKLY_LOAD + 0.999))):
            _hire_one(rng, faculty, training)
    return faculty


def _weekly(needs: Sequence[Need], training: str) -> float:
    """Periods a week that fall to a training; a subject of several trainings is shared."""
    shares = {name: sum(name in taught for taught in TRAINED.values()) for name in TRAINED[training]}
    return sum(
        periods(need.grade, subject) / WEEKS / shares[subject]
        for need in needs
        for subject in need.taught
        if subject in shares
    )


def _hire_one(rng: Random, faculty: Faculty, training: str) -> None:
    taken = {member.full_name for member in faculty.members.values()}
    while True:
        name, _ = draw_name(rng, None, female=chance(rng, 0.6))
        if name not in taken:
            break
    person = _identifier(name, faculty.members)
    since = date(between(rng, 2008, 2018), 8, 1)
    faculty.members[person] = StaffMember(person, name, (Appointment(Role.GIAO_VIEN, since),))
    faculty.trained.setdefault(training, []).append(person)
    faculty.load[person] = 0.0


def _identifier(name: str, taken: Mapping[PersonId, StaffMember]) -> PersonId:
    """``gv-lan``; where that is taken ``gv-tran-lan``, then with a number."""
    words = fold(name).lower().split()
    short, longer = f"gv-{fold(given_name(name)).lower()}", f"gv-{words[0]}-{words[-1]}"
    choices = [short, longer, *(f"{longer}-{number}" for number in range(2, 99))]
    return PersonId(next(choice for choice in choices if choice not in taken))


def assign(faculty: Faculty, year: int, needs: Sequence[Need], changes: Mapping[ClassId, date]) -> Assignments:
    """Who teaches and leads what; ``changes`` are the classes whose homeroom teacher changes, with the day."""
    for teacher in faculty.load:
        faculty.load[teacher] = 0.0
    teaching: dict[tuple[ClassId, SubjectId, Term], tuple[PersonId, ...]] = {}
    for place, need in enumerate(needs):
        for subject in need.taught:
            if subject == "hdtn-hn":
                continue
            teachers = _teachers(faculty, need, subject, together=place % 2 == 0)
            teaching.update({(need.class_id, subject, term): teachers for term in SEMESTERS})
    homerooms = _homerooms(faculty, year, needs, teaching, changes)
    _give_activities(teaching, homerooms, needs, year)
    return Assignments(
        departments=_departments(faculty),
        homerooms=tuple(homerooms),
        teaching=teaching,
        deputies=_deputies(faculty, year, needs, teaching),
    )


def _teachers(faculty: Faculty, need: Need, subject: SubjectId, *, together: bool) -> tuple[PersonId, ...]:
    """One teacher, or one of each training where the subject is taught together."""
    trainings = [name for name, taught in TRAINED.items() if subject in taught]
    hours = periods(need.grade, subject) / WEEKS
    if subject == "khtn":
        trainings = trainings[:2] if together else [min(trainings, key=lambda name: _least(faculty, name))]
    elif subject == "lich-su-va-dia-li" and not together:
        trainings = [min(trainings, key=lambda name: _least(faculty, name))]
    chosen = tuple(faculty.lightest(training) for training in trainings if training in faculty.trained)
    for teacher in chosen:
        faculty.load[teacher] += hours / len(chosen)
    return chosen


def _least(faculty: Faculty, training: str) -> float:
    return faculty.load[faculty.lightest(training)]


def _homerooms(
    faculty: Faculty,
    year: int,
    needs: Sequence[Need],
    teaching: Mapping[tuple[ClassId, SubjectId, Term], tuple[PersonId, ...]],
    changes: Mapping[ClassId, date],
) -> list[Homeroom]:
    """A homeroom teacher for each class, out of those who teach in it; a second one where there is a change."""
    rank = {
        teacher: order for order, name in enumerate(_HOMEROOM_TRAININGS) for teacher in faculty.trained.get(name, ())
    }
    rooms: list[Homeroom] = []
    taken: set[PersonId] = set()
    for place, need in enumerate(needs):
        mine = {teacher for subject in need.taught for teacher in teaching.get((need.class_id, subject, Term.HK1), ())}
        ordered = sorted(mine & rank.keys(), key=lambda teacher: (rank[teacher] + 7 * place) % len(_HOMEROOM_TRAININGS))
        free = [teacher for teacher in ordered if teacher not in taken] or ordered
        change = changes.get(need.class_id)
        until = date.fromordinal(change.toordinal() - 1) if change else None
        rooms.append(Homeroom(need.class_id, free[0], first_day(year), until))
        if change:
            rooms.append(Homeroom(need.class_id, free[1], change))
        taken |= set(free[: 2 if change else 1])
    return rooms


def _give_activities(
    teaching: dict[tuple[ClassId, SubjectId, Term], tuple[PersonId, ...]],
    homerooms: Sequence[Homeroom],
    needs: Sequence[Need],
    year: int,
) -> None:
    """HĐTN,HN is taught by the homeroom teacher of the semester."""
    room_of = Assignments(homerooms=tuple(homerooms))
    for need in needs:
        for term, span in usual_semesters(year).items():
            teacher = room_of.homeroom_teacher(need.class_id, span.last)
            if teacher:
                teaching[need.class_id, SubjectId("hdtn-hn"), term] = (teacher,)


def _departments(faculty: Faculty) -> tuple[Department, ...]:
    return tuple(
        Department(code, name, faculty.trained[training][0], subjects(*taught))
        for code, name, training, taught in DEPARTMENTS
    )


def _deputies(
    faculty: Faculty,
    year: int,
    needs: Sequence[Need],
    teaching: Mapping[tuple[ClassId, SubjectId, Term], tuple[PersonId, ...]],
) -> tuple[Deputy, ...]:
    """One teacher of Toán is away for five weeks, in one class."""
    class_id, subject = needs[-1].class_id, SubjectId("toan")
    away = teaching[class_id, subject, Term.HK1][0]
    instead = faculty.lightest("toan", but=(away,))
    return (Deputy(instead, away, date(year, 11, 3), date(year, 12, 5), class_id, subject),)
