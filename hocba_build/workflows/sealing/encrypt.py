"""Life pages sealed to today's office: plain ones, and those that were sealed when the office had other keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import StudentId
from hocba_build.workflows.changes import Draft, Outcome, open_draft
from hocba_build.workflows.pupils.life_pages import LifePages
from hocba_build.workflows.sealing.office import Office, find_office
from hocba_build.workflows.sealing.sealed import plain_path, sealed_pages

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Sealing:
    """What is not sealed to the office, and who the office is."""

    plain: tuple[StudentId, ...]
    stale: tuple[StudentId, ...]
    office: Office
    outcome: Outcome | None = None

    @property
    def due(self) -> tuple[StudentId, ...]:
        """Every page that must be sealed anew."""
        return tuple(sorted({*self.plain, *self.stale}))


def sealing(root: Path) -> Sealing:
    """Which life pages are not sealed to today's office; nothing is opened, so no key is needed.

    Raises:
        RefusedError: nobody of the office has a key that can be written to.
    """
    return _due(open_draft(root), find_office(root))


def encrypt_pages(root: Path, *, dry_run: bool = False, progress: Progress = lambda _done, _total: None) -> Sealing:
    """Seal them; the keys of those that are sealed to others are asked for once.

    Raises:
        RefusedError: nobody of the office has a key that can be written to.
        KeyTroubleError: a page is sealed to keys of which none is here.
    """
    draft = open_draft(root)
    found = _due(draft, find_office(root))
    pages = LifePages(draft, found.office)
    pages.open(found.stale)
    for number, student in enumerate(found.due, start=1):
        pages.put(student, pages.text(student) or b"")
        progress(number, len(found.due))
    return Sealing(found.plain, found.stale, found.office, draft.settle(dry_run=dry_run))


def _due(draft: Draft, office: Office) -> Sealing:
    if not office.seals:
        who = ", ".join(office.without) or "văn thư, tổ trưởng văn phòng, hiệu trưởng"
        raise RefusedError(
            f"Chưa ai của văn phòng có khoá nhận được tin mã hoá ({who}).",
            "Thêm khoá con: gpg --quick-add-key VÂN_TAY cv25519 encr, rồi quản trị chạy hocba staff key renew.",
        )
    plain = [student for student in draft.records.students if draft.text(plain_path(student)) is not None]
    return Sealing(tuple(sorted(plain)), tuple(sorted(_stale(draft, office))), office)


def _stale(draft: Draft, office: Office) -> Iterator[StudentId]:
    for student, path in sealed_pages(draft.files):
        if not office.is_sealed_to_all(draft.needed(path)):
            yield student


__all__ = ["Sealing", "encrypt_pages", "sealing"]
