"""The one door to Git repositories (pygit2): objects by id, references, and what is odd about the place.

No git program runs here, and nothing of the repository's own configuration, hooks or filters is asked: it may be under
judgement.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pygit2
from pygit2.enums import ObjectType

from hocba_build.domain.errors import Exit, HocbaError
from hocba_build.domain.findings import Severity
from hocba_build.trust.objects import ObjectFault, Oid, oid_of
from hocba_build.trust.verdict import LedgerFinding

MAIN: Final = "refs/heads/main"
_KINDS: Final = {ObjectType.COMMIT: "commit", ObjectType.TREE: "tree", ObjectType.BLOB: "blob"}
_BUNDLE: Final = b"# v"
_OID: Final = 40


class UnreadableError(HocbaError):
    """What was given is no repository and no bundle: nothing can be decided."""

    exit = Exit.UNDECIDED


@dataclass(frozen=True, slots=True)
class Revision:
    """What a folder shows: the commit it stands on, and whether its files are exactly that commit's."""

    commit: str
    clean: bool


class RepositoryObjects:
    """Objects of a repository on disk; each one's content is hashed again (step 4)."""

    def __init__(self, repository: pygit2.Repository) -> None:
        """Take the repository."""
        self._repository = repository

    def read(self, oid: Oid, kind: str) -> bytes:
        """The body of an object."""
        try:
            found, body = self._repository.read(oid)
        except (KeyError, ValueError):
            raise ObjectFault("HB380", f"thiếu đối tượng {oid}: kho chưa đầy đủ") from None
        except pygit2.GitError:
            raise ObjectFault("HB300", f"đối tượng {oid} bị hỏng") from None
        if _KINDS.get(ObjectType(found)) != kind or oid_of(kind, body) != oid:
            raise ObjectFault("HB300", f"đối tượng {oid} không phải là thứ mà mã của nó nói")
        return bytes(body)

    def size(self, oid: Oid) -> int:
        """Bytes of the body, from its header."""
        try:
            _, size = self._repository.odb.read_header(oid)
        except (KeyError, ValueError):
            raise ObjectFault("HB380", f"thiếu đối tượng {oid}: kho chưa đầy đủ") from None
        except pygit2.GitError:
            raise ObjectFault("HB300", f"đối tượng {oid} bị hỏng") from None
        return int(size)


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

    Raises:
        UnreadableError: there is none.
    """
    try:
        repository = pygit2.Repository(str(path), pygit2.enums.RepositoryOpenFlag.NO_SEARCH)
    except pygit2.GitError:
        raise UnreadableError(
            f"{path.name or path} không phải kho Git.", "Chỉ ra kho của trường hoặc bundle."
        ) from None
    if quarantine is not None:
        repository.odb.add_disk_alternate(str(quarantine))
    refs = dict(_references(repository))
    return Opened(RepositoryObjects(repository), refs.get(MAIN), refs, tuple(_oddities(Path(repository.path), refs)))


def _references(repository: pygit2.Repository) -> Iterator[tuple[str, Oid]]:
    for name in repository.references:
        try:
            target = repository.references[name].target
        except (KeyError, pygit2.GitError):
            continue
        if isinstance(target, pygit2.Oid):
            yield name, Oid(str(target))


def _oddities(git: Path, refs: Mapping[str, Oid]) -> Iterator[LedgerFinding]:
    """What could make other programs see another history; ours reads by id only and is not fooled."""
    if (git / "shallow").exists():
        yield LedgerFinding("HB381", "kho chỉ có một phần lịch sử (shallow): lấy lại đầy đủ")
    if (git / "info/grafts").exists():
        yield LedgerFinding("HB382", "kho có lịch sử ghép (info/grafts): dùng bundle hoặc bản sao khác")
    if (git / "objects/info/alternates").exists():
        yield LedgerFinding("HB384", "kho mượn đối tượng của kho khác (alternates)", severity=Severity.WARNING)
    for name in refs:
        if name.startswith("refs/replace/"):
            yield LedgerFinding(
                "HB383", f"kho thay đối tượng ({name}); không có tác dụng ở đây", severity=Severity.WARNING
            )


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """A repository, or a bundle that is unpacked into a private folder for the time of the block.

    Raises:
        UnreadableError: it is neither.
    """
    if not path.is_file():
        yield open_repository(path)
        return
    with tempfile.TemporaryDirectory(prefix="hocba-bundle-") as folder:
        yield _unpacked(path.read_bytes(), Path(folder))


def _unpacked(bundle: bytes, folder: Path) -> Opened:
    """The references and the pack of a bundle, without the git program."""
    head, separator, pack = bundle.partition(b"\n\n")
    lines = head.decode("utf-8", "replace").split("\n")
    if not separator or not bundle.startswith(_BUNDLE) or not pack.startswith(b"PACK"):
        raise UnreadableError("Tệp này không phải bundle của Git.", "Tạo bằng git bundle create TỆP main.")
    findings = []
    if any(line.startswith("-") for line in lines[1:]):
        findings.append(LedgerFinding("HB381", "bundle chỉ có một phần lịch sử: tạo lại từ đầu"))
    repository = pygit2.init_repository(str(folder), bare=True)
    _index(folder, pack)
    refs = dict(_bundle_reference(line) for line in lines[1:] if re.fullmatch(r"[0-9a-f]{40} refs/\S+", line))
    return Opened(RepositoryObjects(repository), refs.get(MAIN), refs, tuple(findings))


def _bundle_reference(line: str) -> tuple[str, Oid]:
    return line[_OID + 1 :], Oid(line[:_OID])


def _index(folder: Path, pack: bytes) -> None:
    """Let git index the pack: in a folder of our own, without anybody's settings."""
    environment = {"PATH": os.environ.get("PATH", ""), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", f"--git-dir={folder}", "index-pack", "--stdin"]
    done = subprocess.run(command, input=pack, env=environment, capture_output=True, check=False)
    if done.returncode != 0:
        raise UnreadableError("Bundle bị hỏng.", "Lấy lại bundle từ trường.")


def revision_of(root: Path) -> Revision | None:
    """The revision a folder shows; ``None`` where it is no repository or has no commit yet."""
    if not (root / ".git").exists():
        return None
    repository = pygit2.Repository(str(root))
    if repository.head_is_unborn:
        return None
    return Revision(str(repository.head.target), clean=not repository.status())
