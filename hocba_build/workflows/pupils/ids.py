"""The school's own pupil ids: a counter that never goes back, so that no id is ever given twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.regulations.roadmap import start_year
from hocba_build.domain.values import StudentId
from hocba_build.records.layout import RECORDS
from hocba_build.trust.git.objects import ObjectFault
from hocba_build.trust.git.own_repository import OwnRepository
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.gitrepo import open_repository
from hocba_build.workflows.changes import Draft

LAST: Final = 9_999_999_999
_ID: Final = re.compile(r"(?<![0-9])[0-9]{10}(?![0-9])")


def free_ids(draft: Draft) -> Iterator[StudentId]:
    """New ids, ascending: after every id in the records, and in proposals that wait for a reviewer.

    Raises:
        RefusedError: the counter is used up.
    """
    taken = [*_named(draft.files), *draft.records.students, *_proposed(draft.root)]
    first = start_year(draft.records.school.began_with) * 1_000_000
    number = max((int(one) for one in taken), default=first)
    while number < LAST:
        number += 1
        yield StudentId(f"{number:010d}")
    raise RefusedError("Đã dùng hết mã học sinh 10 chữ số.", "Báo quản trị hệ thống.")


def _named(paths: Iterable[str]) -> Iterator[str]:
    """Every id that stands in a path."""
    for path in paths:
        yield from _ID.findall(path)


def _proposed(root: Path) -> Iterator[str]:
    """The pupils of every proposal that this desk has seen."""
    if not (root / ".git").exists():
        return
    repository = OwnRepository(root)
    trees = Trees(open_repository(repository.root).objects)
    for tip in repository.proposals().values():
        try:
            tree = trees.commit(tip).tree
            yield from _named(path for path, _ in trees.files(tree, f"{RECORDS}/hoc-sinh"))
        except ObjectFault:
            continue  # A branch that cannot be read holds no id that could be accepted.
