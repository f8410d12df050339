"""The audit's pages about the ledger itself: its entries, people, keys, and what is in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.moments import day_of, moment_text
from hocba_build.domain.people import KeyStatus
from hocba_build.domain.values import PersonId
from hocba_build.domain.words import date_text, word
from hocba_build.publishing.audit.inspection import Inspection
from hocba_build.publishing.site.cells import Chip, Link
from hocba_build.trust.policy import Policy
from hocba_build.trust.story.chronicle import Account
from hocba_build.trust.story.key_register import RegisteredKey
from hocba_build.trust.story.ledger_book import Counts, Turn

PARTS: Final = {"ghi": "Ghi", "dong_y": "Đồng ý", "duyet": "Duyệt"}
STATUSES: Final = {
    KeyStatus.DANG_DUNG: Chip("Đang dùng", "tot"),
    KeyStatus.NGHI: Chip("Đã nghỉ"),
    KeyStatus.LO: Chip("Đã lộ", "chua-dat"),
}
FILES: Final = 3
"""Paths of an entry that are named; more are counted."""


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry of the ledger."""

    index: int
    when: str
    act: str
    authors: tuple[Link, ...]
    approvals: tuple[Link, ...]
    merger: Link
    reason: str
    counts: Counts
    files: tuple[str, ...]
    more: int
    commit: str
    part: str = ""
    """A person's own part, on that person's page."""
    way: str = ""


@dataclass(frozen=True, slots=True)
class EntriesPage:
    """A page of the ledger."""

    lines: tuple[EntryLine, ...]
    pages: tuple[Link, ...]
    page: int


def entries_page(case: Inspection, accounts: Sequence[Account], pages: Sequence[Link], page: int) -> EntriesPage:
    """Entries in the order of the ledger."""
    return EntriesPage(tuple(_entry(case, one) for one in accounts), tuple(pages), page)


def _entry(case: Inspection, account: Account, part: str = "") -> EntryLine:
    person = case.lines.person
    paths = [change.path for change in account.changes if not change.path.endswith(".asc")]
    return EntryLine(
        account.index,
        moment_text(account.authors[-1].at if account.authors else account.merger.at),
        account.act.value[:1].upper() + account.act.value[1:],
        tuple(dict.fromkeys(person(hand.person) for hand in account.authors)),
        tuple(person(hand.person) for hand in account.approvals),
        person(account.merger.person),
        account.reason,
        case.counts.get(account.index, Counts()),
        tuple(paths[:FILES]),
        max(len(paths) - FILES, 0),
        account.merger.commit,
        part,
        case.places.entry(account.index),
    )


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A member of staff in the list: roles and how often each part was taken."""

    link: Link
    id: str
    roles: str
    parts: tuple[int, int, int]
    signed: int


def person_lines(case: Inspection) -> tuple[PersonLine, ...]:
    """All staff, by id."""
    policy = _policy(case)
    turns = case.turns
    signed = Counter(one.sign_off.person for one in case.book.statements)

    def line(person: PersonId) -> PersonLine:
        parts = _parts(turns.get(person, []))
        return PersonLine(case.lines.person(person), person, _roles(policy, person), parts, signed[person])

    return tuple(map(line, sorted(policy.staff)))


def _parts(turns: Sequence[Turn]) -> tuple[int, int, int]:
    counted = Counter(turn.part for turn in turns)
    return counted["ghi"], counted["dong_y"], counted["duyet"]


def _roles(policy: Policy, person: PersonId) -> str:
    return ", ".join(word(held.role) for held in policy.staff[person].appointments if held.until is None)


def _policy(case: Inspection) -> Policy:
    book = case.book
    return book.policies.at(book.trees.commit(book.state.tip).tree)


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One member of staff."""

    id: str
    name: str
    roles: str
    keys: tuple[KeyLine, ...]
    entries: EntriesPage


def person_page(
    case: Inspection, person: PersonId, turns: Sequence[Turn], pages: Sequence[Link], page: int
) -> PersonPage:
    """What one person did, a page of it."""
    lines = tuple(_entry(case, turn.account, PARTS[turn.part]) for turn in turns)
    mine = tuple(_key(case, key) for key in case.keys if key.person == person and page == 1)
    return PersonPage(
        person, case.names.person(person), _roles(_policy(case), person), mine, EntriesPage(lines, tuple(pages), page)
    )


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key of the register."""

    person: Link
    fingerprint: str
    since: str
    last: str
    uses: int
    status: Chip
    note: str


def key_lines(case: Inspection) -> tuple[KeyLine, ...]:
    """The register of keys."""
    return tuple(_key(case, key) for key in case.keys)


def _key(case: Inspection, key: RegisteredKey) -> KeyLine:
    notes = []
    if key.distrusted_from is not None:
        notes.append(f"không tin từ mục {key.distrusted_from}")
    if key.expires is not None:
        notes.append(f"hết hạn {date_text(key.expires.date())}")
    last = "chưa dùng" if key.last is None else _moment(case, key.last)
    status = STATUSES[key.status]
    return KeyLine(
        case.lines.person(key.person),
        " ".join(key.fingerprint[at : at + 4] for at in range(0, 40, 4)),
        _moment(case, key.since),
        last,
        key.uses,
        status,
        "; ".join(notes),
    )


def _moment(case: Inspection, index: int) -> str:
    if index == 0:
        return "lần lập sổ"
    account = case.book.accounts[index - 1]
    return f"mục {index}, {date_text(day_of(account.merger.at))}"


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """An entry signed with a lost key."""

    entry: EntryLine
    person: Link
    state: Chip


@dataclass(frozen=True, slots=True)
class DoubtsPage:
    """What is in doubt, what was affirmed, what was annulled."""

    doubts: tuple[DoubtLine, ...]
    affirmed: tuple[EntryLine, ...]
    repairs: tuple[tuple[EntryLine, tuple[str, ...]], ...]


def doubts_page(case: Inspection) -> DoubtsPage:
    """Entries in doubt and entries annulled."""
    book = case.book
    waiting = Chip("Chờ xác nhận lại", "chua-dat")
    return DoubtsPage(
        tuple(
            DoubtLine(_entry(case, book.accounts[index - 1]), case.lines.person(person), waiting)
            for index, (person, _) in sorted(book.doubts().items())
        ),
        tuple(_entry(case, book.accounts[index - 1]) for index in sorted(book.state.affirmed)),
        tuple((_entry(case, one), one.annulled) for one in book.repairs()),
    )
