"""What pupils are called, for pages that show ids otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from hocba_build.domain.people import Student
from hocba_build.domain.values import StudentId
from hocba_build.records.codec import decode
from hocba_build.records.faults import FaultyError
from hocba_build.records.layout import Kind, is_student_id, path_for
from hocba_build.records.reader import read_file
from hocba_build.records.source import read_regular


def names_of(root: Path, pupils: Iterable[str], day: date) -> dict[StudentId, str]:
    """The names of pupils on a day; one whose file cannot be read keeps the id."""
    return {StudentId(pupil): _name(root, pupil, day) or pupil for pupil in set(pupils) if is_student_id(pupil)}


def _name(root: Path, pupil: str, day: date) -> str | None:
    path = path_for(Kind.HOC_SINH, student=StudentId(pupil))
    try:
        read = read_file({path: read_regular(root / path)}, path)
    except FaultyError:
        return None
    if read.findings:
        return None
    student: Student = decode(Kind.HOC_SINH, read.document)
    return student.identity_on(day).full_name
