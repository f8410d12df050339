"""The steps in which a year is opened: which is due, who makes it, and what waits for a reviewer already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.moments import day_of
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import PersonId, YearId
from hocba_build.records.cache import Cache
from hocba_build.records.layout import Kind, is_year, path_for
from hocba_build.records.reader import gather, read_gathered
from hocba_build.trust.git.objects import ObjectFault, Oid
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.rights import Persons, rights
from hocba_build.workflows.changes import Draft
from hocba_build.workflows.ledger.desk import Desk, open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.state import state_folder


class Step(Enum):
    """The proposals of a year's opening, in order."""

    YEAR = "nam_hoc"
    PUPILS = "hoc_sinh"
    PEOPLE = "phan_cong"
    LATE = "bo_sung"
    """Pupils whose result came after the lists were made."""


WORDS: Final[Mapping[Step, str]] = {
    Step.YEAR: "Mở năm học: lịch, số tiết, quy tắc",
    Step.PUPILS: "Lớp và danh sách học sinh",
    Step.PEOPLE: "Phân công, chủ nhiệm, tổ chuyên môn",
    Step.LATE: "Xếp lớp học sinh có kết quả sau hè",
}
SLUGS: Final[Mapping[Step, str]] = {
    Step.YEAR: "mo-nam-hoc",
    Step.PUPILS: "lop-hoc-sinh",
    Step.PEOPLE: "phan-cong",
    Step.LATE: "xep-lop-sau-he",
}


@dataclass(frozen=True, slots=True)
class Opening:
    """The school as the ledger has it, ready for a change."""

    desk: Desk
    ledger: Ledger
    draft: Draft

    @property
    def records(self) -> SchoolRecords:
        """Everything that can be read."""
        return self.draft.records

    def authors(self, step: Step, year: YearId) -> Persons:
        """Who may make a step."""
        return rights(marker(step, year), self.ledger.situation(year)).authors

    def mergers(self, step: Step, year: YearId) -> Persons:
        """Who may accept it."""
        return rights(marker(step, year), self.ledger.situation(year)).mergers

    def here(self) -> list[PersonId]:
        """Who serves at the school now."""
        today = day_of(self.desk.now())
        return [
            person
            for person, member in self.records.staff.items()
            if any(held.until is None or held.until >= today for held in member.appointments)
        ]


def open_opening(root: Path) -> Opening:
    """Read the school from the newest entry of its ledger, not from the work tree.

    Raises:
        HocbaError: there is no ledger here.
        RefusedError: something in the ledger is refused.
    """
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    gathered = gather(TreeSource(ledger.bench.trees, ledger.tree))
    cache = Cache(state_folder(desk.repository.root))
    reading = read_gathered(gathered, cache)
    cache.save()
    return Opening(desk, ledger, Draft(desk.repository.root, gathered, reading, cache, entry=ledger.state.tip))


def marker(step: Step, year: YearId) -> str:
    """A path that belongs to a step: who may write it may make the step."""
    if step is Step.YEAR:
        return path_for(Kind.NAM_HOC, year=year)
    if step is Step.PEOPLE:
        return path_for(Kind.PHAN_CONG, year=year)
    return f"records/{year}/6a1/lop.yaml"


def step_due(opening: Opening, year: YearId) -> Step | None:
    """What comes next for a year; ``None`` when it is open and complete."""
    held = opening.records.years.get(year)
    if held is None:
        return Step.YEAR
    if not held.classes:
        return Step.PUPILS
    return Step.PEOPLE if marker(Step.PEOPLE, year) not in opening.draft.files else None


def waiting(opening: Opening, step: Step, year: YearId) -> tuple[str, ...]:
    """Proposals of a step that nobody has accepted yet."""
    return tuple(
        name for name, tip in opening.desk.repository.proposals().items() if _holds(opening, name, tip, (step, year))
    )


def _holds(opening: Opening, name: str, tip: Oid, what: tuple[Step, YearId]) -> bool:
    step, year = what
    if step is Step.LATE:
        return name.rpartition("/")[2].startswith(f"{SLUGS[step]}-{year}")
    trees = opening.ledger.bench.trees
    try:
        listed = trees.files(trees.commit(tip).tree, f"records/{year}")
        fresh = [path for path, _ in listed if path not in opening.draft.files]
    except ObjectFault:
        return False
    ends = {Step.YEAR: "/nam-hoc.yaml", Step.PUPILS: "/lop.yaml", Step.PEOPLE: "/phan-cong.yaml"}[step]
    return any(path.endswith(ends) for path in fresh)


def checked_year(text: str) -> YearId:
    """A school year by its name.

    Raises:
        HocbaError: it is none.
    """
    if not is_year(text):
        raise HocbaError(f"«{text}» không phải một năm học.", "Ghi như 2026-2027.")
    return YearId(text)


def year_before(records: SchoolRecords, year: YearId) -> YearId | None:
    """The last year in the records before one."""
    return max((one for one in records.years if one < year), default=None)
