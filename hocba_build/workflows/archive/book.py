"""The register of media as people read it, and the locked years that it has nothing of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build.domain.values import YearId
from hocba_build.trust.kinds import Paper
from hocba_build.trust.papers.media import FOLDER, Media, read_media
from hocba_build.workflows.ledger.deciding import papers_waiting
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.history import History
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger


def register_of(history: History) -> Iterator[Media]:
    """The papers of the register; each was judged when it was accepted."""
    for _, blob in history.trees.files(history.tree, FOLDER):
        found = read_media(history.trees.content(blob))
        if found is not None:
            yield found


def registered(root: Path) -> list[Media]:
    """The register of the school's ledger, oldest first.

    Raises:
        RefusedError: something in the ledger is refused.
    """
    return list(register_of(_ledger(root).history))


def waiting_media(ledger: Ledger) -> Iterator[tuple[str, Media]]:
    """The papers that no leader has accepted yet, with their branches."""
    for one in papers_waiting(ledger, FOLDER, Paper.MEDIA):
        found = read_media(one.raw)
        if found is not None:
            yield one.branch, found


NONE: Final = "Năm học {year} đã khoá, sổ theo dõi chưa có bản lưu trữ nào."
OLDER: Final = "Năm học {year} đã mở ra sửa rồi khoá lại, bản lưu trữ đã ghi sổ là của lần khoá trước."


@dataclass(frozen=True, slots=True)
class Unkept:
    """A locked year of whose newest lock no medium is registered; ``older`` where one is of an earlier lock."""

    year: YearId
    older: bool

    @property
    def sentence(self) -> str:
        """What is the matter."""
        return self.words.format(year=self.year)

    @property
    def words(self) -> str:
        """The same, with a place for the year."""
        return OLDER if self.older else NONE


def unkept_years(history: History) -> list[Unkept]:
    """The years that should be put away by now: locked with their summer, and no medium holds that lock.

    Nguồn: quy chế của trường, Điều 13 khoản 2.
    """
    media = list(register_of(history))
    due = {year: lock for year, lock in history.state.locks.items() if lock.scope is None and lock.summer_closed}
    return [
        Unkept(year, any(one.year == year for one in media))
        for year, lock in sorted(due.items())
        if not any(one.year == year and one.lock == lock.acts for one in media)
    ]


def unkept(root: Path) -> list[Unkept]:
    """The same, of the school's ledger.

    Raises:
        RefusedError: something in the ledger is refused.
    """
    return unkept_years(_ledger(root).history)


def _ledger(root: Path) -> Ledger:
    desk = open_desk(root)
    return open_ledger(desk, desk.main())


__all__ = ["Unkept", "register_of", "registered", "unkept", "unkept_years", "waiting_media"]
