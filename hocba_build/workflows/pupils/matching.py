"""Whom a row of a list means: by id, by the Ministry's code, by personal id, else by name and birth date."""

from __future__ import annotations

from typing import TypeAlias

from hocba_build.domain.people import Student
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import StudentId
from hocba_build.exchange.pupil_list import ListRow
from hocba_build.exchange.roster import plain_name

Fault: TypeAlias = tuple[str, str]
"""Code and sentence."""

_CODES = {"ma": "mã học sinh", "ma_bo": "mã định danh của Bộ", "so_dinh_danh": "số định danh cá nhân"}


class Known:
    """Everybody whose papers are known, and the rows that were read so far."""

    def __init__(self, records: SchoolRecords) -> None:
        """Index the school's pupils; sealed life pages are not opened for it."""
        self._students = dict(records.students)
        self._by_code: dict[tuple[str, str], StudentId] = {}
        self._by_name: dict[tuple[str, object], list[StudentId]] = {}
        self._rows: dict[StudentId, ListRow] = {}
        for student in records.students.values():
            self._note(student, records.families[student.id].personal_id if student.id in records.families else None)

    def _note(self, student: Student, personal_id: str | None) -> None:
        self._by_code["ma", student.id] = student.id
        if student.ministry_code:
            self._by_code["ma_bo", student.ministry_code] = student.id
        if personal_id:
            self._by_code["so_dinh_danh", personal_id] = student.id
        for identity in student.identities:
            named = self._by_name.setdefault((plain_name(identity.full_name), identity.born_on), [])
            if student.id not in named:
                named.append(student.id)

    def add(self, student: Student, row: ListRow) -> None:
        """A new pupil from a row."""
        self._students[student.id] = student
        self._note(student, row.texts.get("so_dinh_danh"))
        self._rows[student.id] = row

    def find(self, row: ListRow) -> tuple[Student | None, Fault | None]:
        """The pupil a row means, ``None`` for a new one; or what speaks against it."""
        if "ma" in row.texts and ("ma", row.texts["ma"]) not in self._by_code:
            return None, ("HB412", f"không có học sinh {row.texts['ma']}: để trống mã nếu là học sinh mới")
        named = self._named(row)
        if isinstance(named, tuple):
            return None, named
        student = named or self._called(row)
        if isinstance(student, tuple):
            return None, student
        if student is None:
            return None, None
        fault = self._contradiction(row, student) or self._twice(row, student)
        return (None, fault) if fault else (student, None)

    def _named(self, row: ListRow) -> Student | Fault | None:
        """By codes: all of them must mean the same pupil."""
        found = {
            key: self._by_code[key, row.texts[key]] for key in _CODES if (key, row.texts.get(key, "")) in self._by_code
        }
        if len(set(found.values())) > 1:
            said = ", ".join(f"{_CODES[key]} là của {student}" for key, student in found.items())
            return "HB414", f"các mã trong hàng là của nhiều học sinh ({said}): đối chiếu giấy tờ"
        return self._students[next(iter(found.values()))] if found else None

    def _called(self, row: ListRow) -> Student | Fault | None:
        named = self._by_name.get((plain_name(row.name), row.born), [])
        if len(named) > 1:
            return (
                "HB412",
                f"có {len(named)} học sinh cùng họ tên, ngày sinh ({', '.join(named)}): thêm cột mã học sinh",
            )
        if not named:
            return None
        student = self._students[named[0]]
        code = row.texts.get("ma_bo")
        if code and student.ministry_code and student.ministry_code != code:
            message = f"cùng họ tên, ngày sinh với học sinh {student.id} nhưng khác mã định danh của Bộ"
            return "HB424", f"{message}: nếu là hai em, thêm em này bằng hocba pupil add --namesake"
        return student

    def _contradiction(self, row: ListRow, student: Student) -> Fault | None:
        """What the row says otherwise than the records; only papers settle it."""
        held = student.identities[-1]
        differs = [
            words
            for words, same in (
                (f"họ tên (sổ ghi {held.full_name})", held.full_name == row.name),
                (f"ngày sinh (sổ ghi {held.born_on:%d/%m/%Y})", held.born_on == row.born),
                ("giới tính", held.female == row.female),
            )
            if not same
        ]
        code = row.texts.get("ma_bo")
        if code and student.ministry_code and code != student.ministry_code:
            differs.append(f"mã định danh của Bộ (sổ ghi {student.ministry_code})")
        if not differs:
            return None
        message = (
            f"học sinh {student.id} khác sổ ở {', '.join(differs)}: đối chiếu giấy tờ; sổ sai thì hocba pupil edit"
        )
        return "HB424", message

    def _twice(self, row: ListRow, student: Student) -> Fault | None:
        first = self._rows.setdefault(student.id, row)
        if first is row:
            return None
        return "HB413", f"học sinh {student.id} đã ở hàng {first.sheet}!{first.cell}: xoá một hàng"
