"""Gather finished files into one to be sent to a printer; what they share is kept once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pikepdf import Name, Object, Pdf

from hocba_build.domain.paper_layout import Sheets
from hocba_build.publishing.pdf_files.finishing import Bookmark, Finish, finish
from hocba_build.publishing.pdf_files.imposing import lay
from hocba_build.publishing.pdf_files.saving import saved


@dataclass(frozen=True, slots=True)
class Part:
    """One file and its entry in the table of contents."""

    path: Path
    title: str


def gather(parts: Iterable[Part], title: str, sheets: Sheets = Sheets.SINGLE) -> bytes:
    """All pages of several of our files, one file after another, each beginning on a sheet of its own."""
    fonts: dict[bytes, Object] = {}
    bookmarks = []
    state = hashlib.sha256(f"{title}\n{sheets.value}\n".encode())
    with Pdf.new() as made:
        for part in parts:
            state.update(part.path.read_bytes())
            first = len(made.pages)
            bookmarks.append(Bookmark(part.title, first))
            with Pdf.open(part.path) as one:
                lay(made, list(one.pages), sheets)
                for page in made.pages[first:]:
                    _share_fonts(page.obj, fonts)
                if Name.OutputIntents not in made.Root:
                    made.Root[Name.OutputIntents] = made.copy_foreign(one.make_indirect(one.Root[Name.OutputIntents]))
        finish(made, Finish(title, state.digest(), bookmarks=bookmarks))
        return saved(made)


def _share_fonts(drawn: Object, fonts: dict[bytes, Object]) -> None:
    """Fonts of the same name and letters are the same font; a page of two pages has them one level below."""
    resources = drawn.get(Name.Resources)
    if resources is None:
        return  # An empty page.
    for form in resources.get(Name.XObject, {}).values():
        _share_fonts(form, fonts)
    own: Any = resources.get(Name.Font, {})
    for name, font in list(own.items()):
        program = font[Name.DescendantFonts][0][Name.FontDescriptor][Name.FontFile2]
        digest = hashlib.sha256(name.encode() + program.read_raw_bytes()).digest()
        own[name] = fonts.setdefault(digest, font)
