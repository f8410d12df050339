"""Safe edits of a class's decisions on pupils: one comes in or goes, the others stay as they were written."""

from __future__ import annotations

from hocba_build.domain.entries import Decision
from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.records.codec import encode_table
from hocba_build.records.codec.rows import encode_decision
from hocba_build.records.edits import Document, edited, place_at, written
from hocba_build.records.layout import Kind, path_for


def decisions_path(year: YearId, class_id: ClassId) -> str:
    """The decisions on the pupils of a class."""
    return path_for(Kind.QUYET_DINH, year=year, class_id=class_id)


def with_decision(raw: bytes | None, path: str, student: StudentId, decision: Decision) -> bytes:
    """The file with one decision more, the last of its pupil; a new one where there was none."""
    if raw is None:
        return written(path, encode_table(place_at(path), {student: (decision,)}))

    def edit(document: Document) -> None:
        document["quyet_dinh"].setdefault(student, []).append(encode_decision(decision))

    return edited(path, raw, edit)


def without_decision(raw: bytes, path: str, student: StudentId, decision: Decision) -> bytes:
    """The file without a decision.

    Raises:
        RefusedError: the pupil has none like it.
    """

    def edit(document: Document) -> None:
        table = document["quyet_dinh"]
        row, gone = table.get(student, []), encode_decision(decision)
        if gone not in row:
            raise RefusedError(f"{path}: học sinh {student} không có quyết định ấy.", "Xem lại trên bản mới.")
        row.remove(gone)
        if not row:
            table.pop(student)

    return edited(path, raw, edit)
