"""The one door to Git repositories (pygit2): objects by id, references, and what is odd about the place.

No git program runs in a repository under judgement, and nothing of its own configuration, hooks or filters is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pygit2
from pygit2.enums import ObjectType

from hocba_build.trust.git.bundle import UnreadableError, unpack
from hocba_build.trust.git.git_folder import git_folder, oddities, references, strange_file
from hocba_build.trust.git.objects import ObjectFault, Oid, oid_of
from hocba_build.trust.verdict import LedgerFinding

MAIN: Final = "refs/heads/main"
_TYPES: Final = {"commit": ObjectType.COMMIT, "tree": ObjectType.TREE, "blob": ObjectType.BLOB}


class RepositoryObjects:
    """Objects of a repository on disk; each one's content is hashed again (step 4)."""

    elsewhere = True

    def __init__(self, folder: Path, quarantine: Path | None = None) -> None:
        """Open the store of objects, and that of what is being pushed."""
        self._places = folder, quarantine
        self._store = pygit2.Odb(str(folder))
        if quarantine is not None:
            self._store.add_disk_alternate(str(quarantine))

    def reopened(self) -> RepositoryObjects:
        """The same store, opened anew."""
        return RepositoryObjects(*self._places)

    def __reduce__(self) -> tuple[type[RepositoryObjects], tuple[Path, Path | None]]:
        """Another process opens it by its places."""
        return RepositoryObjects, self._places

    def read(self, oid: Oid, kind: str) -> bytes:
        """The body of an object; whoever does not trust its size asks ``size`` before."""
        try:
            found, body = self._store.read(oid)
        except (KeyError, ValueError):
            raise _missing(oid) from None
        except (pygit2.GitError, MemoryError):
            raise _broken(oid) from None
        if found is not _TYPES[kind] or oid_of(kind, body) != oid:
            raise ObjectFault("HB300", f"đối tượng {oid} không phải là thứ mà mã của nó nói")
        return body

    def size(self, oid: Oid) -> int:
        """Bytes of the body, from its header."""
        try:
            _, size = self._store.read_header(oid)
        except (KeyError, ValueError):
            raise _missing(oid) from None
        except pygit2.GitError:
            raise _broken(oid) from None
        return size


def _missing(oid: Oid) -> ObjectFault:
    return ObjectFault("HB380", f"thiếu đối tượng {oid}: kho chưa đầy đủ")


def _broken(oid: Oid) -> ObjectFault:
    return ObjectFault("HB300", f"đối tượng {oid} bị hỏng")


@dataclass(frozen=True, slots=True)
class Opened:
    """A repository that was opened for reading."""

    objects: RepositoryObjects
    main: Oid | None
    refs: Mapping[str, Oid]
    findings: tuple[LedgerFinding, ...]
    """What is odd about the place itself: shallow, grafted, replaced objects (step 1)."""


def open_repository(path: Path, quarantine: Path | None = None) -> Opened:
    """Open a repository (bare or not) for reading; ``quarantine`` holds objects that are being pushed.

    Only the store of objects is opened: no configuration is read, whoever owns the folder.

    Raises:
        UnreadableError: there is none.
    """
    git = git_folder(path)
    if git is None:
        raise UnreadableError(f"{path.name or path} không phải kho Git.", "Chỉ ra kho của trường hoặc bundle.")
    if (git / "reftable").exists():
        raise UnreadableError("Kho ghi các nhánh theo cách chưa đọc được (reftable).", "Dùng git bundle create.")
    if (strange := strange_file(git / "objects")) is not None:
        raise UnreadableError(f"Kho có thứ không phải tệp: {strange.name!r}.", "Lấy bản sao khác, hoặc dùng bundle.")
    refs = references(git)
    return Opened(RepositoryObjects(git / "objects", quarantine), refs.get(MAIN), refs, tuple(oddities(git, refs)))


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """A repository, or a bundle that is unpacked into a private folder for the time of the block.

    Raises:
        UnreadableError: it is neither.
    """
    if not path.is_file():
        yield open_repository(path)
        return
    import tempfile  # Only where there is a bundle.

    with tempfile.TemporaryDirectory(prefix="hocba-bundle-") as folder:
        git = Path(folder, "kho")
        refs, findings = unpack(path, git)
        yield Opened(RepositoryObjects(git / "objects"), refs.get(MAIN), refs, findings)
