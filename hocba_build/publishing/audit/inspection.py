"""One audit: what was judged, what of it is shown, and under which names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from hocba_build.domain.values import PersonId, StudentId, YearId
from hocba_build.publishing.audit.lines import Lines
from hocba_build.publishing.audit.names import Names
from hocba_build.publishing.audit.places import Places
from hocba_build.publishing.site.cells import Link
from hocba_build.trust.judge import Judgement
from hocba_build.trust.state import SignOff
from hocba_build.trust.story.check_list import Check, checks, stopped
from hocba_build.trust.story.deeds import Deed
from hocba_build.trust.story.key_register import RegisteredKey
from hocba_build.trust.story.ledger_book import Counts, LedgerBook, Room, Turn


@dataclass(frozen=True)
class Inspection:
    """A judged ledger with the classes that are shown; the verdict is always on the whole."""

    judged: Judgement
    book: LedgerBook
    names: Names
    places: Places
    rooms: tuple[Room, ...]
    partial: bool = False
    """Whether only some classes are shown; cells are counted in these alone."""
    trail: tuple[Link, ...] = ()
    """What leads to the audit's first page."""

    @property
    def lines(self) -> Lines:
        """Makes lines of pages."""
        return Lines(self.names, self.places)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """The checks of the trust model."""
        return checks(self.judged, witnesses=len(self.book.state.witnesses))

    @property
    def stopped(self) -> bool:
        """Whether the newest part of the ledger was refused."""
        return stopped(self.judged)

    @cached_property
    def late(self) -> list[Deed]:
        """What was changed after a signature or a lock, in the classes shown."""
        return self.book.late(self.rooms)

    @cached_property
    def counts(self) -> dict[int, Counts]:
        """How many cells each entry filled and changed."""
        return self.book.counts(self.rooms)

    @cached_property
    def years(self) -> tuple[YearId, ...]:
        """The years shown, and those with locks or sign-offs where all are shown."""
        return tuple(sorted({year for year, _ in self.rooms}))

    @cached_property
    def keys(self) -> tuple[RegisteredKey, ...]:
        """The register of keys."""
        return self.book.registered_keys()

    def is_fresh(self, one: SignOff) -> bool:
        """Whether a sign-off still holds."""
        return self.book.state.is_fresh(one)

    def room_counts(self, room: Room) -> Counts:
        """How many cells a class's files were filled and changed in."""
        return self.book.room_counts(room)

    def deeds_in(self, room: Room) -> list[Deed]:
        """Everything that was done to a class's files."""
        return list(self.book.deeds(self.book.changes(room)))

    @cached_property
    def listed(self) -> dict[Room, frozenset[StudentId]]:
        """Every pupil who was ever in a class's list."""
        return {room: self.book.listed(room) for room in self.rooms}

    @cached_property
    def turns(self) -> dict[PersonId, list[Turn]]:
        """What each member of staff did; who did nothing has an empty list."""
        done = self.book.turns()
        return {person: done.get(person, []) for person in sorted({*self.names.persons, *done})}

    def deeds_of(self, year: YearId, pupil: StudentId) -> Iterator[Deed]:
        """Everything that was done to one pupil's own files, and to the pupil's cells in a year's classes."""
        yield from self.book.deeds(self.book.of_pupil(pupil))
        for room in self.rooms:
            if room[0] == year and pupil in self.listed[room]:
                mine = (change for change in self.book.changes(room) if change.cell.pupil == pupil)
                yield from self.book.deeds(mine)
