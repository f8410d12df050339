"""What moved underneath, cell by cell: as the page showed it, as it stands now, as the person would have it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hocba_build.records.cells import Cell, differing_cells
from hocba_build.records.layout import parse_path
from hocba_build.workflows.desk.as_seen import Moved


@dataclass(frozen=True, slots=True)
class Clash:
    """One cell of a file that moved; ``None`` is an empty one."""

    path: str
    pupil: str
    column: str
    was: str | None
    now: str | None
    mine: str | None

    @property
    def kept(self) -> bool:
        """Whether the act leaves the cell as it stands now."""
        return self.mine == self.now


def clashes(moved: Iterable[Moved]) -> Iterator[Clash]:
    """Every cell that somebody else changed, then those that only the act changes."""
    for one in moved:
        theirs = {(cell.pupil, cell.column): cell for cell in _cells(one.path, one.was, one.now)}
        mine = {(cell.pupil, cell.column): cell for cell in _cells(one.path, one.now, one.mine)}
        for key, cell in theirs.items():
            own = mine.get(key)
            yield Clash(one.path, *key, cell.old, cell.new, own.new if own else cell.new)
        for key, cell in mine.items():
            if key not in theirs:
                yield Clash(one.path, *key, cell.old, cell.old, cell.new)


def _cells(path: str, old: bytes | None, new: bytes | None) -> tuple[Cell, ...]:
    place = parse_path(path)
    if place is not None:
        return differing_cells(place, old, new)
    return () if old == new else (Cell(path, "", "tep", _size(old), _size(new)),)


def _size(raw: bytes | None) -> str | None:
    return None if raw is None else f"{len(raw)} byte"
