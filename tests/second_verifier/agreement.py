"""The second verifier with one gpg for all the tests of a process: the same signature is never judged twice."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from tests.second_verifier.signatures import Gpg
from tests.second_verifier.store import Source
from tests.second_verifier.verifier import Verifier


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="hb2")


@cache
def _gpg() -> Gpg:
    return Gpg(Path(_folder().name))


def second_verdict(source: Source, main: str, sheet: bytes | None) -> str:
    """What the second verifier says of a history."""
    return Verifier(source, _gpg()).verdict(main, sheet)
