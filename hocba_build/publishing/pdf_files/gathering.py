"""Gather finished files into one to be sent to a printer; what they share is kept once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pikepdf import Name, Object, Pdf

from hocba_build.publishing.pdf_files.finishing import Bookmark, Finish, finish
from hocba_build.publishing.pdf_files.saving import saved


@dataclass(frozen=True, slots=True)
class Part:
    """One file and its entry in the table of contents."""

    path: Path
    title: str


def gather(parts: Iterable[Part], title: str) -> bytes:
    """All pages of several of our files, one file after another."""
    fonts: dict[bytes, Object] = {}
    bookmarks = []
    state = hashlib.sha256()
    with Pdf.new() as made:
        for part in parts:
            state.update(part.path.read_bytes())
            with Pdf.open(part.path) as one:
                first = len(made.pages)
                bookmarks.append(Bookmark(part.title, first))
                made.pages.extend(one.pages)
                for page in made.pages[first:]:
                    _share_fonts(page.obj[Name.Resources], fonts)
                if Name.OutputIntents not in made.Root:
                    made.Root[Name.OutputIntents] = made.copy_foreign(one.make_indirect(one.Root[Name.OutputIntents]))
        finish(made, Finish(title, title.encode() + state.digest(), bookmarks=bookmarks))
        return saved(made)


def _share_fonts(resources: Object, fonts: dict[bytes, Object]) -> None:
    """Fonts of the same name and letters are the same font."""
    own = resources[Name.Font]
    for name, font in list(own.as_dict().items()):
        program = font[Name.DescendantFonts][0][Name.FontDescriptor][Name.FontFile2]
        digest = hashlib.sha256(name.encode() + program.read_raw_bytes()).digest()
        own[name] = fonts.setdefault(digest, font)
