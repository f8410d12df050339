"""The one door to Git repositories (pygit2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pygit2

MAIN = "refs/heads/main"


@dataclass(frozen=True, slots=True)
class Author:
    """Whose name a commit carries."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Revision:
    """What a folder shows: the commit it stands on, and whether its files are exactly that commit's."""

    commit: str
    clean: bool


def found_repository(root: Path, author: Author, when: datetime, message: str) -> Revision:
    """Make the folder a repository whose branch ``main`` holds all its files in one unsigned commit."""
    repository = pygit2.init_repository(str(root), initial_head="main")
    repository.index.add_all()
    repository.index.write()
    offset = when.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    signature = pygit2.Signature(author.name, author.email, int(when.timestamp()), minutes)
    tree = repository.index.write_tree()
    commit = repository.create_commit(MAIN, signature, signature, message, tree, [])
    return Revision(str(commit), clean=True)


def revision_of(root: Path) -> Revision | None:
    """The revision a folder shows; ``None`` where it is no repository or has no commit yet."""
    if not (root / ".git").exists():
        return None
    repository = pygit2.Repository(str(root))
    if repository.head_is_unborn:
        return None
    return Revision(str(repository.head.target), clean=not repository.status())
