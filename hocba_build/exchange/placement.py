"""The placement sheet: who goes to which class of the new year, and the pupils who are new to the school."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from hocba_build.domain.people import Identity, Student
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.turn.classes import NewClass, named_class
from hocba_build.domain.turn.fates import Fate, Past
from hocba_build.domain.turn.lists import Choice, Newcomer, Wish
from hocba_build.domain.values import LAST_LOWER_GRADE, ClassId, StudentId, SubjectId
from hocba_build.domain.words import date_text
from hocba_build.exchange.columns import folded
from hocba_build.exchange.drawing import Drawing
from hocba_build.exchange.foreign import SUBJECTS_BY_HEADING
from hocba_build.exchange.grid import Book
from hocba_build.exchange.lists import TableRow, find_table
from hocba_build.exchange.plain_table import Value, plain_table
from hocba_build.exchange.pupil_columns import ALIASES as PUPIL_ALIASES
from hocba_build.exchange.pupil_columns import HERE, NUMBER, family_of, why_not
from hocba_build.exchange.refusals import Refusal
from hocba_build.exchange.roster import day_of, found_by_name, is_born, is_named
from hocba_build.exchange.values import digits_of, show
from hocba_build.records.text import name_fault

HEADS: Final = (
    "STT", "Mã học sinh", "Họ và tên", "Ngày sinh", "Giới tính", "Lớp cũ", "Kết quả", "Lớp mới", "Môn lựa chọn",
    "Chuyên đề", "Ghi chú",
)  # fmt: skip
NEW_HEADS: Final = (
    "STT", "Họ và tên", "Tên gọi", "Ngày sinh", "Giới tính", "Lớp mới", "Môn lựa chọn", "Chuyên đề",
    "Mã định danh Bộ GD&ĐT", "Số đăng bộ", "Số định danh cá nhân", "Nơi sinh", "Dân tộc", "Đối tượng ưu tiên",
    "Chỗ ở hiện nay", "Tên cha", "Nghề nghiệp cha", "Tên mẹ", "Nghề nghiệp mẹ", "Tên người giám hộ",
    "Nghề nghiệp người giám hộ",
)  # fmt: skip
_ALIASES: Final[Mapping[str, str]] = {
    **PUPIL_ALIASES,
    **dict.fromkeys(NUMBER, "stt"),
    "lopcu": "lop_cu", "ketqua": "ket_qua", "lopmoi": "lop", "monluachon": "mon", "chuyende": "cd",
    "chuyendehoctap": "cd", "ghichu": "ghi_chu",
}  # fmt: skip
"""What a pupil list's headings hold, and what this sheet says besides."""
_WIDTHS: Final = {
    "STT": 6.0, "Mã học sinh": 14.0, "Họ và tên": 28.0, "Ngày sinh": 12.0, "Kết quả": 26.0, "Môn lựa chọn": 30.0,
    "Chuyên đề": 30.0, "Ghi chú": 30.0, "Mã định danh Bộ GD&ĐT": 16.0, "Số định danh cá nhân": 16.0, "Nơi sinh": 24.0,
    "Chỗ ở hiện nay": 30.0, "Tên cha": 24.0, "Tên mẹ": 24.0, "Tên người giám hộ": 24.0,
}  # fmt: skip
CLASS_HEADS: Final = ("Lớp", "Khối", "Ngoại ngữ 1", "Môn lựa chọn", "Chuyên đề")
_CLASS_ALIASES: Final[Mapping[str, str]] = {
    "lop": "lop", "lopmoi": "lop", "khoi": "khoi", "ngoaingu1": "nn", "monluachon": "mon", "chuyende": "cd",
}  # fmt: skip
_SEXES: Final = {"nam": False, "nu": True, "trai": False, "gai": True}


def placement_book(
    pasts: Iterable[Past],
    targets: Mapping[StudentId, NewClass],
    students: Mapping[StudentId, Student],
    classes: Iterable[NewClass],
) -> Drawing:
    """The workbook: everybody of the old year with the class the rule gives, new pupils, and what classes take."""
    lines = [_line(number, past, targets.get(past.student), students) for number, past in enumerate(pasts, start=1)]
    known = plain_table("Phân lớp", HEADS, lines, _WIDTHS)
    fresh = plain_table("Học sinh mới", NEW_HEADS, [], _WIDTHS)
    takes = [_class_line(one) for one in classes]
    rooms = plain_table("Lớp", CLASS_HEADS, takes, {**_WIDTHS, "Ngoại ngữ 1": 18.0})
    return Drawing([*known.pages, *fresh.pages, *rooms.pages], "")


def _class_line(one: NewClass) -> tuple[Value, ...]:
    language = one.foreign_language or ""
    return one.name, one.grade, language, _subject_names(one.electives), _subject_names(one.study_topics)


def _line(number: int, past: Past, target: NewClass | None, students: Mapping[StudentId, Student]) -> tuple[Value, ...]:
    student = students.get(past.student)
    identity = student.identities[-1] if student else None
    return (
        number,
        past.student,
        past.name,
        date_text(identity.born_on) if identity else "",
        ("Nữ" if identity.female else "Nam") if identity else "",
        past.class_name,
        past.fate.value,
        target.name if target else "",
        _subject_names(past.row.electives),
        _subject_names(past.row.study_topics),
        "",
    )


