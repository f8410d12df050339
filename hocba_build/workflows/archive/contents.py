"""Which files of the ledger each bag holds: worked out in one way when an archive is made and when it is checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.records.layout import SCHOOL_PATH, STAFF_PATH, Kind, is_year, path_for
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.policy import read_root
from hocba_build.trust.year_end.locks import (
    LockRecord,
    frozen_files,
    listing_digest,
    listing_text,
    read_class,
    read_lock,
)
from hocba_build.workflows.class_source import pupils_named
from hocba_build.workflows.ledger.history import History

ROOTS = "signatures/goc"
KEYS = "signatures/keys"


def _by_grade(class_id: ClassId) -> tuple[int, str]:
    """``6a1`` before ``10a1``."""
    digits = "".join(takewhile(str.isdigit, class_id))
    return int(digits or 0), class_id


@dataclass(frozen=True)
class YearPapers:
    """A locked year in a judged ledger."""

    history: History
    year: YearId

    @cached_property
    def lock_path(self) -> str:
        """Where the year's newest lock lies."""
        return f"{self.lock_folder}/khoa.yaml"

    @cached_property
    def lock_folder(self) -> str:
        """The folder of that lock."""
        return f"signatures/khoa-so/{self.year}/{self.history.state.locks[self.year].acts:04d}"

    @cached_property
    def lock(self) -> LockRecord:
        """The record of that lock."""
        return read_lock(self.content(self.lock_path))

    @cached_property
    def classes(self) -> tuple[ClassId, ...]:
        """The classes that the lock froze, in the order of grades."""
        return tuple(sorted(self.lock.classes, key=_by_grade))

    def pupils(self, class_id: ClassId) -> tuple[StudentId, ...]:
        """The pupils whose results of the year were frozen in a class: a mover's stand in the last one."""
        return tuple(read_class(self.content(f"{self.lock_folder}/{class_id}.yaml")))

    @cached_property
    def listing(self) -> bytes:
        """The list of frozen files whose digest the lock names."""
        trees, tree = self.history.trees, self.history.tree
        files = frozen_files(trees, tree, self.year, summer_closed=bool(self.lock.summer_closed))
        if listing_digest(trees, files) != self.lock.listing:
            raise AssertionError(self.lock_path)  # The judge has held every entry against it.
        return listing_text(trees, files)

    def of_ledger(self) -> dict[str, Oid]:
        """What lies beside the bundle, for plain tools: the staff, every certificate, root sheets, the year's locks."""
        folders = (ROOTS, KEYS, f"signatures/khoa-so/{self.year}")
        return dict(self._all([STAFF_PATH], folders))

    def of_class(self, class_id: ClassId) -> dict[str, Oid]:
        """A class's year: its files, its pupils' files, the lock, sign-offs with their signers' certificates."""
        folder = f"records/{self.year}/{class_id}"
        singles = [
            SCHOOL_PATH,
            STAFF_PATH,
            path_for(Kind.NAM_HOC, year=self.year),
            path_for(Kind.PHAN_CONG, year=self.year),
            *(f"{self.lock_folder}/{name}" for name in ("khoa.yaml", "khoa.yaml.asc", f"{class_id}.yaml")),
            *self._pupils_files(pupils_named(self.content(f"{folder}/lop.yaml"))),
        ]
        persons = set(self._root_persons())
        for one in self.history.state.sign_offs:
            covers = any(scope.partition("/")[0] == class_id for scope in one.scopes)
            if one.year == self.year and covers and self.history.state.is_fresh(one):
                singles += [one.path, f"{one.path}.asc"]
                persons.add(one.person)
        return dict(self._all(singles, (folder, ROOTS, *(f"{KEYS}/{person}" for person in sorted(persons)))))

    def _pupils_files(self, pupils: Iterable[str]) -> Iterator[str]:
        kept = self.history.trees.names(self.history.tree, "records/nam-cu")
        for pupil in map(StudentId, dict.fromkeys(pupils)):
            yield from (path_for(kind, student=pupil) for kind in (Kind.HOC_SINH, Kind.HO_SO, Kind.HO_SO_KIN))
            for year in kept:
                if is_year(year):
                    yield path_for(Kind.NAM_CU, year=YearId(year), student=pupil)

    def _root_persons(self) -> Iterator[str]:
        for path, blob in self.history.trees.files(self.history.tree, ROOTS):
            if path.endswith(".yaml"):
                yield from read_root(self.history.trees.content(blob), path).keys

    def _all(self, singles: Iterable[str], folders: Iterable[str]) -> Iterator[tuple[str, Oid]]:
        """Those that there are."""
        trees, tree = self.history.trees, self.history.tree
        for path in singles:
            blob = trees.entry(tree, path)
            if blob is not None:
                yield path, blob
        for folder in folders:
            yield from trees.files(tree, folder)

    def content(self, path: str) -> bytes:
        """A file of the ledger.

        Raises:
            HocbaError: there is none.
        """
        blob = self.history.trees.entry(self.history.tree, path)
        if blob is None:
            raise HocbaError(f"Sổ thiếu {path}.", "Xem hocba verify.")
        return self.history.trees.content(blob)

    def contents(self, papers: Mapping[str, Oid]) -> Iterator[tuple[str, bytes]]:
        """Papers with their bytes."""
        return ((path, self.history.trees.content(blob)) for path, blob in papers.items())


__all__ = ["YearPapers"]
