"""The one door to pikepdf: cut a batch into one file a pupil, join files; same input, same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf, String


@dataclass(frozen=True, slots=True)
class Part:
    """The next pages of a batch that belong together, and the title of their file."""

    pages: int
    title: str


def split(batch: bytes, parts: Sequence[Part], skip: int = 0) -> list[bytes]:
    """One file a part; each holds its own pages only, and the fonts. The first ``skip`` pages are left out."""
    files = []
    with Pdf.open(BytesIO(batch)) as source:
        for part in parts:
            with _new(part.title, source) as made:
                made.pages.extend(source.pages[skip : skip + part.pages])
                files.append(_saved(made))
            skip += part.pages
    return files


def join(paths: Sequence[Path], title: str) -> bytes:
    """All pages of several files in order; fonts that are the same are kept once."""
    fonts: dict[bytes, Object] = {}
    with Pdf.new() as made:
        for path in paths:
            with Pdf.open(path) as one:
                first = len(made.pages)
                made.pages.extend(one.pages)
                _share_fonts(made.pages[first], fonts)
        _describe(made, title)
        return _saved(made)


def _share_fonts(page: pikepdf.Page, fonts: dict[bytes, Object]) -> None:
    """All pages of one of our files use the same resources, so the first page stands for them."""
    for font in page.obj[Name.Resources][Name.Font].as_dict().values():
        described = font[Name.DescendantFonts][0][Name.FontDescriptor]
        program = described[Name.FontFile2]
        digest = hashlib.sha256(program.read_raw_bytes()).digest()
        described[Name.FontFile2] = fonts.setdefault(digest, program)


def _new(title: str, source: Pdf) -> Pdf:
    made = Pdf.new()
    _describe(made, title)
    made.docinfo[Name.Producer] = String(str(source.docinfo[Name.Producer]))
    return made


def _describe(made: Pdf, title: str) -> None:
    made.docinfo[Name.Title] = String(title)
    made.docinfo[Name.Creator] = String("hocba")
    made.Root[Name.Lang] = String("vi")
    made.Root[Name.ViewerPreferences] = Dictionary(DisplayDocTitle=True)
    made.Root[Name.PageLayout] = Name.SinglePage


def _saved(made: Pdf) -> bytes:
    target = BytesIO()
    made.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()
