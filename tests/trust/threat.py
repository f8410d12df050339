"""One row of the table of threats."""

from __future__ import annotations

from dataclasses import dataclass


def of(file: str, *names: str) -> tuple[str, ...]:
    """Tests of one file, as ``file::function``."""
    return tuple(f"{file}::test_{name}" for name in names)


@dataclass(frozen=True, slots=True)
class Threat:
    """A row: what it is, the tests of the refusal and of the honest twin, or why there are none."""

    what: str
    refused: tuple[str, ...] = ()
    honest: tuple[str, ...] = ()
    untestable: str = ""


def both(what: str, nodes: tuple[str, ...]) -> Threat:
    """A row whose tests hold the refusal and its twin in one."""
    return Threat(what, nodes, nodes)
