"""Where the pages of an audit stand: by id, each thing in a folder of its own, so that a long one can go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hocba_build.domain.values import ClassId, PersonId, StudentId, YearId

ENTRIES_A_PAGE = 200
"""Entries on one page of the ledger; a person's page has as many."""


def _own_page(year: YearId, pupil: StudentId) -> str:
    return f"hoc-sinh/{year}/{pupil}.html"


@dataclass(frozen=True, slots=True)
class Places:
    """The audit's pages below ``prefix``; within the school's site a pupil has a page already."""

    prefix: str = ""
    pupil_page: Callable[[YearId, StudentId], str] | None = None
    shown: bool = True
    """Whether there are such pages at all: a homeroom teacher's site tells of its own class only, without links."""

    def _at(self, path: str) -> str:
        return f"{self.prefix}{path}"

    @property
    def overview(self) -> str:
        """The first page."""
        return self._at("index.html")

    def late(self, page: int = 1) -> str:
        """What was changed after a signature or a lock."""
        return self._at(_page("sua-sau", page))

    @property
    def classes(self) -> str:
        """All classes."""
        return self._at("lop/index.html")

    def room(self, year: YearId, class_id: ClassId, page: int = 1) -> str:
        """One class."""
        return self._at(_page(f"lop/{year}/{class_id}", page))

    def pupil(self, year: YearId, pupil: StudentId) -> str:
        """One pupil's year."""
        return self._at(_own_page(year, pupil)) if self.pupil_page is None else self.pupil_page(year, pupil)

    @property
    def persons(self) -> str:
        """All staff."""
        return self._at("nguoi/index.html")

    def person(self, person: PersonId, page: int = 1) -> str:
        """One member of staff."""
        if not self.shown:
            return ""
        return self._at(_page(f"nguoi/{person}", page))

    def year(self, year: YearId) -> str:
        """A year's locks and sign-offs."""
        return self._at(f"nam/{year}.html")

    @property
    def keys(self) -> str:
        """The register of keys."""
        return self._at("khoa.html")

    @property
    def doubts(self) -> str:
        """What is in doubt, and what was annulled."""
        return self._at("nghi-ngo.html")

    def entries(self, page: int = 1) -> str:
        """The ledger itself."""
        return self._at(_page("muc", page))

    def entry(self, index: int) -> str:
        """One entry, on its page of the ledger."""
        if not self.shown:
            return ""
        return f"{self.entries((index - 1) // ENTRIES_A_PAGE + 1)}#muc-{index}"


def _page(folder: str, page: int) -> str:
    return f"{folder}/{'index' if page == 1 else page}.html"
