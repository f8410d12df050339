"""The assignment sheet: a row a class, a column a subject, the teachers in the cells; the departments beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hocba_build.domain.people import StaffMember
from hocba_build.domain.school import Assignments, Department, Homeroom
from hocba_build.domain.subjects import ORDER, SUBJECTS
from hocba_build.domain.turn.classes import id_of_name
from hocba_build.domain.values import SEMESTERS, ClassId, PersonId, SubjectId, Term
from hocba_build.domain.vietnamese import fold
from hocba_build.exchange.columns import folded
from hocba_build.exchange.drawing import Drawing
from hocba_build.exchange.foreign import SUBJECTS_BY_HEADING
from hocba_build.exchange.grid import Book
from hocba_build.exchange.lists import FoundTable, TableRow, find_table
from hocba_build.exchange.plain_table import plain_table
from hocba_build.exchange.refusals import Refusal
from hocba_build.exchange.roster import plain_name
from hocba_build.exchange.values import show

_CLASSES, _GROUPS, _STAFF = "Phân công", "Tổ chuyên môn", "Cán bộ"
_GROUP_HEADS: Final = ("Mã tổ", "Tên tổ", "Tổ trưởng", "Môn của tổ")
_WIDTHS: Final = {"Lớp": 9.0, "Chủ nhiệm": 16.0, "Mã tổ": 14.0, "Tên tổ": 34.0, "Tổ trưởng": 16.0, "Môn của tổ": 60.0,
                  "Mã": 18.0, "Họ và tên": 28.0}  # fmt: skip
_CELL_WIDTH: Final = 15.0
_CLASS_ALIASES: Final[Mapping[str, str]] = {
    "lop": "lop", "chunhiem": "cn", "gvcn": "cn", "giaovienchunhiem": "cn",
    **{heading: str(subject) for heading, subject in SUBJECTS_BY_HEADING.items()},
}  # fmt: skip
_GROUP_ALIASES: Final[Mapping[str, str]] = {
    "mato": "ma", "tento": "ten", "to": "ten", "totruong": "truong", "moncuato": "mon", "mon": "mon",
}  # fmt: skip


def assignment_book(
    classes: Sequence[tuple[ClassId, str]],
    taken: Mapping[ClassId, frozenset[SubjectId]],
    held: Assignments,
    staff: Mapping[PersonId, StaffMember],
    day: date,
) -> Drawing:
    """The workbook of a draft: both semesters alike; ``classes`` are ids with names."""
    subjects = sorted({subject for one in taken.values() for subject in one}, key=ORDER.__getitem__)
    heads = ("Lớp", "Chủ nhiệm", *(SUBJECTS[subject].name for subject in subjects))
    lines = [
        (
            name,
            held.homeroom_teacher(class_id, day) or "",
            *(_cell(held, class_id, subject, taken[class_id]) for subject in subjects),
        )
        for class_id, name in classes
    ]
    widths = {**dict.fromkeys(heads, _CELL_WIDTH), **_WIDTHS}
    groups = [
        (one.id, one.name, one.head, "; ".join(SUBJECTS[s].name for s in sorted(one.subjects, key=ORDER.__getitem__)))
        for one in held.departments
    ]
    people = [(person, member.full_name) for person, member in staff.items()]
    pages = (
        plain_table(_CLASSES, heads, lines, widths),
        plain_table(_GROUPS, _GROUP_HEADS, groups, _WIDTHS),
        plain_table(_STAFF, ("Mã", "Họ và tên"), people, _WIDTHS),
    )
    return Drawing([page for drawing in pages for page in drawing.pages], "")


def _cell(held: Assignments, class_id: ClassId, subject: SubjectId, taken: frozenset[SubjectId]) -> str:
    """The teachers' ids; a cross where the class does not take the subject."""
    if subject not in taken:
        return "x"
    return ", ".join(held.teachers(class_id, subject, Term.HK2) or held.teachers(class_id, subject, Term.HK1))


