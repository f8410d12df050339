"""The user's own repository: objects put, branches moved, pushes that lose nobody's work.

The ``git`` program runs here with its owner's settings. It never runs in a repository that is being judged: that one is
read by ``gitrepo``.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from hocba_build.domain.errors import Exit, HocbaError, RefusedError
from hocba_build.trust.git.objects import Oid, oid_of

MAIN: Final = "refs/heads/main"
_RACES: Final = ("stale info", "fetch first", "non-fast-forward", "failed to update ref", "cannot lock ref")
FETCHES: Final = 5
"""How often a fetch is tried while another command at the same desk moves the same references."""
_QUIET: Final = (
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "advice.detachedHead=false",
    "-c",
    "gc.auto=0",
)
"""Hooks of the desk are for people's own commits; ours are judged before they are made."""


class RaceError(HocbaError):
    """Somebody else moved the branch since it was read; read again and try once more."""

    exit = Exit.REFUSED


@dataclass(frozen=True, slots=True)
class Move:
    """A branch and where it goes; ``old`` is where it was seen, ``None`` for nowhere."""

    ref: str
    old: Oid | None
    new: Oid | None


class OwnRepository:
    """A work tree on ``main`` with, or without, a remote ``origin``."""

    def __init__(self, root: Path) -> None:
        """Find the repository's folders.

        Raises:
            HocbaError: there is no repository here.
        """
        self.root = root.resolve()
        found = self._run("rev-parse", "--path-format=absolute", "--git-path", "objects", "--show-toplevel")
        if found.returncode != 0:
            raise HocbaError(f"{root} không phải kho Git.", "Chạy trong kho hồ sơ của trường, hoặc chỉ ra bằng -C.")
        objects, top = found.stdout.decode().splitlines()
        if Path(top).resolve() != self.root:
            raise HocbaError(f"{root} không phải gốc của kho.", f"Gốc của kho là {top}.")
        self._objects = Path(objects)
        self.has_remote = "origin" in self.git("remote").split()

    def git(self, *arguments: str, given: bytes | None = None) -> str:
        """Run git and give what it printed.

        Raises:
            HocbaError: git could not do it; its own words are the hint.
        """
        done = self._run(*arguments, given=given)
        if done.returncode != 0:
            raise _trouble(arguments[0], done)
        return done.stdout.decode("utf-8", "surrogateescape")

    def _run(
        self, *arguments: str, given: bytes | None = None, into: IO[bytes] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        command = ["git", *_QUIET, *arguments]
        environment = {**inherited, **kept, "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            command,
            cwd=self.root,
            env=environment,
            input=given,
            check=False,
            stdout=into or subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def put(self, kind: str, body: bytes) -> Oid:
        """Write one object, whole or not at all."""
        name = oid_of(kind, body)
        place = self._objects / name[:2] / name[2:]
        if not place.exists():
            place.parent.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=place.parent, prefix="tmp_obj_", delete=False) as file:
                file.write(zlib.compress(b"%s %d\0" % (kind.encode(), len(body)) + body, 1))
            Path(file.name).chmod(0o444)
            Path(file.name).replace(place)
        return name

    def bundle(self, tip: Oid, target: Path) -> None:
        """Write the whole history up to a commit as a bundle whose ``main`` it is, whatever the branches here are.

        Raises:
            HocbaError: git could not do it, or the disk is full.
        """
        with target.open("wb") as file:
            file.write(f"# v2 git bundle\n{tip} HEAD\n{tip} {MAIN}\n\n".encode())
            file.flush()
            done = self._run("pack-objects", "--revs", "--stdout", "--quiet", given=f"{tip}\n".encode(), into=file)
        if done.returncode != 0:
            raise _trouble("pack-objects", done)

    def tip(self, ref: str) -> Oid | None:
        """Where a reference points, or ``None``."""
        done = self._run("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
        return Oid(done.stdout.decode().strip()) if done.returncode == 0 else None

    def setting(self, name: str) -> str | None:
        """What the owner's Git is set to, or ``None``."""
        done = self._run("config", "--get", name)
        return done.stdout.decode("utf-8", "replace").strip() or None if done.returncode == 0 else None

    def server(self) -> str | None:
        """The address to which a push goes, as Git reaches it; ``None`` where there is no server."""
        return self.git("remote", "get-url", "--push", "origin").strip() if self.has_remote else None

    def fetch(self) -> None:
        """Bring what the server has: its branches stand below ``refs/remotes/origin/`` afterwards."""
        if not self.has_remote:
            return
        everything = "+refs/heads/*:refs/remotes/origin/*"
        for _ in range(FETCHES):
            done = self._run("fetch", "--quiet", "--prune", "--no-tags", "origin", everything)
            if done.returncode == 0:
                return
            # Another command at this desk may fetch at the same moment: what it brings, this one wants too.
            if b"cannot lock ref" not in done.stderr:
                break
        raise _unreachable(done)

    def shared(self, branch: str) -> Oid | None:
        """A branch as the school has it: at the server, or here where there is none."""
        return self.tip(f"refs/remotes/origin/{branch}" if self.has_remote else f"refs/heads/{branch}")

    def proposals(self) -> dict[str, Oid]:
        """Every proposal branch with its tip."""
        prefix = "refs/remotes/origin/" if self.has_remote else "refs/heads/"
        listed = self.git("for-each-ref", "--format=%(refname) %(objectname)", f"{prefix}pr/").splitlines()
        return {name.removeprefix(prefix): Oid(oid) for name, oid in map(str.split, listed)}

    def publish(self, moves: Sequence[Move]) -> None:
        """Move branches at the server (or here, where there is none): all of them or none.

        Raises:
            RaceError: one of them is no longer where it was seen.
            RefusedError: the server's hook refused.
        """
        if not self.has_remote:
            self._move_here(moves)
            return
        leases = [f"--force-with-lease={move.ref}:{move.old or ''}" for move in moves]
        specs = [f"{move.new or ''}:{move.ref}" for move in moves]
        done = self._run("push", "--porcelain", "--no-verify", "--atomic", *leases, "origin", *specs)
        if done.returncode != 0:
            raise _push_trouble(done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))
        for move in moves:
            seen = move.ref.replace("refs/heads/", "refs/remotes/origin/", 1)
            self._run("update-ref", seen, move.new) if move.new else self._run("update-ref", "-d", seen)

    def _move_here(self, moves: Sequence[Move]) -> None:
        zero = "0" * 40
        lines = [
            f"update {move.ref} {move.new or zero} {move.old or zero}" for move in moves if move.ref != self.head()
        ]
        if self._run("update-ref", "--stdin", given="".join(f"{line}\n" for line in lines).encode()).returncode != 0:
            raise RaceError("Nhánh vừa được người khác đổi.", "Chạy lại lệnh.")
        for move in moves:
            if move.ref == self.head() and move.new and not self.advance(move.new):
                raise RefusedError("Có tệp chưa đề xuất đang chắn đường.", "Đề xuất hoặc cất các tệp ấy trước.")

    def head(self) -> str | None:
        """The branch that is checked out."""
        done = self._run("symbolic-ref", "--quiet", "HEAD")
        return done.stdout.decode().strip() or None

    def advance(self, new: Oid) -> bool:
        """Bring the local ``main`` and the files shown forward; false where unproposed files stand in the way."""
        if self.tip(MAIN) == new:
            return True
        if self.head() != MAIN:
            return self._run("fetch", "--quiet", ".", f"{new}:{MAIN}").returncode == 0
        return self._run("merge", "--quiet", "--ff-only", new).returncode == 0

    def changed(self, named: Sequence[str] = ()) -> dict[str, bytes | None]:
        """Files of the records, and of ``named`` places, that differ from the commit checked out; ``None``: gone."""
        where = [*_WATCHED, *(f":(literal){path}" for path in named)]
        listed = self.git("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--", *where)
        paths = [row[3:] for row in listed.split("\0") if row]
        return {path: _content(self.root / path) for path in sorted(paths)}

    def restore(self, paths: Sequence[str]) -> None:
        """Put files back as the commit checked out has them."""
        tops = sorted({path.partition("/")[0] for path in paths})
        known = set(self.git("ls-tree", "-r", "-z", "--name-only", "HEAD", "--", *tops).split("\0"))
        back = [path for path in paths if path in known]
        if back:
            given = "".join(f"{path}\0" for path in back).encode("utf-8", "surrogateescape")
            self.git("checkout", "--quiet", "--pathspec-from-file=-", "--pathspec-file-nul", "HEAD", given=given)
        for path in set(paths) - known:
            (self.root / path).unlink(missing_ok=True)


_WATCHED: Final = ("records", "signatures")
_KEPT: Final = ("GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_TERMINAL_PROMPT")
"""How the user reaches the server; anything else of Git's environment belongs to another repository."""


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _trouble(verb: str, done: subprocess.CompletedProcess[bytes]) -> HocbaError:
    said = done.stderr.decode("utf-8", "replace").strip()
    return HocbaError(f"Git không làm được: git {verb}.", said.splitlines()[-1] if said else "")


def _unreachable(done: subprocess.CompletedProcess[bytes]) -> HocbaError:
    """A server that cannot be asked: no network, a drive pulled out, a name or a key that it does not know."""
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    said = f" Git báo: {lines[0]}" if lines else ""
    return HocbaError("Không lấy được bản mới từ máy chủ của trường.", f"Xem lại mạng rồi làm lại.{said}")


def _push_trouble(printed: str, said: str) -> HocbaError:
    refused = "".join(line for line in printed.splitlines() if line.startswith("!"))
    told = [line.removeprefix("remote:").strip() for line in said.splitlines() if line.startswith("remote:")]
    if "hook declined" in refused:
        return RefusedError(
            "Máy chủ từ chối: " + " ".join(filter(None, told)), "Xem mã lỗi trong tài liệu, sửa rồi gửi lại."
        )
    if any(sign in printed + said for sign in _RACES):
        return RaceError("Nhánh trên máy chủ vừa được người khác đổi.", "Chạy lại lệnh để làm trên bản mới.")
    first = said.strip().splitlines()[:1]
    return HocbaError("Chưa gửi được lên máy chủ.", f"Xem lại mạng rồi gửi lại. Git báo: {first[0] if first else '–'}")


__all__ = ["MAIN", "Move", "OwnRepository", "RaceError"]