def _subject_names(subjects: Iterable[SubjectId]) -> str:
    return ", ".join(SUBJECTS[subject].name for subject in sorted(subjects))


@dataclass(slots=True)
class Placements:
    """What a workbook asks for, and every fault by its cell; with a fault nothing of it may be used."""

    classes: dict[ClassId, NewClass] = field(default_factory=dict)
    wishes: dict[StudentId, Wish] = field(default_factory=dict)
    newcomers: list[Newcomer] = field(default_factory=list)
    faults: list[Refusal] = field(default_factory=list)
    remarks: list[Refusal] = field(default_factory=list)


Said = tuple[TableRow, "StudentId | Refusal | None"]
"""A row with the pupil it is about."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads a workbook against the pupils known and the classes planned."""

    file: str
    students: Mapping[StudentId, Student]
    pasts: Mapping[StudentId, Past]
    classes: Mapping[ClassId, NewClass]

    def read(self, book: Book) -> Placements:
        """Every sheet that has pupils with names and classes; other sheets are told and left alone."""
        found = Placements()
        for grid in book.grids:
            rooms = find_table(grid, _CLASS_ALIASES, frozenset({"lop", "nn"}))
            for row in rooms.rows if rooms else ():
                self._class(found, row)
        tables = [find_table(grid, _ALIASES, frozenset({"ho_ten", "lop"})) for grid in book.grids]
        held = [table for table in tables if table is not None]
        if not held:
            message = "không thấy hàng tiêu đề có «Họ và tên» và «Lớp mới» (hoặc «Lớp học»)"
            found.faults.append(Refusal(self.file, "", "", "HB418", message))
        rows = [(row, self.known(row)) for table in held for row in table.rows]
        _refuse_twice(self, found, rows)
        for table in held:
            for cell, text in table.strange:
                message = f"cột «{show(text)}»: {why_not(text) or 'không đọc cột này'}"
                found.remarks.append(Refusal(self.file, table.sheet, cell, "HB422", message, warning=True))
        self._rows(found, rows)
        return found

    def _rows(self, found: Placements, rows: Sequence[Said]) -> None:
        for row, student in rows:
            if isinstance(student, Refusal):
                found.faults.append(student)
            elif folded(row.text("trang_thai")) not in HERE:
                message = f"trạng thái «{show(row.text('trang_thai'))}»: không phải đang học, bỏ qua hàng này"
                found.remarks.append(replace(self._at(row, "ho_ten", "HB427", message), warning=True))
            elif student is None:
                self._newcomer(found, row)
            else:
                self._wish(found, row, student)

    def _class(self, found: Placements, row: TableRow) -> None:
        """What a class takes as a whole."""
        target, choice = self._target(found, row), self._choice(found, row)
        if isinstance(target, Refusal):
            found.faults.append(target)
        elif target is not None:
            taken = choice or Choice()
            language = row.text("nn") or target.foreign_language
            found.classes[target.id] = replace(
                target, foreign_language=language, electives=taken.electives, study_topics=taken.study_topics
            )

    def _at(self, row: TableRow, key: str, code: str, message: str) -> Refusal:
        return Refusal(self.file, row.sheet, row.cell(key), code, message)

    def known(self, row: TableRow) -> StudentId | Refusal | None:
        """The pupil a row is about; ``None`` for one who is new; a refusal where the row says two persons."""
        said = digits_of(row.values.get("ma", ""))
        born = day_of(row.values["ngay_sinh"]) if "ngay_sinh" in row.values else None
        if said:
            student = self.students.get(StudentId(said))
            if student is None:
                message = f"mã «{show(said)}» không có trong hồ sơ: xoá mã nếu là học sinh mới"
                return self._at(row, "ma", "HB412", message)
            name = row.text("ho_ten")
            if (name and not is_named(student, name)) or (born and not is_born(student, born)):
                message = f"mã {said} và họ tên, ngày sinh trong hàng là của hai người: xếp lại cho khớp"
                return self._at(row, "ma", "HB414", message)
            return student.id
        code = digits_of(row.values.get("ma_bo", ""))
        by_code = [one.id for one in self.students.values() if code and one.ministry_code == code]
        matches = by_code or found_by_name(self.students, frozenset(self.students), row.text("ho_ten"), born)
        if len(matches) > 1:
            return self._at(
                row, "ho_ten", "HB412", f"có {len(matches)} học sinh cùng họ tên, ngày sinh: ghi mã học sinh"
            )
        return matches[0] if matches else None

    def _target(self, found: Placements, row: TableRow) -> NewClass | Refusal | None:
        name = row.text("lop")
        if not name:
            return None
        target = named_class(name, {**self.classes, **found.classes})
        if target is None:
            return self._at(row, "lop", "HB232", f"«{show(name)}» không phải tên lớp: ghi như 6A1, 10/2, 12.6")
        found.classes.setdefault(target.id, target)
        return target

    def _wish(self, found: Placements, row: TableRow, student: StudentId) -> None:
        target, choice = self._target(found, row), self._choice(found, row)
        if isinstance(target, Refusal):
            found.faults.append(target)
            return
        fault = _grade_fault(self.pasts.get(student), student, target) if target else None
        if fault:
            found.faults.append(self._at(row, "lop", "HB232", fault))
            return
        found.wishes[student] = Wish(target.id if target else None, choice)

    def _newcomer(self, found: Placements, row: TableRow) -> None:
        target, choice = self._target(found, row), self._choice(found, row)
        if isinstance(target, Refusal):
            found.faults.append(target)
            return
        faults = list(self._identity_faults(row))
        if target is None:
            faults.append(self._at(row, "lop", "HB232", "học sinh mới chưa có lớp: ghi lớp mới"))
        found.faults += faults
        born, female = day_of(row.values.get("ngay_sinh", "")), _is_female(row)
        if faults or target is None or born is None or female is None:
            return
        identity = Identity(date.min, row.text("ho_ten"), female, born, row.text("ten") or None)
        code = digits_of(row.values.get("ma_bo", "")) or None
        register = row.text("dang_bo") or None
        found.newcomers.append(Newcomer(target.id, identity, family_of(_said(row)), code, register, choice))

    def _identity_faults(self, row: TableRow) -> Iterable[Refusal]:
        name = row.text("ho_ten")
        fault = name_fault(name) if name else "chưa có họ tên"
        if fault:
            yield self._at(row, "ho_ten", "HB233", f"{fault}")
        if day_of(row.values.get("ngay_sinh", "")) is None:
            yield self._at(row, "ngay_sinh", "HB233", "ngày sinh phải là ngày, ghi như 05/03/2014")
        if _is_female(row) is None:
            yield self._at(row, "gioi_tinh", "HB233", "giới tính ghi Nam hoặc Nữ")
        for key, digits in (("ma_bo", 10), ("so_dinh_danh", 12)):
            text = digits_of(row.values.get(key, ""))
            if text and not (text.isdigit() and len(text) == digits):
                yield self._at(row, key, "HB233", f"«{show(text)}» không đủ {digits} chữ số")

    def _choice(self, found: Placements, row: TableRow) -> Choice | None:
        chosen: dict[str, frozenset[SubjectId]] = {}
        for key in ("mon", "cd"):
            parts = [part.strip() for part in row.text(key).replace(";", ",").split(",") if part.strip()]
            subjects = [SUBJECTS_BY_HEADING.get(folded(part)) for part in parts]
            unknown = [part for part, subject in zip(parts, subjects, strict=True) if subject is None]
            found.faults += [self._at(row, key, "HB233", f"không có môn «{show(part)}»") for part in unknown]
            chosen[key] = frozenset(subject for subject in subjects if subject is not None)
        return Choice(chosen["mon"], chosen["cd"]) if chosen["mon"] or chosen["cd"] else None


