"""Write the pages of a year as HTML: ``python -m tests.bench.pages SCHOOL FOLDER CLASSES``; what the peers print."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from hocba_build.domain.results import evaluate_year
from hocba_build.domain.values import SchoolLevel, StudentId, YearId
from hocba_build.publishing.transcript.sections import stylesheet, year_pages
from hocba_build.publishing.transcript.view import transcript_view
from hocba_build.workflows.open_school import open_school
from tests.bench.school import YEAR


def pages(school: Path, classes: int) -> Iterator[tuple[StudentId, str]]:
    """The markup of each pupil of the first classes."""
    records = open_school(school)
    year = YearId(YEAR)
    results = {year: evaluate_year(records.years[year], records.students)}
    chosen = list(records.years[year].classes)[:classes]
    for pupil, result in results[year].items():
        if result.class_id in chosen:
            view = transcript_view(records, results, pupil, SchoolLevel.of_grade(result.grade), year)
            yield pupil, "".join(section.markup for section in year_pages(view, year))


def document(body: str) -> str:
    """A whole document with the form's style sheet in it."""
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><style>{stylesheet()}</style><body>{body}</body></html>'
    )


def main(school: str, folder: str, classes: str) -> None:
    """Write a file a pupil and one of all."""
    out = Path(folder)
    out.mkdir()
    everything = []
    for pupil, body in pages(Path(school), int(classes)):
        (out / f"{pupil}.html").write_text(document(body), encoding="utf-8")
        everything.append(body)
    (out / "all.html").write_text(document("".join(everything)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
