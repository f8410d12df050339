"""A simulated school's objects as a repository on disk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pygit2
from pygit2.enums import ObjectType

from hocba_build.trust.git.objects import Oid
from hocba_build.trust.gitrepo import RepositoryObjects

TYPES = {"commit": ObjectType.COMMIT, "tree": ObjectType.TREE, "blob": ObjectType.BLOB}


def write_loose(kept: Mapping[Oid, tuple[str, bytes]], main: Oid, folder: Path) -> Path:
    """A bare repository with a file for each object."""
    repository = pygit2.init_repository(str(folder), bare=True, initial_head="main")
    for kind, body in kept.values():
        repository.odb.write(TYPES[kind], body)
    repository.references.create("refs/heads/main", main)
    return folder


def write_pack(kept: Mapping[Oid, tuple[str, bytes]], folder: Path) -> RepositoryObjects:
    """The objects in one pack, with nothing that leads to them."""
    repository = pygit2.init_repository(str(folder), bare=True)
    for kind, body in kept.values():
        repository.odb.write(TYPES[kind], body)
    builder = pygit2.PackBuilder(repository)
    for oid in kept:
        builder.add(pygit2.Oid(hex=oid))
    builder.write(str(folder / "objects/pack"))
    for loose in folder.glob("objects/??/*"):
        loose.unlink()
    return RepositoryObjects(folder / "objects")
