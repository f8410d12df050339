"""Where pages stand in the site (named by id, never by name), and which record files a page was made from."""

from __future__ import annotations

from hocba_build.domain.values import ClassId, StudentId, Term, YearId

HOME = "index.html"
ABOUT = "gioi-thieu.html"


def year_page(year: YearId) -> str:
    """The page of a year."""
    return f"nam/{year}/index.html"


def completeness_page(year: YearId) -> str:
    """What is entered and what is missing in a year."""
    return f"nam/{year}/day-du.html"


def statistics_page(year: YearId, term: Term, class_id: ClassId | None = None) -> str:
    """The statistics of a year or of one class, by term."""
    name = f"thong-ke-{term.value.replace('_', '-')}.html"
    return f"nam/{year}/{name}" if class_id is None else f"nam/{year}/lop/{class_id}/{name}"


def lists_page(year: YearId, class_id: ClassId | None = None) -> str:
    """Whom the year's end decides about, in a year or one class."""
    return f"nam/{year}/danh-sach-xet.html" if class_id is None else f"nam/{year}/lop/{class_id}/danh-sach-xet.html"


def class_page(year: YearId, class_id: ClassId) -> str:
    """The page of a class."""
    return f"nam/{year}/lop/{class_id}/index.html"


def pupils_page(year: YearId) -> str:
    """All pupils of a year."""
    return f"nam/{year}/hoc-sinh/index.html"


def pupil_year_page(year: YearId, student: StudentId) -> str:
    """A pupil's year."""
    return f"nam/{year}/hoc-sinh/{student}.html"


def pupil_page(student: StudentId) -> str:
    """A pupil, all years together."""
    return f"hoc-sinh/{student}.html"


def root_of(path: str) -> str:
    """The way from a page back to the site's root, so that the site also works as plain files."""
    return "../" * path.count("/")
