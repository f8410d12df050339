"""The bags of an archive: the whole ledger in one, every class with its printed pages in one of its own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build import __version__
from hocba_build.domain.values import ClassId
from hocba_build.exchange.archive_form import (
    BUNDLE,
    LEDGER_BAG,
    LISTING,
    PAGES,
    README,
    RECEIPT,
    SCHEMA,
    SEALED_PAGES,
    SHEET,
    class_bag,
)
from hocba_build.exchange.bag import make_bag
from hocba_build.publishing.archive_texts import ArchiveTexts
from hocba_build.records.package_data import package_data
from hocba_build.workflows.archive.contents import YearPapers
from hocba_build.workflows.archive.pages import PrintedYear
from hocba_build.workflows.printing.shelf import replace

SCHEMA_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class BagMaker:
    """Makes bags below a folder."""

    content: Path
    papers: YearPapers
    texts: ArchiveTexts
    sheet: bytes
    receipt: Mapping[str, object]

    def ledger(self, bundle: Path) -> None:
        """The whole ledger with what plain tools need to check it; the bundle moves into it."""
        folder = self.content / LEDGER_BAG
        self._write(folder, self.papers.contents(self.papers.of_ledger()))
        bundle.rename(folder / BUNDLE)
        self._finish(folder, self.texts.whole(), f"Sổ học bạ của trường, đến hết năm học {self.papers.year}")

    def one_class(self, class_id: ClassId, pages: PrintedYear) -> None:
        """A class's year."""
        folder = self.content / class_bag(class_id)
        self._write(folder, self.papers.contents(self.papers.of_class(class_id)))
        (folder / PAGES).mkdir(mode=0o700)
        for student in self.papers.pupils(class_id):
            shutil.copyfile(pages.pupil(class_id, student), folder / PAGES / f"{student}.pdf")
            if (sealed := pages.sealed_pupil(class_id, student)) is not None:
                (folder / SEALED_PAGES).mkdir(mode=0o700, exist_ok=True)
                shutil.copyfile(sealed, folder / SEALED_PAGES / f"{student}.pdf")
        shutil.copyfile(pages.whole_class(class_id), folder / PAGES / f"{class_id}.pdf")
        title = f"Học bạ lớp {class_id.upper()}, năm học {self.papers.year}"
        self._finish(folder, self.texts.of_class(class_id), title)

    def _write(self, folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
        for path, raw in files:
            replace(folder / path, raw)

    def _finish(self, folder: Path, readme: bytes, title: str) -> None:
        receipt = json.dumps({"schema_version": SCHEMA_VERSION, **self.receipt}, ensure_ascii=False, indent=1)
        schemas = {f"{SCHEMA}/{path.name}": path.read_bytes() for path in package_data("schema").glob("*.json")}
        own = {README: readme, SHEET: self.sheet, RECEIPT: f"{receipt}\n".encode(), LISTING: self.papers.listing}
        self._write(folder, sorted((own | schemas).items()))
        make_bag(folder, self._info(folder.name, title))

    def _info(self, bag: str, title: str) -> dict[str, str]:
        """``bag-info.txt``."""
        group = f"{self.texts.founding[:12]}.{self.papers.year}.{self.papers.lock.number:04d}"
        return {
            "Source-Organization": self.texts.school,
            "External-Description": title,
            "External-Identifier": f"{group}.{bag}",
            "Bag-Group-Identifier": group,
            "Bagging-Date": "-".join(reversed(self.texts.made_on.split("/"))),
            "Bag-Software-Agent": f"hocba {__version__}",
        }


def size_of(folder: Path, entry: int) -> int:
    """Bytes of everything in a folder, with what each entry takes beside its content."""
    places = [folder, *folder.rglob("*")]
    return sum(entry + (place.stat().st_size if place.is_file() else 0) for place in places)


__all__ = ["BagMaker", "size_of"]
