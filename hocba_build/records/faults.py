"""A fault inside one file, before it is known by its path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from hocba_build.domain.findings import Finding


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file: code, sentence, and line or JSON pointer."""

    code: str
    message: str
    line: int | None = None
    pointer: str | None = None

    def at(self, path: str) -> Finding:
        """The finding for the file at a path."""
        return Finding(path, self.line, self.code, self.message, self.pointer)


class FaultyError(Exception):
    """Ends the reading of one file; never leaves the records floor."""

    def __init__(self, fault: Fault) -> None:
        """Keep the fault in ``args``, so that pickling keeps it."""
        super().__init__(fault)

    @property
    def fault(self) -> Fault:
        """What was found."""
        return cast(Fault, self.args[0])


def stop(code: str, message: str, line: int | None = None, pointer: str | None = None) -> FaultyError:
    """The exception that ends a file's reading with one fault."""
    return FaultyError(Fault(code, message, line, pointer))


def pointer_to(*parts: str | int) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
