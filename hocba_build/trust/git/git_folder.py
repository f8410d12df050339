"""A repository's folder as plain files: where it is, what its references name, what is odd about it.

Nothing here asks the repository's configuration, follows a symbolic reference or runs anything: the folder may be one
that somebody made to harm us (threats G1 to G7).
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from hocba_build.domain.findings import Severity
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.verdict import LedgerFinding

MAX_REFERENCE: Final = 4096
"""Bytes of a file that names one commit."""
MAX_PACKED: Final = 64 * 1024 * 1024
"""Bytes of the file that holds packed references."""
MAX_BORROWED: Final = 5
"""Stores that borrow from each other, one after the other; Git goes no further."""
_OID: Final = re.compile(r"[0-9a-f]{40}")
_PACKED: Final = re.compile(r"([0-9a-f]{40}) (refs/\S+)")


def git_folder(path: Path) -> Path | None:
    """The folder that holds a repository's objects: of a work tree, a linked work tree or a bare repository."""
    for folder in (_pointed(path / ".git"), path):
        if folder is not None and (folder / "HEAD").exists():
            common = _first_line(folder / "commondir")
            shared = folder / common if common else folder
            if (shared / "objects").is_dir():
                return shared
    return None


def head_of(path: Path) -> Oid | None:
    """The commit that a work tree stands on; ``None`` for what is no work tree, or has no commit yet."""
    folder, git = _pointed(path / ".git"), git_folder(path)
    if folder is None or git is None:
        return None
    line = _first_line(folder / "HEAD")
    if line.startswith("ref: "):
        return references(git).get(line[5:])
    return Oid(line) if _OID.fullmatch(line) else None


def _pointed(place: Path) -> Path | None:
    """A ``.git`` folder, or the one that a ``.git`` file names."""
    if place.is_dir():
        return place
    line = _first_line(place)
    return place.parent / line[8:] if line.startswith("gitdir: ") else None


def _first_line(path: Path) -> str:
    return (_small(path) or b"").decode("utf-8", "replace").partition("\n")[0]


def _small(path: Path) -> bytes | None:
    """A small plain file; ``None`` for a pipe, a link, a device, or what cannot be read."""
    try:
        known = path.lstat()
        return path.read_bytes() if stat.S_ISREG(known.st_mode) and known.st_size <= MAX_REFERENCE else None
    except OSError:
        return None


def references(git: Path) -> Mapping[str, Oid]:
    """The references that name an object themselves; a loose one hides the packed one, even when it is broken."""
    found = dict(_packed(git))
    for name, content in _loose(git):
        oid = content.decode("ascii", "replace").rstrip("\n")
        if _OID.fullmatch(oid):
            found[name] = Oid(oid)
        else:
            found.pop(name, None)
    return {name: oid for name, oid in found.items() if name.isprintable()}


def strange_file(store: Path, depth: int = 0) -> Path | None:
    """What lies in a store of objects, or in one that it borrows from, and is neither file nor folder.

    Whoever opens a pipe to read an object from it waits for ever.
    """
    for folder in (store, *_folders(store)):
        if (found := next((one for one in _entries(folder) if not _is_plain(one)), None)) is not None:
            return Path(found.path)
    if depth < MAX_BORROWED:
        for line in (_small(store / "info/alternates") or b"").decode("utf-8", "replace").splitlines():
            other = store / line
            if line and not line.startswith("#") and other.is_dir() and (deeper := strange_file(other, depth + 1)):
                return deeper
    return None


def _folders(store: Path) -> list[Path]:
    """Where Git keeps objects; beside these, others come and go while somebody pushes."""
    return [Path(one.path) for one in _entries(store) if len(one.name) == 2 or one.name in ("pack", "info")]


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:  # Gone meanwhile, or no folder: nothing is read there.
        return []


def _is_plain(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file or folder, or a link to a file."""
    if entry.is_file(follow_symlinks=False) or entry.is_dir():
        return True
    try:
        return stat.S_ISREG(entry.stat().st_mode)
    except FileNotFoundError:
        return True  # Gone meanwhile, or a link that leads nowhere: opening it finds nothing, and does not wait.
    except OSError:
        return False


def _packed(git: Path) -> Iterator[tuple[str, Oid]]:
    place = git / "packed-refs"
    if place.is_symlink() or not place.is_file() or place.stat().st_size > MAX_PACKED:
        return
    for line in place.read_bytes().decode("utf-8", "replace").splitlines():
        row = _PACKED.fullmatch(line)
        if row is not None:
            yield row[2], Oid(row[1])


def _loose(git: Path) -> Iterator[tuple[str, bytes]]:
    if (git / "refs").is_symlink():  # It may lead anywhere, and everything there would be looked through.
        return
    for folder, _, names in os.walk(git / "refs"):
        for name in names:
            path = Path(folder, name)
            yield path.relative_to(git).as_posix(), _small(path) or b""


def oddities(git: Path, refs: Mapping[str, Oid]) -> Iterator[LedgerFinding]:
    """What could make other programs see another history; ours reads by id only and is not fooled (step 1)."""
    if (git / "shallow").exists():
        yield LedgerFinding("HB381", "kho chỉ có một phần lịch sử (shallow): lấy lại đầy đủ")
    if next((git / "objects/pack").glob("*.promisor"), None) is not None:
        yield LedgerFinding("HB381", "kho chỉ có một phần nội dung (partial clone): lấy lại đầy đủ")
    if (git / "info/grafts").exists():
        yield LedgerFinding("HB382", "kho có lịch sử ghép (info/grafts): dùng bundle hoặc bản sao khác")
    if (git / "objects/info/alternates").exists():
        yield LedgerFinding("HB384", "kho mượn đối tượng của kho khác (alternates)", severity=Severity.WARNING)
    for name in refs:
        if name.startswith("refs/replace/"):
            yield LedgerFinding(
                "HB383", f"kho thay đối tượng ({name}); không có tác dụng ở đây", severity=Severity.WARNING
            )
