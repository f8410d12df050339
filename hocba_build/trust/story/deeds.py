"""What an entry did to one file, with everybody who took part: by name, by key, in which capacity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from hocba_build.domain.values import PersonId
from hocba_build.records.layout import RecordPath
from hocba_build.trust.policy import Policies
from hocba_build.trust.rights import Situation
from hocba_build.trust.story.capacity import author_capacity, reviewer_capacity, situation_of
from hocba_build.trust.story.chronicle import Account, Hand
from hocba_build.trust.story.trail import CellChange, LockAct


@dataclass(frozen=True, slots=True)
class Part:
    """One person's part: the name and capacity as the staff file and the assignments gave them then."""

    person: PersonId
    name: str
    capacity: str
    hand: Hand


@dataclass(frozen=True, slots=True)
class Deed:
    """The cells of one file that one entry changed, and by whom.

    ``signed``: somebody had answered for the file before. ``amends``: the decision that opened the locked year for it.
    """

    account: Account
    place: RecordPath
    changes: tuple[CellChange, ...]
    author: Part
    approvals: tuple[Part, ...]
    merger: Part
    signed: bool
    amends: LockAct | None

    @property
    def first(self) -> bool:
        """Whether nothing that stood before was changed or taken away."""
        return all(change.first for change in self.changes)


def deeds_of(policies: Policies, changes: Iterable[CellChange]) -> Iterator[Deed]:
    """The deeds that changes belong to, in their order; changes of one file in one entry stand together."""
    for _, group in groupby(changes, key=lambda change: (change.file.account.index, change.cell.path)):
        together = tuple(group)
        yield _deed(policies, together)


def _deed(policies: Policies, changes: tuple[CellChange, ...]) -> Deed:
    file = changes[0].file
    account, place = file.account, file.place
    at = situation_of(policies, account, file.act)
    author = account.author_of(place.path)
    return Deed(
        account=account,
        place=place,
        changes=changes,
        author=_part(author, author_capacity(place, author.person, at), at),
        approvals=tuple(_part(hand, reviewer_capacity(place, hand.person, at), at) for hand in account.approvals),
        merger=_part(account.merger, reviewer_capacity(place, account.merger.person, at), at),
        signed=file.signed,
        amends=file.amends,
    )


def _part(hand: Hand, capacity: str, at: Situation) -> Part:
    member = at.policy.staff.get(hand.person)
    return Part(hand.person, member.full_name if member else hand.person, capacity, hand)
