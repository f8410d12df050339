"""Transcript pages as they will print, to be read through before signing; who has read which is kept at this machine.

The pages are the printer's own markup, shown by the browser: no printing library is needed for it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markupsafe import Markup

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.results import evaluate_year
from hocba_build.domain.values import ClassId, PersonId, SchoolLevel, StudentId, YearId
from hocba_build.publishing.transcript.sections import stylesheet, year_pages
from hocba_build.publishing.transcript.view import transcript_view
from hocba_build.workflows.sheets.export import write_private
from hocba_build.workflows.sheets.whole_year import OpenYear

FOLDER: Final = "soat-hoc-ba"


@dataclass(frozen=True, slots=True)
class Proof:
    """One pupil's pages of a year."""

    student: StudentId
    pages: tuple[Markup, ...]

    @property
    def digest(self) -> str:
        """Names what the pages say."""
        return hashlib.sha256("\n".join(self.pages).encode()).hexdigest()


def proof_style() -> str:
    """The style sheet of the form."""
    return stylesheet()


def proof_of(opened: OpenYear, student: StudentId) -> Proof:
    """The pages of an opened year.

    Raises:
        HocbaError: the pupil is not in the year, or has no file.
    """
    results = evaluate_year(opened.entered, opened.records.students, only={student})
    if student not in results or student not in opened.records.students:
        raise HocbaError(f"Năm học {opened.year} không có học sinh {student}.", "Chọn lại trong danh sách của lớp.")
    level = SchoolLevel.of_grade(results[student].grade)
    view = transcript_view(opened.records, {opened.year: results}, student, level, opened.year)
    # The printer's own templates have escaped every value already.
    return Proof(student, tuple(Markup(one.markup) for one in year_pages(view, opened.year)))  # noqa: S704


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A pupil in the list to be read; ``read`` holds only as long as the pages say what was read."""

    number: int
    student: StudentId
    name: str
    read: bool


class ProofReading:
    """What one person has read through in one class; only digests are kept."""

    def __init__(self, state: Path, person: PersonId, year: YearId, class_id: ClassId) -> None:
        """Keep it in the folder of remembered things."""
        self._path = state / FOLDER / person / f"{year}_{class_id}.json"

    def lines(self, opened: OpenYear, class_id: ClassId) -> list[ProofLine]:
        """The pupils of the class in list order."""
        read = self._read()
        return [
            ProofLine(number, student, name, self._holds(opened, student, read))
            for number, student, name in pupils_of(opened, class_id)
        ]

    def _holds(self, opened: OpenYear, student: StudentId, read: Mapping[str, str]) -> bool:
        return student in read and proof_of(opened, student).digest == read[student]

    def tick(self, proof: Proof, digest: str) -> None:
        """Remember that the pages were read.

        Raises:
            HocbaError: they say something else by now.
        """
        if proof.digest != digest:
            raise HocbaError("Trang học bạ vừa đổi sau khi mở.", "Xem lại trang rồi ghi là đã soát.")
        said = {**self._read(), str(proof.student): digest}
        write_private(self._path, json.dumps(said, sort_keys=True).encode())

    def _read(self) -> dict[str, str]:
        try:
            return {str(key): str(value) for key, value in dict(json.loads(self._path.read_bytes())).items()}
        except (OSError, ValueError, TypeError):
            return {}


def pupils_of(opened: OpenYear, class_id: ClassId) -> list[tuple[int, StudentId, str]]:
    """The pupils of a class in list order, with their place and name."""
    rows = dict.fromkeys(row.student for row in opened.entered.classes[class_id].school_class.enrolments)
    return [(number, student, _name(opened, student)) for number, student in enumerate(rows, start=1)]


def _name(opened: OpenYear, student: StudentId) -> str:
    known = opened.records.students.get(student)
    return known.identity_on(opened.entered.year.last_day).full_name if known else student


def neighbours(lines: list[ProofLine], student: StudentId) -> Iterator[ProofLine | None]:
    """The pupil before and the one after."""
    place = next((place for place, one in enumerate(lines) if one.student == student), -1)
    yield lines[place - 1] if place > 0 else None
    yield lines[place + 1] if 0 <= place < len(lines) - 1 else None
