"""What signed pages printed before, read from the ledger: at each scope's first signature, or at the lock before.

Nguồn: mẫu học bạ của TT 22/2021 (sửa chữa: gạch nội dung cũ, ghi nội dung mới bên cạnh, kí xác nhận).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Final

from hocba_build.domain.moments import day_of
from hocba_build.domain.results import StudentYear, evaluate_year
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import ClassId, StudentId, SubjectId, YearId
from hocba_build.domain.words import date_text
from hocba_build.publishing.transcript.corrections import Before, corrected
from hocba_build.publishing.transcript.model import SubjectRow, YearPages
from hocba_build.publishing.transcript.view import pages_of_year
from hocba_build.records.cell_words import place_words
from hocba_build.records.layout import Kind, RecordPath, is_class_id
from hocba_build.records.reader import read_records
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.story.deeds import Deed, deeds_of
from hocba_build.trust.story.trail import CellChange, LockAct, Statement
from hocba_build.trust.year_end.scopes import HOMEROOM, SUBJECT
from hocba_build.workflows.class_source import classes_with, part_of, pupils_named
from hocba_build.workflows.ledger.history import History

Key = tuple[YearId, StudentId]
_BEHIND: Final = frozenset({Kind.QUYET_DINH, Kind.CHUYEN_DEN})
"""Files of the homeroom's on which a subject's results depend too."""


def pages_before(history: History, years: Iterable[YearId]) -> dict[Key, Before]:
    """What was corrected or amended in these years, by year and pupil; who has nothing is left out."""
    found: dict[Key, Before] = {}
    for year in years:
        ledger = _YearLedger(history, year)
        ledger.follow()
        for class_id in ledger.classes():
            for pupil, before in ledger.of_class(class_id):
                found[year, pupil] = before
    return found


@dataclass(frozen=True, slots=True)
class _Printed:
    """Records and results of some classes as an entry left them."""

    records: SchoolRecords
    results: Mapping[StudentId, StudentYear]


@dataclass
class _YearLedger:
    """One year's sign-offs, locks and late changes, and what its pages printed at an entry."""

    history: History
    year: YearId
    acts: Sequence[LockAct] = ()
    statements: Sequence[Statement] = ()
    late: dict[str, list[CellChange]] = field(default_factory=lambda: defaultdict(list))
    """Changes of signed files, by pupil."""

    def __post_init__(self) -> None:
        self._printed = lru_cache(64)(self._read)

    def follow(self) -> None:
        """Read what the ledger says about the year."""
        trail = self.history.trail()
        ours = tuple(f"{folder}/{self.year}/" for folder in ("records", "signatures/ky-xac-nhan", "signatures/khoa-so"))
        for account in self.history.chronicle().accounts(lambda path: path.startswith(ours)):
            for file in trail.follow(account):
                for change in trail.cells(file) if _is_late(file.place, trail.signed) else ():
                    self.late[change.cell.pupil].append(change)
        self.acts, self.statements = trail.acts.get(self.year, ()), trail.statements

    def classes(self) -> Iterator[ClassId]:
        """The classes in whose signed files something changed."""
        pupils = set(self.late) - {""}
        folder = f"records/{self.year}"
        for name in self.history.trees.names(self.history.tree, folder) if pupils else ():
            blob = self.history.trees.entry(self.history.tree, f"{folder}/{name}/lop.yaml")
            listed = pupils_named(self.history.trees.content(blob)) if is_class_id(name) and blob is not None else ()
            if not pupils.isdisjoint(listed):
                yield ClassId(name)

    def of_class(self, class_id: ClassId) -> Iterator[tuple[StudentId, Before]]:
        """The pupils whose page of the year is this class's, and who have a late change."""
        now = self._printed(self.history.state.index, class_id)
        for pupil, result in now.results.items():
            if result.class_id == class_id and self.late.get(pupil):
                yield pupil, self._of_pupil(class_id, pupil, pages_of_year(now.records, self.year, result))

    def _of_pupil(self, class_id: ClassId, pupil: StudentId, now: YearPages) -> Before:
        rows = dict(self._rows(class_id, pupil, now))
        then = self._pages(self.base(HOMEROOM, class_id), class_id, pupil)
        before = Before(rows, then.summary if then else None)
        changed = {row.subject for row in corrected(now, before).rows if row.was}
        deeds = list(deeds_of(self.history.policies, self.late[pupil]))
        told = [deed for deed in deeds if deed.amends or (deed.signed and self._counts(deed, class_id, changed))]
        return replace(
            before,
            notes=tuple(_note(deed) for deed in told if deed.place.subject is not None),
            summary_notes=tuple(_note(deed) for deed in told if deed.place.subject is None),
        )

    def _rows(self, class_id: ClassId, pupil: StudentId, now: YearPages) -> Iterator[tuple[SubjectId, SubjectRow]]:
        """Each subject's row as it was when that subject was first signed."""
        for row in now.rows:
            then = self._pages(self.base(SUBJECT, f"{class_id}/{row.subject}"), class_id, pupil)
            for old in then.rows if then else ():
                if old.subject is not None and old.subject == row.subject:
                    yield old.subject, old

    def _counts(self, deed: Deed, class_id: ClassId, changed: Set[SubjectId | None]) -> bool:
        """Whether a change before any lock is one that the page shows: after the first signature, to a printed cell."""
        subject = deed.place.subject
        since = self.base(HOMEROOM, class_id) if subject is None else self.base(SUBJECT, f"{class_id}/{subject}")
        shown = subject is None or subject in changed
        return not deed.first and shown and since is not None and deed.account.index > since

    def base(self, role: str, scope: str) -> int | None:
        """The entry whose pages count as before: the lock before the last unlock, else the scope's first signature."""
        opened = [place for place, act in enumerate(self.acts) if not act.locks]
        if opened:
            return next(act.entry for act in reversed(self.acts[: opened[-1]]) if act.locks)
        signed = (one.sign_off for one in self.statements if one.sign_off.role == role and scope in one.sign_off.scopes)
        return next((one.at for one in signed), None)

    def _pages(self, index: int | None, class_id: ClassId, pupil: StudentId) -> YearPages | None:
        """The pupil's pages as an entry left them; none without one, or where the pupil was not there yet."""
        if index is None:
            return None
        then = self._printed(index, class_id)
        result = then.results.get(pupil)
        return pages_of_year(then.records, self.year, result) if result is not None else None

    def _read(self, index: int, class_id: ClassId) -> _Printed:
        """A class at an entry, with every other class in which one of its pupils was."""
        history = self.history
        source = TreeSource(history.trees, history.chronicle().tree_at(index), self.year)
        path = f"records/{self.year}/{class_id}/lop.yaml"
        listed = set(pupils_named(source[path])) if path in source else set()
        records = read_records(part_of(source, self.year, classes_with(source, self.year, listed))).records
        if records is None or self.year not in records.years:
            raise AssertionError(path)  # The judge has read the same files.
        pupils = frozenset(map(StudentId, listed))
        return _Printed(records, evaluate_year(records.years[self.year], records.students, pupils))


def _is_late(place: RecordPath, signed: Set[str]) -> bool:
    """Whether a change of a file may be a correction: somebody has answered for it, or for what depends on it."""
    if place.path in signed:
        return True
    folder = f"records/{place.year}/{place.class_id}/"
    return place.kind in _BEHIND and any(path.startswith(folder) for path in signed)


def _note(deed: Deed) -> str:
    """What was corrected, by whom and when; after a lock, by which decision."""
    day = date_text(day_of(deed.author.hand.at))
    approved = f", {deed.approvals[0].name} xác nhận" if deed.approvals else ""
    return f"{_after(deed.amends)}: {place_words(deed.place)}, {deed.author.name} sửa và kí ngày {day}{approved}."


def _after(act: LockAct | None) -> str:
    if act is None:
        return "Sửa sau khi kí xác nhận"
    day = date_text(date.fromisoformat(act.record.day))
    return f"Sửa sau khi khoá sổ, theo Quyết định số {act.record.decision} ngày {day}"
