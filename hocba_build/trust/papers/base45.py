"""Bytes as the letters that a QR code packs most tightly and every reader gives back unharmed (RFC 9285)."""

from __future__ import annotations

from typing import Final

_LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES: Final = {letter: value for value, letter in enumerate(_LETTERS)}


def encode(raw: bytes) -> str:
    """Two bytes in three letters, a last one in two."""
    return "".join(_letters(raw[at : at + 2]) for at in range(0, len(raw), 2))


def _letters(part: bytes) -> str:
    number = int.from_bytes(part, "big")
    return "".join(_LETTERS[number // 45**power % 45] for power in range(len(part) + 1))


def decode(text: str) -> bytes:
    """The bytes.

    Raises:
        ValueError: the text is none that ``encode`` gives.
    """
    try:
        values = [_VALUES[letter] for letter in text]
    except KeyError as error:
        raise ValueError(text) from error
    return b"".join(_bytes(values[at : at + 3]) for at in range(0, len(values), 3))


def _bytes(values: list[int]) -> bytes:
    number = sum(value * int(45**power) for power, value in enumerate(values))
    if len(values) == 1 or number >> 8 * (len(values) - 1):
        raise ValueError(values)
    return number.to_bytes(len(values) - 1, "big")
