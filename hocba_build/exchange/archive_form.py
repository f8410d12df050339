"""The form of an archive: what its folders and files are called, the list that its maker signs, how discs are filled.

Names are ASCII and hold ids only. The list is plain text, so that ``gpg --verify`` and ``sha256sum -c`` check it too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.values import ClassId, PersonId, YearId
from hocba_build.records.layout import is_class_id, is_year
from hocba_build.trust.git.objects import Oid

CONTENT: Final = "luu-tru"
"""The folder beside the images: what goes onto a memory stick as it is."""
README, STATEMENT, SIGNATURE = "README.vi.txt", "luu-tru.txt", "luu-tru.txt.asc"
LEDGER_BAG: Final = "so"
PAYLOAD: Final = "data"
BUNDLE, SHEET, RECEIPT, LISTING = "so.bundle", "goc-tin-cay.yaml", "bien-ban.json", "danh-muc.txt"
PAGES, SEALED_PAGES, SCHEMA = "hoc-ba", "hoc-ba-ki", "schema"
TAGS: Final = "tagmanifest-sha256.txt"
"""The one file of a bag that the list names: it leads to every other one."""
WORDS: Final = "Tôi đã lập bản lưu trữ này từ sổ học bạ của nhà trường."
_CLASS_BAG: Final = "lop-"
_HEAD: Final = re.compile(
    r"hocba-archive/v1\n"
    r"lap-so: (?P<founding>[0-9a-f]{40})\n"
    r"nam-hoc: (?P<year>20[0-9]{2}-20[0-9]{2})\n"
    r"khoa-so: (?P<lock>[1-9][0-9]{0,3})\n"
    r"dau-so: (?P<tip>[0-9a-f]{40})\n"
    r"ban-in: (?P<edition>[0-9a-f]{64})\n"
    r"nguoi: (?P<person>-|[a-z][a-z0-9.-]{0,31})\n"
    r"ngay: (?P<day>20[0-9]{2}-[0-9]{2}-[0-9]{2})\n"
    rf"loi: {re.escape(WORDS)}\n\n"
    r"(?P<files>(?:[0-9a-f]{64}  [A-Za-z0-9./-]+\n)*)"
)


class ArchiveFault(Exception):  # noqa: N818 - a fault of what was given, in the words of the rest
    """Why an archive, or a part of it, cannot stand."""

    def __init__(self, code: str, message: str, path: str = "") -> None:
        """Keep the fields in ``args``."""
        super().__init__(code, message, path)
        self.code = code
        self.message = message
        self.path = path


@dataclass(frozen=True, slots=True)
class Statement:
    """``luu-tru.txt``: whose archive it is, from which state of the ledger, with the SHA-256 of its parts.

    ``edition`` names the program and forms that printed the pages; ``person`` is ``None`` where nobody signs.
    """

    founding: Oid
    year: YearId
    lock: int
    tip: Oid
    edition: str
    person: PersonId | None
    day: str
    files: Mapping[str, str]

    def text(self) -> bytes:
        """The text that is signed."""
        lines = [
            "hocba-archive/v1",
            f"lap-so: {self.founding}",
            f"nam-hoc: {self.year}",
            f"khoa-so: {self.lock}",
            f"dau-so: {self.tip}",
            f"ban-in: {self.edition}",
            f"nguoi: {self.person or '-'}",
            f"ngay: {self.day}",
            f"loi: {WORDS}",
            "",
            *(f"{self.files[path]}  {path}" for path in sorted(self.files)),
        ]
        return ("\n".join(lines) + "\n").encode()

    @property
    def bags(self) -> tuple[str, ...]:
        """The bags of the whole archive."""
        return tuple(path.removesuffix(f"/{TAGS}") for path in sorted(self.files) if path.endswith(f"/{TAGS}"))


def read_statement(raw: bytes) -> Statement:
    """The list; only the text that ``Statement.text`` writes is one.

    Raises:
        ArchiveFault: HB540.
    """
    try:
        found = _HEAD.fullmatch(raw.decode())
    except UnicodeDecodeError:
        found = None
    if found is None or not is_year(found["year"]):
        raise ArchiveFault("HB540", "không phải bản kê của một bản lưu trữ", STATEMENT)
    statement = Statement(
        Oid(found["founding"]),
        YearId(found["year"]),
        int(found["lock"]),
        Oid(found["tip"]),
        found["edition"],
        None if found["person"] == "-" else PersonId(found["person"]),
        found["day"],
        {line[66:]: line[:64] for line in found["files"].splitlines()},
    )
    named = {README, f"{LEDGER_BAG}/{TAGS}"} <= statement.files.keys()
    known = all(path == README or _is_tag(path) for path in statement.files)
    if statement.text() != raw or not named or not known:
        raise ArchiveFault("HB540", "bản kê của bản lưu trữ không đúng dạng chuẩn", STATEMENT)
    return statement


def _is_tag(path: str) -> bool:
    bag, _, name = path.partition("/")
    return name == TAGS and (bag == LEDGER_BAG or class_of(bag) is not None)


def class_bag(class_id: ClassId) -> str:
    """The bag of a class."""
    return f"{_CLASS_BAG}{class_id}"


def class_of(bag: str) -> ClassId | None:
    """The class of a bag; ``None`` for what is none."""
    name = bag.removeprefix(_CLASS_BAG)
    return ClassId(name) if bag.startswith(_CLASS_BAG) and is_class_id(name) else None


@dataclass(frozen=True, slots=True)
class Medium:
    """What is burned, and the bytes that it takes."""

    name: str
    capacity: int


CD: Final = Medium("CD", 360_000 * 2048)
DVD: Final = Medium("DVD", 2_295_104 * 2048)
ENTRY: Final = 4096
"""What a file or folder takes in the tables of an image, at most."""
TABLES: Final = 1024 * 1024


def fill_discs(bags: Mapping[str, int], shared: int, medium: Medium) -> list[list[str]]:
    """Bags (bytes by name) in their order, disc by disc; ``shared`` bytes stand on every disc.

    Raises:
        ValueError: one bag with what is shared is larger than a disc; it is named.
    """
    discs: list[list[str]] = []
    left = -1
    for bag, size in bags.items():
        if size > medium.capacity - shared:
            raise ValueError(bag)
        if size > left:
            discs.append([])
            left = medium.capacity - shared
        discs[-1].append(bag)
        left -= size
    return discs


def smallest_medium(bags: Mapping[str, int], shared: int) -> Medium:
    """A CD where all fits on one, else DVDs."""
    return CD if sum(bags.values()) + shared <= CD.capacity else DVD


__all__ = [
    "CD",
    "DVD",
    "ArchiveFault",
    "Medium",
    "Statement",
    "class_bag",
    "class_of",
    "fill_discs",
    "read_statement",
    "smallest_medium",
]
