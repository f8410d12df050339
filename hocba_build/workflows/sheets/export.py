"""Score sheets out: one subject, the homeroom register, a whole class, everything of one teacher."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.school import YearRecords
from hocba_build.domain.subjects import ORDER
from hocba_build.domain.values import ClassId, PersonId, SubjectId, Term, YearId
from hocba_build.exchange.book import Writer
from hocba_build.exchange.columns import HOMEROOM, YEAR_TABLES, SheetKey
from hocba_build.exchange.csdl import draw_list
from hocba_build.exchange.openpyxl_door import write_xlsx
from hocba_build.exchange.year_sheets import path_of
from hocba_build.records.layout import Kind, path_for, subject_path
from hocba_build.trust.git.revision import revision_of
from hocba_build.workflows.sheets.whole_year import OpenYear, open_year


@dataclass(frozen=True, slots=True)
class SheetRequest:
    """What to export: a class's sheet of one subject, all of the class, or all of a teacher."""

    year: YearId
    term: Term
    class_id: ClassId | None = None
    what: str | None = None
    """A subject's id or ``chu-nhiem``; ``None`` for everything."""
    teacher: PersonId | None = None
    csdl: bool = False
    """The score list of the CSDL ngành in place of our own sheet; one subject only."""

    @property
    def file_name(self) -> str:
        """The name of the workbook where none was chosen."""
        parts = [
            "csdl" if self.csdl else "bang-diem",
            self.year,
            self.class_id or "",
            self.teacher or "",
            self.term.value.replace("_", "-"),
            self.what or "",
        ]
        return "-".join(part for part in parts if part) + ".xlsx"


def export_sheets(root: Path, request: SheetRequest, out: Path | None = None) -> Path:
    """Write the workbook, readable by its owner only; the path written.

    Raises:
        HocbaError: no such year, class, subject or teacher, or a file of theirs cannot be read.
    """
    opened = open_year(root, request.year)
    keys = list(_keys(opened.entered, request))
    if not keys:
        raise HocbaError("Không có bảng nào để xuất.", "Kiểm tra phân công trong phan-cong.yaml và danh sách lớp.")
    _refuse_faulty(opened, keys)
    revision = revision_of(root)
    if request.csdl:
        drawing = draw_list(opened.records, _only_subject(keys))
    else:
        drawing = Writer(opened.records, request.year, revision.commit if revision else "").draw(keys)
    path = out or Path(request.file_name)
    path = path / request.file_name if path.is_dir() else path
    write_private(path, write_xlsx(drawing))
    return path


def _only_subject(keys: list[SheetKey]) -> SheetKey:
    if len(keys) != 1 or keys[0].subject is None or keys[0].term is Term.CA_NAM:
        raise HocbaError("Bảng nhập của CSDL ngành là của một môn.", "Ghi rõ LỚP, học kì và MÔN.")
    return keys[0]


def _keys(year: YearRecords, request: SheetRequest) -> Iterator[SheetKey]:
    if request.teacher is not None:
        yield from _of_teacher(year, request.teacher, request)
        return
    if request.class_id not in year.classes:
        known = ", ".join(year.classes) or "chưa có lớp nào"
        raise HocbaError(f"Năm học {request.year} không có lớp {request.class_id}.", f"Các lớp: {known}.")
    class_id = ClassId(request.class_id or "")
    grade = year.classes[class_id].school_class.grade
    subjects = sorted(year.year.periods.get(grade, {}), key=ORDER.__getitem__)
    if request.term is Term.CA_NAM:
        yield _whole_year(request, class_id, subjects)
    elif request.what in (None, HOMEROOM):
        if request.what is None:
            yield from (_key(request, class_id, subject) for subject in subjects)
        yield _key(request, class_id, None)
    elif request.what in subjects:
        yield _key(request, class_id, SubjectId(request.what or ""))
    else:
        raise HocbaError(
            f"Lớp {class_id} không học môn {request.what}.", f"Các môn: {', '.join(subjects)}, {HOMEROOM}."
        )


def _whole_year(request: SheetRequest, class_id: ClassId, subjects: list[SubjectId]) -> SheetKey:
    """One sheet of the whole year: of a subject its re-assessment."""
    names = [*subjects, *YEAR_TABLES]
    if request.what not in names:
        raise HocbaError("Cả năm thì xuất từng bảng một.", f"Ghi MÔN (đánh giá lại) hoặc: {', '.join(YEAR_TABLES)}.")
    return SheetKey.named(request.year, class_id, request.term, request.what)


def _key(request: SheetRequest, class_id: ClassId, subject: SubjectId | None) -> SheetKey:
    return SheetKey(request.year, class_id, request.term, subject)


def _of_teacher(year: YearRecords, teacher: PersonId, request: SheetRequest) -> Iterator[SheetKey]:
    """What the teacher teaches, leads, or takes over from somebody in the semester."""
    assigned, span = year.assignments, year.year.semesters[request.term]
    for class_id in year.classes:
        for (taught_in, subject, term), people in assigned.teaching.items():
            deputies = {
                deputy.person
                for deputy in assigned.deputies
                if deputy.stands_in_for in people
                and deputy.class_id in (None, class_id)
                and deputy.subject in (None, subject)
                and deputy.since <= span.last
                and (deputy.until is None or deputy.until >= span.first)
            }
            if taught_in == class_id and term is request.term and teacher in {*people, *deputies}:
                yield _key(request, class_id, subject)
        if assigned.homeroom_teacher(class_id, span.last) == teacher:
            yield _key(request, class_id, None)


def _refuse_faulty(opened: OpenYear, keys: list[SheetKey]) -> None:
    faulty = sorted(path for key in keys for path in paths_of(key) if path in opened.faulty)
    if faulty:
        raise HocbaError(f"Tệp đang có lỗi, chưa xuất được: {faulty[0]}.", "Chạy hocba check và sửa trước.")


def paths_of(key: SheetKey) -> tuple[str, ...]:
    """The files a sheet shows and changes."""
    if key.term is Term.CA_NAM:
        return (path_of(key),)
    if key.subject is not None:
        return (subject_path(key.year, key.class_id, key.term, key.subject),)
    kinds = [Kind.REN_LUYEN, Kind.CHUYEN_CAN]
    paths = [path_for(kind, year=key.year, class_id=key.class_id, term=key.term) for kind in kinds]
    if key.term is Term.HK2:
        paths.append(path_for(Kind.NHAN_XET, year=key.year, class_id=key.class_id))
    return tuple(paths)


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".hocba-", dir=path.parent)
    temporary = Path(name)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - from a handle
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


__all__ = ["SheetRequest", "export_sheets", "paths_of", "write_private"]
