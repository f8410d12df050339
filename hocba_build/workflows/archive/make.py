"""Put a locked year away: bags, a signed list, disc images and labels; a run that stops leaves the last one."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import Exit, HocbaError, RefusedError
from hocba_build.domain.moments import day_of
from hocba_build.domain.values import ClassId, PersonId, YearId
from hocba_build.exchange.archive_form import (
    BUNDLE,
    CONTENT,
    ENTRY,
    LEDGER_BAG,
    README,
    SIGNATURE,
    STATEMENT,
    TABLES,
    TAGS,
    Medium,
    Statement,
    class_bag,
    class_of,
    fill_discs,
    smallest_medium,
)
from hocba_build.exchange.iso import write_image
from hocba_build.publishing.archive_texts import ArchiveTexts
from hocba_build.publishing.media_label import Disc, Label, label_pdf
from hocba_build.publishing.transcript.printing import edition
from hocba_build.trust.judge import Judgement
from hocba_build.trust.signing import KeyHolder
from hocba_build.trust.state import LedgerState
from hocba_build.workflows.archive.bags import BagMaker, size_of
from hocba_build.workflows.archive.contents import YearPapers
from hocba_build.workflows.archive.hand import office_hand
from hocba_build.workflows.archive.pages import print_year
from hocba_build.workflows.archive.texts import texts_of
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.founding import sheet_of
from hocba_build.workflows.ledger.history import History, judged_history
from hocba_build.workflows.ledger.ledger import Ledger, faults_of, open_ledger
from hocba_build.workflows.ledger.verify_document import verify_document
from hocba_build.workflows.printing.pdfs import Means, Progress
from hocba_build.workflows.printing.shelf import replace
from hocba_build.workflows.replaced_folder import replacing

MARKER: Final = ".hocba-luu-tru"
PLAIN: Final = Means()
PRINTED: Final = "in"
"""Where pages are printed for the time of a run; leaves that may be kept are kept elsewhere."""
LABELS: Final = "nhan-dia.pdf"


class NothingToKeepError(HocbaError):
    """The history does not stand: nothing of it is put away as if it did."""

    exit = Exit.FINDINGS


@dataclass(frozen=True, slots=True)
class Wish:
    """What is put away and how: ``printed`` is where pages lie already, ``medium`` by default what is enough."""

    year: YearId
    out: Path
    sheet: Path | None = None
    means: Means = PLAIN
    printed: Path | None = None
    sealed: Path | None = None
    """Where sealed transcripts lie, to be put away beside the printed ones."""
    medium: Medium | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """What would be put away."""

    pupils: dict[ClassId, int]
    signer: PersonId | None
    summer_closed: bool


@dataclass(frozen=True, slots=True)
class Made:
    """What was put away; ``shut`` counts the pupils whose life page could not be opened for print."""

    folder: Path
    planned: Planned
    discs: tuple[Disc, ...]
    judged: Judgement
    shut: int


def plan_archive(root: Path, wish: Wish) -> Planned:
    """What an archive of the year would hold; nothing is written.

    Raises:
        RefusedError: the year is not locked, or who acts may not.
    """
    ledger = _ledger(root, wish.year)
    return _planned(YearPapers(ledger.history, wish.year), office_hand(ledger.policy))


def make_archive(root: Path, wish: Wish, progress: Progress) -> Made:
    """Write ``out/<year>/``: the content as a folder, an image a disc, and the labels.

    Raises:
        RefusedError: the year is not locked, who acts may not, or the folder holds something else.
        NothingToKeepError: the history does not stand against the sheet.
        UnprintedError: a pupil's transcript cannot be printed.
        HocbaError: a class does not fit on a disc.
    """
    ledger = _ledger(root, wish.year)
    hand = office_hand(ledger.policy)
    with replacing(wish.out / wish.year, MARKER) as fresh:
        bundle = fresh / BUNDLE
        ledger.desk.repository.bundle(ledger.state.tip, bundle)
        with judged_history(bundle, wish.sheet) as (judged, history):
            work = _Work(wish, hand, ledger.desk.now(), judged, _standing(judged, history))
            return work.fill(fresh, bundle, progress)


def _ledger(root: Path, year: YearId) -> Ledger:
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    _require_locked(ledger.state, year)
    return ledger


def _require_locked(state: LedgerState, year: YearId) -> None:
    lock = state.locks.get(year)
    if lock is None:
        locked = ", ".join(sorted(state.locks)) or "chưa có năm nào"
        raise RefusedError(f"Năm học {year} chưa khoá sổ, chưa lưu trữ được.", f"Năm đã khoá: {locked}.")
    if lock.scope is not None:
        raise RefusedError(f"Năm học {year} đang mở để sửa, chưa lưu trữ được.", "Khoá lại năm ấy trước: hocba board.")


def _standing(judged: Judgement, history: History | None) -> History:
    wrong = faults_of(judged)
    if history is None or wrong:
        what = f"{wrong[0].code} {wrong[0].message}" if wrong else "không có mục nào"
        raise NothingToKeepError(f"Lịch sử của sổ không đứng vững: {what}.", "Xem hocba verify.")
    return history


def _planned(papers: YearPapers, hand: KeyHolder | None) -> Planned:
    pupils = {class_id: len(papers.pupils(class_id)) for class_id in papers.classes}
    return Planned(pupils, hand.person if hand else None, bool(papers.lock.summer_closed))


@dataclass(frozen=True, slots=True)
class _Work:
    """One archive while it is made."""

    wish: Wish
    hand: KeyHolder | None
    now: int
    judged: Judgement
    history: History

    def fill(self, fresh: Path, bundle: Path, progress: Progress) -> Made:
        """Everything, in the order in which one thing needs the other."""
        wish, papers = self.wish, YearPapers(self.history, self.wish.year)
        pages = print_year(self.history, wish.year, None, wish.printed or fresh / PRINTED, wish.means, progress)
        pages = dataclasses.replace(pages, sealed=wish.sealed)
        texts = texts_of(papers, self.hand, day_of(self.now))
        content = fresh / CONTENT
        sheet = sheet_of(self.history.trees, self.history.state.founding)
        maker = BagMaker(content, papers, texts, sheet, verify_document(self.judged))
        maker.ledger(bundle)
        for class_id in papers.classes:
            maker.one_class(class_id, pages)
        shutil.rmtree(fresh / PRINTED, ignore_errors=True)
        replace(content / README, texts.whole())
        self._sign(content, papers)
        discs = self._burn(fresh, texts)
        return Made(wish.out / wish.year, _planned(papers, self.hand), discs, self.judged, len(pages.shut))

    def _sign(self, content: Path, papers: YearPapers) -> None:
        """The list of all bags, signed where somebody does."""
        bags = [LEDGER_BAG, *map(class_bag, papers.classes)]
        files = {path: _digest(content / path) for path in (README, *(f"{bag}/{TAGS}" for bag in bags))}
        state = self.history.state
        statement = Statement(
            state.founding,
            papers.year,
            papers.lock.number,
            state.tip,
            edition(),
            self.hand.person if self.hand else None,
            day_of(self.now).isoformat(),
            files,
        )
        replace(content / STATEMENT, statement.text())
        if self.hand is not None:
            replace(content / SIGNATURE, self.hand.sign(statement.text(), self.now))

    def _burn(self, fresh: Path, texts: ArchiveTexts) -> tuple[Disc, ...]:
        """An image a disc, and the labels of all."""
        content = fresh / CONTENT
        shared = [path.name for path in sorted(content.iterdir()) if class_of(path.name) is None]
        size = TABLES + sum(size_of(content / name, ENTRY) for name in shared)
        bags = {bag: size_of(content / bag, ENTRY) for bag in (class_bag(ClassId(name)) for name in texts.classes)}
        medium = self.wish.medium or smallest_medium(bags, size)
        try:
            filled = fill_discs(bags, size, medium)
        except ValueError as error:
            raise HocbaError(f"Túi {error} và sổ lớn hơn một đĩa {medium.name}.", "Chọn --disc dvd.") from error
        discs: list[Disc] = []
        for number, held in enumerate(filled, 1):
            image = fresh / image_name(number)
            volume = f"HB-{self.wish.year}-{number}"
            write_image(image, volume, content, [*shared, *held])
            names = [str(class_of(bag)).upper() for bag in held]
            discs.append(Disc(number, medium.name, volume, names, _digest(image)))
        replace(fresh / LABELS, label_pdf(_label(texts, discs)))
        return tuple(discs)


def image_name(number: int) -> str:
    """What the image of a disc is called."""
    return f"dia-{number}.iso"


def _label(texts: ArchiveTexts, discs: list[Disc]) -> Label:
    return Label(
        school=texts.school,
        year=texts.year,
        decision=texts.decision,
        locked_on=texts.locked_on,
        made_on=texts.made_on,
        maker=texts.maker.person if texts.maker else "",
        founding=texts.founding,
        tip=texts.tip,
        index=texts.index,
        discs=discs,
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


__all__ = ["Made", "Planned", "Wish", "make_archive", "plan_archive"]
