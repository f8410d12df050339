"""A small fictional school for everything that is printed, and tools to read what came out."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from hocba_build.domain.results import StudentYear, evaluate_year
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import SchoolLevel, StudentId, YearId
from hocba_build.publishing.transcript.model import TranscriptView
from hocba_build.publishing.transcript.view import transcript_view
from hocba_build.workflows.sample import Plan, generate

YEAR = YearId("2024-2025")


@dataclass(frozen=True)
class Printable:
    """Records with the results of their years."""

    records: SchoolRecords
    results: dict[YearId, dict[StudentId, StudentYear]]

    def pupils(self, grade: int) -> list[StudentId]:
        """The pupils of a grade, in order of their ids."""
        return sorted(pupil for pupil, result in self.results[YEAR].items() if result.grade == grade)

    def view(self, pupil: StudentId, *, locked: bool = False) -> TranscriptView:
        """One pupil's transcript up to the year."""
        level = SchoolLevel.of_grade(self.results[YEAR][pupil].grade)
        locks = frozenset({YEAR}) if locked else frozenset()
        return transcript_view(self.records, self.results, pupil, level, YEAR, locks)


@pytest.fixture(scope="session")
def printable() -> Printable:
    """One class of grade 6 and one of grade 10, five pupils each."""
    records = generate(Plan(classes=2, pupils_per_class=5, years=2))
    return Printable(records, {YEAR: evaluate_year(records.years[YEAR], records.students)})


def text_of(pdf: bytes, page: int | None = None) -> str:
    """The words of a PDF (or of one page, from 1) as a reader meets them, spaces made one."""
    pages = [] if page is None else ["-f", str(page), "-l", str(page)]
    shown = subprocess.run(["pdftotext", *pages, "-layout", "-", "-"], input=pdf, check=True, capture_output=True)
    return " ".join(shown.stdout.decode().split())


def letters_of(pdf: bytes, page: int) -> str:
    """The letters of one page without any spaces: a turned line comes out in pieces."""
    asked = ["pdftotext", "-raw", "-f", str(page), "-l", str(page), "-", "-"]
    return "".join(subprocess.run(asked, input=pdf, check=True, capture_output=True).stdout.decode().split())


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    shown = subprocess.run(["pdfinfo", "-"], input=pdf, check=True, capture_output=True).stdout.decode()
    return int(next(line.split()[1] for line in shown.splitlines() if line.startswith("Pages:")))


def fonts_of(path: Path) -> list[tuple[str, str, str]]:
    """Name, whether it is embedded, and whether it is a subset, of each font of a PDF."""
    shown = subprocess.run(["pdffonts", str(path)], check=True, capture_output=True, text=True).stdout
    rows = [line.split() for line in shown.splitlines()[2:]]
    return [(row[0], row[-5], row[-4]) for row in rows]
