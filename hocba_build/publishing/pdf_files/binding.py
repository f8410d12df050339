"""Bind leaves into one file: fonts put back, pages numbered, places and bookmarks set; milliseconds a transcript."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from pikepdf import Name, Object, Pdf

from hocba_build.publishing.pdf_files.finishing import Attachment, Bookmark, Finish, finish
from hocba_build.publishing.pdf_files.leaf import Leaf
from hocba_build.publishing.pdf_files.numbers import Face
from hocba_build.publishing.pdf_files.places import Place
from hocba_build.publishing.pdf_files.saving import saved

KEPT_OPEN = 8
"""Sets of fonts that stay open: nearly all leaves of a school share one."""


@dataclass(frozen=True, slots=True)
class BoundLeaf:
    """A leaf in its place: the name that ends those of its rectangles, and its entry in the table of contents."""

    leaf: Leaf
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Binding:
    """What is said of the bound file: its title, what stands before a page's number, the data that goes inside."""

    title: str
    numbered: str = "Trang "
    attachments: tuple[Attachment, ...] = ()


def bind(leaves: Sequence[BoundLeaf], shared: Mapping[str, bytes], binding: Binding) -> bytes:
    """One PDF/A-3u file of all leaves in order; ``shared`` holds what they lack, by its name.

    Rectangles of a leaf are called ``<rectangle>.<name of the leaf>`` in the file (see ``places_of``).
    """
    with Pdf.new() as made:
        sources = {name: _opened(shared[name]) for name in dict.fromkeys(one.leaf.shared for one in leaves)}
        fonts = {name: made.copy_foreign(source.Root[Name.Fonts]) for name, source in sources.items()}
        intents = next(iter(sources.values())).Root[Name.OutputIntents]
        made.Root[Name.OutputIntents] = made.copy_foreign(intents)
        places: list[Place] = []
        bookmarks: list[Bookmark] = []
        owners: list[str] = []
        for one in leaves:
            first = len(made.pages)
            places += _take(made, one, fonts[one.leaf.shared])
            bookmarks.append(Bookmark(one.title, first))
            owners += [one.leaf.shared] * (len(made.pages) - first)
        _number(made, [_face(shared[owner]) for owner in owners], binding.numbered)
        finish(made, Finish(binding.title, _made_from(leaves, binding), binding.attachments, bookmarks, places))
        return saved(made)


@lru_cache(maxsize=KEPT_OPEN)
def _opened(shared: bytes) -> Pdf:
    return Pdf.open(BytesIO(shared))


@lru_cache(maxsize=KEPT_OPEN)
def _face(shared: bytes) -> Face:
    return Face(_opened(shared).Root[Name.Fonts])


def _take(made: Pdf, one: BoundLeaf, fonts: Object) -> Iterator[Place]:
    """Append a leaf's pages, complete; its rectangles."""
    with Pdf.open(BytesIO(one.leaf.pages)) as source:
        first = len(made.pages)
        made.pages.extend(source.pages)
        # All pages of a leaf hold the same dictionary.
        made.pages[first].obj[Name.Resources][Name.Font] = fonts
        for number, named in enumerate(source.Root[Name.Places].as_list()):
            for name, rect in named.as_dict().items():
                left, bottom, right, top = (float(part) for part in rect.as_list())
                yield Place(f"{name[1:]}.{one.name}", first + number, (left, bottom, right, top))


def _number(made: Pdf, faces: Sequence[Face], before: str) -> None:
    """Write its number on every page; what a page draws itself is fenced off first, so that it cannot turn the line."""
    fence = made.make_stream(b"q\n")
    pages = list(made.pages)
    for number, (page, face) in enumerate(zip(pages, faces, strict=True), 1):
        line = face.line(f"{before}{number}/{len(pages)}")
        page.contents_add(fence, prepend=True)
        page.contents_add(b"Q\n" + line)


def _made_from(leaves: Sequence[BoundLeaf], binding: Binding) -> bytes:
    """What names the content, for the file's identifier."""
    parts = [repr(binding).encode(), *(one.name.encode() + one.leaf.packed() for one in leaves)]
    return b"".join(hashlib.sha256(part).digest() for part in parts)
