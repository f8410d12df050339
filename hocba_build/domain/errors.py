"""What the program cannot do is an exception with a hint; its fields survive a worker process."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a command's exit status means."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2
    UNDECIDED = 3
    REFUSED = 4


class HocbaError(Exception):
    """A failure with a Vietnamese sentence and a hint; ``exit`` is the status the command ends with."""

    exit: Exit = Exit.USAGE

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep both in ``args``, so that pickling keeps them."""
        super().__init__(message, hint)

    @property
    def message(self) -> str:
        """What happened."""
        return str(self.args[0])

    @property
    def hint(self) -> str:
        """What to do about it."""
        return str(self.args[1])


class RefusedError(HocbaError):
    """The state of the records does not allow it (locked, stale, not entitled)."""

    exit = Exit.REFUSED
