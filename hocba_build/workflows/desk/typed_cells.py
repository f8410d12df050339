"""What is typed at the desk, kept at once; and whose value stands where a colleague was there meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hocba_build.domain.values import StudentId
from hocba_build.exchange.columns import SheetKey
from hocba_build.workflows.desk.drafts import Cells, Draft, Drafts
from hocba_build.workflows.desk.score_grid import ScoreGrid, Sheet


@dataclass(frozen=True, slots=True)
class Typed:
    """Cells as a page sends them: what was typed, and what the records held on that page (empty for nothing)."""

    texts: Cells
    seen: Cells


def keep(sheet: Sheet, drafts: Drafts, typed: Typed) -> ScoreGrid:
    """Keep typed cells in the draft of a sheet; their rows as they stand now, and every row that is not as recorded."""
    known = sheet.known()
    kept = {
        student: {name: text for name, text in row.items() if name in known[student]}
        for student, row in typed.texts.items()
        if student in known
    }
    draft = drafts.change(sheet.key, lambda held: held.with_cells(kept, typed.seen))
    return sheet.grid(draft, only=kept)


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose value stands in a cell that two persons changed; ``now`` is the records' value that was shown."""

    student: StudentId
    column: str
    mine: bool
    now: str


def choose(drafts: Drafts, key: SheetKey, choices: Iterable[Choice]) -> Draft:
    """Settle cells that two persons changed; where the records have moved again, the cell is asked about again."""
    chosen = list(choices)
    mine = _by_student((one.student, one.column, one.now) for one in chosen if one.mine)
    theirs = _by_student((one.student, one.column, "") for one in chosen if not one.mine)
    return drafts.change(key, lambda held: held.rebased(mine).without(theirs))


def _by_student(cells: Iterable[tuple[StudentId, str, str]]) -> Mapping[StudentId, dict[str, str]]:
    found: dict[StudentId, dict[str, str]] = {}
    for student, column, text in cells:
        found.setdefault(student, {})[column] = text
    return found
