"""The semesters a pupil brings from another school, from the sheets that the registrar filled in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hocba_build.domain.entries import BroughtSemester
from hocba_build.domain.errors import Exit, HocbaError
from hocba_build.domain.values import Term
from hocba_build.exchange.brought import read_results
from hocba_build.exchange.refusals import Refusal, RefusedFileError
from hocba_build.workflows.pupils.tables import book_of


class RefusedResultsError(HocbaError):
    """A sheet of results holds what cannot be taken in; nothing was written."""

    exit = Exit.FINDINGS

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Every fault with its cell."""
        found: tuple[Refusal, ...] = self.args[2]
        return found


def brought_semesters(sheets: Mapping[Term, Path], grade: int) -> dict[Term, BroughtSemester]:
    """What each semester's sheet says.

    Raises:
        HocbaError: a file cannot be opened.
        RefusedResultsError: HB4xx, by cell.
    """
    found: dict[Term, BroughtSemester] = {}
    refusals: list[Refusal] = []
    for term, path in sheets.items():
        try:
            found[term], faults = read_results(str(path), book_of(path), grade)
            refusals.extend(faults)
        except RefusedFileError as error:
            refusals.append(error.at(str(path)))
    if refusals:
        raise refused(refusals)
    return found


def refused(refusals: list[Refusal]) -> RefusedResultsError:
    """The failure with its first sentence, and how many more there are."""
    first = refusals[0]
    place = ", ".join(part for part in (Path(first.file).name, first.sheet, first.cell) if part)
    more = f" (và {len(refusals) - 1} chỗ nữa)" if len(refusals) > 1 else ""
    error = RefusedResultsError(f"{place}: {first.code} {first.message}{more}.", "Sửa bảng kết quả rồi làm lại.")
    error.args = (*error.args, tuple(refusals))
    return error