@dataclass(slots=True)
class AssignmentsRead:
    """What a workbook assigns, and every fault by its cell."""

    assignments: Assignments = field(default_factory=Assignments)
    faults: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AssignmentReader:
    """Reads a workbook against the classes of the year and the staff."""

    file: str
    classes: Mapping[ClassId, str]
    staff: Mapping[PersonId, StaffMember]
    day: date

    def read(self, book: Book) -> AssignmentsRead:
        """The classes' sheet, and the departments where there is a sheet of them."""
        found = AssignmentsRead()
        tables = [find_table(grid, _CLASS_ALIASES, frozenset({"lop", "cn"})) for grid in book.grids]
        held = next((table for table in tables if table is not None), None)
        if held is None:
            message = "không thấy hàng tiêu đề có «Lớp» và «Chủ nhiệm»"
            found.faults.append(Refusal(self.file, "", "", "HB418", message))
            return found
        groups = [find_table(grid, _GROUP_ALIASES, frozenset({"ma", "truong", "mon"})) for grid in book.grids]
        departments = [self._group(found, row) for table in groups if table for row in table.rows]
        rooms, teaching = self._classes(found, held)
        found.assignments = Assignments(tuple(one for one in departments if one), tuple(rooms), teaching)
        return found

    def _classes(
        self, found: AssignmentsRead, table: FoundTable
    ) -> tuple[list[Homeroom], dict[tuple[ClassId, SubjectId, Term], tuple[PersonId, ...]]]:
        rooms: list[Homeroom] = []
        teaching: dict[tuple[ClassId, SubjectId, Term], tuple[PersonId, ...]] = {}
        subjects = [SubjectId(key) for key in table.places if key in SUBJECTS]
        for row in table.rows:
            class_id = self._class(found, row)
            if class_id is None:
                continue
            rooms += [Homeroom(class_id, person, self.day) for person in self._people(found, row, "cn")]
            for subject in sorted(subjects, key=ORDER.__getitem__):
                people = self._people(found, row, subject)
                if people:
                    teaching.update({(class_id, subject, term): people for term in SEMESTERS})
        return rooms, teaching

    def _class(self, found: AssignmentsRead, row: TableRow) -> ClassId | None:
        name = row.text("lop")
        wanted = id_of_name(name)
        by_name = [one for one, called in self.classes.items() if called.casefold() == name.casefold()]
        if by_name or (wanted and wanted in self.classes):
            return by_name[0] if by_name else wanted
        found.faults.append(self._fault(row, "lop", f"năm học không có lớp «{show(name)}»: sửa tên lớp hoặc xoá hàng"))
        return None

    def _fault(self, row: TableRow, key: str, message: str) -> Refusal:
        return Refusal(self.file, row.sheet, row.cell(key), "HB234", message)

    def _people(self, found: AssignmentsRead, row: TableRow, key: str) -> tuple[PersonId, ...]:
        """The persons of a cell, by id or by a full name that only one has."""
        people = []
        for part in row.text(key).replace(";", ",").replace("/", ",").split(","):
            text = part.strip()
            if not text or text.lower() in ("x", "-", "–"):
                continue
            person = self._person(text)
            if person is None:
                message = f"không có cán bộ «{show(text)}»: ghi mã như trang «{_STAFF}»"
                found.faults.append(self._fault(row, key, message))
            else:
                people.append(person)
        return tuple(dict.fromkeys(people))

    def _person(self, text: str) -> PersonId | None:
        if text.lower() in self.staff:
            return PersonId(text.lower())
        named = [key for key, member in self.staff.items() if plain_name(member.full_name) == plain_name(text)]
        return named[0] if len(named) == 1 else None

    def _group(self, found: AssignmentsRead, row: TableRow) -> Department | None:
        parts = _parts(row.text("mon"))
        subjects = _subjects(parts)
        unknown = [part for part in parts if not _subjects([part])]
        found.faults += [self._fault(row, "mon", f"không có môn «{show(part)}»") for part in unknown]
        heads = self._people(found, row, "truong")
        if len(heads) != 1 and row.text("truong"):
            found.faults.append(self._fault(row, "truong", "mỗi tổ một tổ trưởng"))
        if len(heads) != 1 or not subjects:
            return None
        name = row.text("ten") or row.text("ma")
        return Department(fold(row.text("ma")).lower().replace(" ", "-"), name, heads[0], subjects)


def _parts(text: str) -> list[str]:
    """Names parted by semicolons or commas; the one name that has a comma of its own stays whole."""
    whole = SUBJECTS[SubjectId("hdtn-hn")].name
    plain = text.replace(whole, whole.replace(",", "")).replace(";", ",")
    return [part.strip() for part in plain.split(",") if part.strip()]


def _subjects(parts: Iterable[str]) -> frozenset[SubjectId]:
    """Subjects by name."""
    found = [SUBJECTS_BY_HEADING.get(folded(part)) for part in parts]
    return frozenset(subject for subject in found if subject is not None)
