"""Paths a person names, as paths of the repository."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.records.layout import parse_path


def require_records(root: Path) -> None:
    """Raise ``HocbaError`` where there is no school's repository."""
    if not (root / "records").is_dir():
        raise HocbaError(
            f"Không thấy thư mục records/ trong {root.name or 'thư mục này'}.",
            "Chạy lệnh trong kho hồ sơ của trường, hoặc chỉ ra nó bằng -C.",
        )


def repository_paths(root: Path, named: Sequence[Path]) -> tuple[str, ...]:
    """The named files and folders from the root, whether they were named from there or from the current folder."""
    return tuple(_one(root.resolve(), path) for path in named)


def _one(root: Path, path: Path) -> str:
    for start in (Path.cwd(), root):
        full = start / path
        parent = full.parent.resolve()
        if parent.is_relative_to(root) and (full.exists() or full.is_symlink() or _was_record(root, parent, full)):
            return (parent / full.name if full.name != ".." else full.resolve()).relative_to(root).as_posix()
    raise HocbaError(f"Không có {path} trong kho hồ sơ.", "Ghi đường dẫn từ thư mục đang đứng hoặc từ gốc của kho.")


def _was_record(root: Path, parent: Path, full: Path) -> bool:
    """Whether a record may have stood here: one that was taken away can be named as well."""
    return parse_path((parent / full.name).relative_to(root).as_posix()) is not None


def selects(chosen: Iterable[str], path: str) -> bool:
    """Whether a path is one of the chosen, or lies below one."""
    return any(name in (".", path) or path.startswith(f"{name}/") for name in chosen)
