"""A fictional school from nothing: its records as a fresh repository, then everything that is made from them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import RefusedError
from hocba_build.records.writer import files_of, write_files
from hocba_build.trust.gitrepo import Author, Revision, found_repository
from hocba_build.workflows.sample import Plan, generate

VIETNAM: Final = timezone(timedelta(hours=7))
FOUNDED: Final = datetime(2026, 3, 9, 7, 30, tzinfo=VIETNAM)
"""The day the sample's open year stands at; a fixed day, so that the same seed gives the same commit."""
ATTRIBUTES: Final = b"* -text\n"


def found_demo(directory: Path, plan: Plan) -> Revision:
    """Write the sample school into ``directory/truong`` as a fresh repository.

    Raises:
        RefusedError: the folder holds something that is not a demonstration.
    """
    if directory.exists() and any(directory.iterdir()):
        raise RefusedError(
            f"Thư mục {directory.name} đã có tệp, không ghi đè.", "Chọn một thư mục mới hoặc xoá thư mục này trước."
        )
    directory.mkdir(parents=True, exist_ok=True)
    school = directory / "truong"
    school.mkdir()
    write_files(school, files_of(generate(plan)), {})
    (school / ".gitattributes").write_bytes(ATTRIBUTES)
    author = Author("quan-tri", "quan-tri@truong.example")
    return found_repository(school, author, FOUNDED, "Trường mẫu: hồ sơ ban đầu\n")
