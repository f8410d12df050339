"""A guide read as a script.

What a reader copies is a fenced block; what is tried stands in its first line, which no page shows:

    ```sh gv-khang        the commands, as this person at the school's desk; each must succeed
    ```sh gv-khang 4      the last of them must end with 4
    ```sh nguoi-ngoai     as somebody without a key, in the folder that ``hocba demo`` made
    ```text               right after it: all that was printed; … stands for any text, alone on a line for any lines

What a hand does between two commands is a comment before the block:

    <!-- tay: bang.xlsx F8 = 8,5 -->                     a cell typed over; Trang_hai!F8 on another sheet
    <!-- tay: records/…/toan.yaml: tx: [9] → tx: [8] -->  a text changed in an editor
    <!-- thay VÂN_TAY: gpg … -->                         a word that the reader replaces, by what a command prints
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FENCE: Final = re.compile(r"^( *)```(\w*) *(.*)$")
_COMMENT: Final = re.compile(r"^ *<!-- (tay|thay) ?([^:]*): (.*) -->$")


@dataclass(frozen=True, slots=True)
class Run:
    """Commands of one block; ``person`` is empty where the block names nobody."""

    line: int
    person: str
    commands: tuple[str, ...]
    ends: int = 0
    printed: str | None = None


@dataclass(frozen=True, slots=True)
class ByHand:
    """Something that a person does to a file: ``place`` is a cell, or empty for a text."""

    line: int
    file: str
    place: str
    new: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A word in capitals, and the command that prints what it stands for here."""

    line: int
    word: str
    command: str


Step = Run | ByHand | Standing


@dataclass(frozen=True, slots=True)
class _Block:
    line: int
    language: str
    told: str
    text: str


def steps(page: Path) -> tuple[Step, ...]:
    """What a guide asks its reader to do, in order."""
    found: list[Step] = []
    for part in _parts(page.read_text("utf-8").splitlines()):
        if not isinstance(part, _Block):
            found.append(part)
        elif part.language == "sh":
            person, _, ends = part.told.partition(" ")
            found.append(Run(part.line, person, _commands(part.text), int(ends or 0)))
        elif part.language == "text" and found and isinstance(last := found[-1], Run):
            found[-1] = Run(last.line, last.person, last.commands, last.ends, part.text)
    return tuple(found)


def _parts(lines: list[str]) -> Iterator[_Block | ByHand | Standing]:
    numbered = iter(enumerate(lines, 1))
    for number, line in numbered:
        if said := _COMMENT.match(line):
            yield _by_hand(number, said[3]) if said[1] == "tay" else Standing(number, said[2], said[3])
        elif fence := _FENCE.match(line):
            indent, body = len(fence[1]), []
            for _, inside in numbered:
                if inside.strip() == "```":
                    break
                body.append(inside[indent:])
            yield _Block(number, fence[2], fence[3], "\n".join(body))


def _by_hand(line: int, told: str) -> ByHand:
    if typed := re.fullmatch(r"(\S+\.xlsx) (\S+) = (.*)", told):
        return ByHand(line, typed[1], typed[2], typed[3])
    file, _, change = told.partition(": ")
    return ByHand(line, file, "", change)


def _commands(text: str) -> tuple[str, ...]:
    """Lines that do something; one that ends with a backslash goes on."""
    joined = text.replace("\\\n", " ").splitlines()
    return tuple(line for line in joined if line.strip() and not line.lstrip().startswith("#"))
