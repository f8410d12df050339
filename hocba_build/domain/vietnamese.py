"""Vietnamese names: the order of a class list, the given name, and spelling without accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

ALPHABET: Final = " aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""Primary order; the space comes first, so a shorter name precedes a longer one that begins like it."""

_RANK: Final[Mapping[str, int]] = {letter: index for index, letter in enumerate(ALPHABET)}
_TONES: Final[Mapping[str, int]] = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Ngang is 0; then huyền, hỏi, ngã, sắc, nặng."""

PartKey: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]
NameKey: TypeAlias = tuple[PartKey, PartKey, PartKey]


def given_name(full_name: str) -> str:
    """The given name of a full name written the usual way: its last word."""
    words = full_name.split()
    return words[-1] if words else ""


def collation_key(full_name: str, given: str | None = None) -> NameKey:
    """The place of a name in a class list: by given name, then family name, then middle names.

    ``given`` is the given name where it is not the last word (``Y Wen`` of ``Y Wen Êban``).
    """
    first = given or given_name(full_name)
    rest = _without(full_name.split(), first.split())
    return _part_key(first), _part_key(rest[0] if rest else ""), _part_key(" ".join(rest[1:]))


def place_in(names: Sequence[NameKey], name: NameKey) -> int:
    """Where a name goes into a list without moving the others: before the first that comes after it."""
    return next((place for place, other in enumerate(names) if other > name), len(names))


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """A sort key by which 6a2 stands before 6a10 and 10a1."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"([0-9]+)", text) if part)


def fold(text: str) -> str:
    """The text in ASCII without accents, for identifiers and for search."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return plain.encode("ascii", "ignore").decode("ascii")


def _without(words: list[str], given: list[str]) -> list[str]:
    """The words left when the given name is taken out; it is looked for from the end."""
    for start in range(len(words) - len(given), -1, -1):
        if words[start : start + len(given)] == given:
            return words[:start] + words[start + len(given) :]
    return words


def _part_key(text: str) -> PartKey:
    letters = [_letter_key(letter) for letter in unicodedata.normalize("NFC", text.lower())]
    known = [key for key in letters if key is not None]
    return tuple(rank for rank, _ in known), tuple(tone for _, tone in known)


def _letter_key(letter: str) -> tuple[int, int] | None:
    """Rank and tone of one letter; ``None`` for what does not count (apostrophes, hyphens)."""
    base, *marks = list(unicodedata.normalize("NFD", letter))
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), 0)
    shape = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark not in _TONES))
    rank = _RANK.get(shape, _RANK.get(base))
    return None if rank is None else (rank, tone)
