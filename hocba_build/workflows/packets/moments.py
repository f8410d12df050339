"""The witnesses that a packet carries: of each locked year the oldest token over an entry that holds its lock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hocba_build.domain.values import StudentId, YearId
from hocba_build.exchange.packet_time import WitnessFiles, way_text
from hocba_build.trust.papers.presence import way_to
from hocba_build.trust.witnessing import FOLDER, WitnessPaper, read_paper
from hocba_build.workflows.ledger.history import History

_PUPIL: Final = re.compile(r"(?<![0-9a-f])[0-9]{10}(?![0-9a-f])")


def moment_files(history: History, pupil: StudentId, year: YearId, act: int) -> Iterator[tuple[str, bytes]]:
    """Path and content of a year's witness; nothing where nobody has witnessed the lock yet."""
    lock = f"signatures/khoa-so/{year}/{act:04d}/khoa.yaml"
    paper = next(_papers(history, pupil, lock), None)
    if paper is None:
        return
    token = history.trees.entry(history.tree, paper.stamp_path)
    if token is None:
        return
    named = WitnessFiles(year)
    yield named.token, history.trees.content(token)
    yield named.commit, history.trees.raw_commit(paper.commit)
    yield named.way, way_text(paper.authority, way_to(history.trees, history.trees.commit(paper.commit).tree, lock))


def _papers(history: History, pupil: StudentId, lock: str) -> Iterator[WitnessPaper]:
    """The witnesses that have seen a lock, oldest first; none whose entry speaks of another pupil."""
    since = history.state.changed.get(lock)
    for path, blob in history.trees.files(history.tree, FOLDER):
        paper = read_paper(history.trees.content(blob)) if path.endswith(".yaml") else None
        if paper is None or since is None or history.state.entries.get(paper.commit, -1) < since:
            continue
        others = set(_PUPIL.findall(history.trees.commit(paper.commit).message)) - {pupil}
        if not others:
            yield paper


__all__ = ["moment_files"]
