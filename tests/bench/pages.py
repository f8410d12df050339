"""Write a year's pages as HTML: ``python -m tests.bench.pages SCHOOL FOLDER CLASSES BATCH``; what the peers print."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hocba_build.domain.results import evaluate_year
from hocba_build.domain.values import ClassId, SchoolLevel, StudentId, YearId
from hocba_build.publishing.transcript.sections import booklet, stylesheet, year_pages
from hocba_build.publishing.transcript.view import transcript_view
from hocba_build.workflows.open_school import open_school
from tests.bench.school import YEAR

NUMBERED: Final = f"Năm học {YEAR} – Trang "
PUPIL: Final = "<!-- pupil -->"
"""Stands before each pupil of a batch."""


def pages(school: Path, class_id: str | None = None) -> Iterator[tuple[ClassId, StudentId, str]]:
    """The markup of each pupil with the class, class after class: the year's pages, or a class's whole transcripts."""
    records = open_school(school).records
    year, whole = YearId(YEAR), class_id is not None
    years = records.years if whole else [year]
    results = {each: evaluate_year(records.years[each], records.students) for each in years}
    for pupil, result in results[year].items():
        if class_id not in (None, result.class_id):
            continue
        view = transcript_view(records, results, pupil, SchoolLevel.of_grade(result.grade), year)
        sections = booklet(view) if whole else year_pages(view, year, numbered=NUMBERED)
        yield result.class_id, pupil, "".join(section.markup for section in sections)


def document(body: str) -> str:
    """A whole document with the form's style sheet in it."""
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><style>{stylesheet()}</style><body>{body}</body></html>'
    )


def main(school: str, folder: str, classes: str, batch: str) -> None:
    """Write a file a pupil of the first classes, and one of a batch of classes.

    A name instead of the number of classes asks for the whole transcripts of that class.
    """
    out = Path(folder)
    out.mkdir()
    made = list(pages(Path(school), None if classes.isdigit() else classes))
    order = list(dict.fromkeys(class_id for class_id, _, _ in made))
    batched = [body for class_id, _, body in made if class_id in order[: int(batch)]]
    (out / "all.html").write_text(document(PUPIL.join(["", *batched])), encoding="utf-8")
    for class_id, pupil, body in made:
        if class_id in (order[: int(classes)] if classes.isdigit() else order):
            (out / f"{pupil}.html").write_text(document(body), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
