"""A commit's files as a source of records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hocba_build.domain.values import YearId
from hocba_build.records.layout import RECORDS, SCHOOL_PATH, STAFF_PATH
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.trees import Trees


class TreeSource(Mapping[str, bytes]):
    """``records/`` and the staff file of a tree, read when asked for."""

    def __init__(self, trees: Trees, tree: Oid, year: YearId | None = None) -> None:
        """List the files once; with a year, only what that year's results and pages are made from."""
        self._trees = trees
        folders = (RECORDS,) if year is None else (f"{RECORDS}/{year}", f"{RECORDS}/hoc-sinh")
        self._paths = {path: oid for folder in folders for path, oid in trees.files(tree, folder)}
        school = trees.entry(tree, SCHOOL_PATH)
        if school is not None:
            self._paths[SCHOOL_PATH] = school
        staff = trees.entry(tree, STAFF_PATH)
        if staff is not None:
            self._paths[STAFF_PATH] = staff

    def __iter__(self) -> Iterator[str]:
        """The paths."""
        return iter(self._paths)

    def __len__(self) -> int:
        """How many files there are."""
        return len(self._paths)

    def __contains__(self, path: object) -> bool:
        """Whether the tree has the file."""
        return path in self._paths

    def __getitem__(self, path: str) -> bytes:
        """A file's bytes."""
        return self._trees.content(self._paths[path])
