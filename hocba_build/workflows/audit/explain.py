"""From a printed figure to what it stands on: rule, cells, files, entries, people, sign-offs, lock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from hocba_build.domain.values import ClassId, PersonId, StudentId, YearId
from hocba_build.records.cells import Cell, differing_cells
from hocba_build.records.codec import TABLES
from hocba_build.records.layout import Kind, is_year, parse_path
from hocba_build.records.reader import disk_source, gather
from hocba_build.records.strict_yaml import locate
from hocba_build.trust.git.bundle import UnreadableError
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.judge import Judgement
from hocba_build.trust.story.deeds import Deed, deeds_of
from hocba_build.trust.story.trail import CellChange, LockAct, Statement
from hocba_build.workflows.audit.explain_figure import Asked, Found, find_figure
from hocba_build.workflows.audit.explain_inputs import Wanted
from hocba_build.workflows.ledger.history import History, judged_history
from hocba_build.workflows.paths import require_records


@dataclass(frozen=True, slots=True)
class Covering:
    """A sign-off that answers for a file, itself or through a statement it names; whether it still holds."""

    statement: Statement
    fresh: bool


@dataclass(frozen=True, slots=True)
class Input:
    """Cells of one file that a figure was made from, and their way through the ledger."""

    path: str
    line: int
    cells: tuple[Cell, ...]
    deeds: tuple[Deed, ...] = ()
    coverings: tuple[Covering, ...] = ()
    same_here: bool = True
    """Whether the file that lies in the folder is the ledger's."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure with everything it stands on; without a ledger there are only files and lines."""

    found: Found
    inputs: tuple[Input, ...]
    judged: Judgement | None = None
    acts: tuple[LockAct, ...] = ()
    """What was locked and opened in the year, oldest first."""
    entries: int | None = None
    """The ledger's last entry that stands; ``None`` where there is no ledger."""
    whole: bool = True
    """Whether nothing on ``main`` comes after it."""
    names: Mapping[PersonId, str] = field(default_factory=dict)
    """The staff by name, as the ledger has them now."""


def explain(root: Path, asked: Asked, sheet: Path | None = None, *, state: Path | None = None) -> Explanation:
    """Explain a figure from the verified ledger; from the folder's files where there is none.

    Raises:
        HocbaError: no such pupil, year or figure, or no school here.
    """
    judged: Judgement | None = None
    try:
        with judged_history(root, sheet, state=state) as (judged, history):
            if history is not None:
                return _from_ledger(root, asked, history)
    except UnreadableError:
        pass  # A folder without Git has figures as well.
    require_records(root)
    files = {place.path: raw for place, raw in gather(disk_source(root)).files}
    years = {YearId(name) for path in files if is_year(name := path.split("/")[1])}
    kept = {path: raw for path, raw in files.items() if path.startswith("records/nam-cu/")}
    found = find_figure(asked, dict.fromkeys(years, files), kept)
    return Explanation(found, tuple(_inputs(found)), judged)


def _from_ledger(root: Path, asked: Asked, history: History) -> Explanation:
    wanted = [year for year in history.years() if asked.year in (None, year)]
    years = {year: TreeSource(history.trees, history.tree, year) for year in wanted}
    found = find_figure(asked, years, dict(_kept_pages(history, asked.pupil)))
    told = _Told(history, found)
    told.follow()
    inputs = tuple(told.about(one, root) for one in _inputs(found))
    acts = tuple(told.trail.acts.get(found.year, ()))
    names = {person: member.full_name for person, member in history.policy.staff.items()}
    return Explanation(found, inputs, history.judged, acts, history.state.index, history.whole, names)


def _kept_pages(history: History, pupil: StudentId) -> Iterator[tuple[str, bytes]]:
    for year in history.trees.names(history.tree, "records/nam-cu"):
        path = f"records/nam-cu/{year}/{pupil}.yaml"
        blob = history.trees.entry(history.tree, path)
        if blob is not None:
            yield path, history.trees.content(blob)


def _inputs(found: Found) -> Iterator[Input]:
    """The wanted cells as they stand; of a file that holds none only a register says something: not absent."""
    for one in found.wanted:
        place, raw = parse_path(one.path), found.source.get(one.path)
        if place is None or raw is None:
            continue
        cells = tuple(cell for cell in differing_cells(place, None, raw) if _is_wanted(one, cell))
        if cells or place.kind is Kind.CHUYEN_CAN:
            table = TABLES.get(place.kind)
            pointer = f"/{table}/{one.pupil}" if table else "/" + cells[0].column.replace(".", "/")
            yield Input(one.path, locate(raw, pointer), cells)


def _is_wanted(one: Wanted, cell: Cell) -> bool:
    return cell.pupil == one.pupil and one.fits(cell.column)


class _Told:
    """What the ledger tells of the wanted cells."""

    def __init__(self, history: History, found: Found) -> None:
        self.history, self.found = history, found
        self.trail = history.trail()
        self._wanted = {one.path: one for one in found.wanted}
        places = (parse_path(path) for path in self._wanted)
        self._classes = {place.class_id for place in places if place is not None and place.class_id is not None}
        self._changes: dict[str, list[CellChange]] = {}

    def follow(self) -> None:
        """Read the entries that touched the wanted files, the year's sign-offs and its lock."""
        papers = tuple(f"signatures/{folder}/{self.found.year}/" for folder in ("ky-xac-nhan", "khoa-so"))
        chronicle = self.history.chronicle()
        for account in chronicle.accounts(lambda path: path in self._wanted or path.startswith(papers)):
            for file in self.trail.follow(account):
                wanted = self._wanted.get(file.place.path)
                changes = self.trail.cells(file) if wanted is not None else ()
                found = [change for change in changes if wanted is not None and _is_wanted(wanted, change.cell)]
                self._changes.setdefault(file.place.path, []).extend(found)

    def about(self, one: Input, root: Path) -> Input:
        """An input with its way through the ledger."""
        deeds = tuple(deeds_of(self.history.policies, self._changes.get(one.path, ())))
        here = root / one.path
        same = not root.is_dir() or not (root / "records").is_dir() or _same(here, self.found.source[one.path])
        return replace(one, deeds=deeds, coverings=tuple(self._coverings(one.path)), same_here=same)

    def _coverings(self, path: str) -> Iterator[Covering]:
        """The statements that name the file, those that name these, and so on: subject, homeroom, leader.

        What a whole year shares is answered for class by class: only the pupil's own classes are told.
        """
        named = {path}
        for statement in self.trail.statements:
            said = statement.sign_off
            mine = any(ClassId(scope.partition("/")[0]) in self._classes for scope in said.scopes)
            if mine and not named.isdisjoint(said.files):
                named.add(said.path)
                yield Covering(statement, self.history.state.is_fresh(said))


def _same(here: Path, raw: bytes) -> bool:
    return here.is_file() and not here.is_symlink() and here.read_bytes() == raw


__all__ = ["Asked", "Covering", "Explanation", "Input", "explain"]