def _grade_fault(past: Past | None, student: StudentId, target: NewClass) -> str | None:
    """Why a pupil cannot sit in a class by last year's result."""
    if past is None:
        return f"học sinh {student} không học ở trường năm trước: dùng hocba pupil return hoặc transfer-in"
    if past.fate is Fate.XONG_CAP and past.grade == LAST_LOWER_GRADE and target.grade == LAST_LOWER_GRADE + 1:
        return None
    if past.fate is Fate.BAO_LUU and target.grade == past.grade:
        return None
    if past.next_grade == target.grade:
        return None
    wanted = f"vào khối {past.next_grade}" if past.next_grade else "chưa xếp lớp được"
    return (
        f"năm trước học sinh {student} ở lớp {past.class_name}, {past.fate.value}: {wanted}, không vào {target.name} "
        "(học vượt lớp: hocba pupil skip)"
    )


def _is_female(row: TableRow) -> bool | None:
    """By the column of the sex, or by a mark in a column «Nữ»; ``None`` where neither says it."""
    if "gioi_tinh" not in row.places and "nu" in row.places:
        return bool(row.text("nu"))
    return _SEXES.get(folded(row.text("gioi_tinh")))


def _said(row: TableRow) -> Callable[[str], str | None]:
    """What a row says by key; a number keeps its first zeros where it was text."""
    return lambda key: (digits_of(row.values.get(key, "")) if key == "so_dinh_danh" else row.text(key)) or None


def _refuse_twice(reader: Reader, found: Placements, rows: Sequence[Said]) -> None:
    """Two rows about one pupil, known or new: neither can be believed."""
    seen: dict[object, TableRow] = {}
    for row, student in rows:
        if isinstance(student, Refusal):
            continue
        key = student or (folded(row.text("ho_ten")), day_of(row.values.get("ngay_sinh", "")))
        if key in seen:
            message = f"trùng với hàng {seen[key].number} của trang «{seen[key].sheet}»: chỉ giữ một hàng"
            found.faults.append(Refusal(reader.file, row.sheet, row.cell("ho_ten"), "HB413", message))
        seen.setdefault(key, row)
