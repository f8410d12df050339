"""The sample as files of a repository."""

from __future__ import annotations

from pathlib import Path

from hocba_build.domain.errors import RefusedError
from hocba_build.records.writer import files_of
from hocba_build.records.writes import write_files
from hocba_build.workflows.sample.generate import generate
from hocba_build.workflows.sample.plan import Plan


def sample_files(plan: Plan) -> dict[str, bytes]:
    """Every file of a plan's sample, by path."""
    return files_of(generate(plan))


def write_sample(root: Path, plan: Plan) -> None:
    """Write a plan's sample into a folder that holds no other school.

    Raises:
        RefusedError: the folder holds records that the sample has not.
    """
    files = sample_files(plan)
    held = {path.relative_to(root).as_posix() for path in (root / "records").rglob("*") if path.is_file()}
    others = held - files.keys()
    if others:
        raise RefusedError(
            f"Thư mục records/ đã có {len(others)} tệp không thuộc trường mẫu, không ghi đè.",
            "Chọn một thư mục trống, hoặc xoá trường mẫu cũ trước.",
        )
    write_files(root, files, {})
