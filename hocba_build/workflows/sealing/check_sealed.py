"""Check a school's files with what its sealed life pages say; nothing of it is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hocba_build.records.reader import disk_source
from hocba_build.trust.gpg import Keyring, KeyTroubleError
from hocba_build.workflows.check import CheckResult, check_source, told_of
from hocba_build.workflows.paths import require_records
from hocba_build.workflows.sealing.sealed import open_source, sealed_pages


def check_sealed(root: Path, paths: Sequence[Path] = (), keys: Keyring | None = None) -> CheckResult:
    """Check a working tree whose sealed pages are opened with the keys at hand.

    Raises:
        KeyTroubleError: a page could not be opened with them.
    """
    require_records(root)
    source = disk_source(root)
    opened = open_source(source, keys or Keyring())
    if shut := [path for _, path in sealed_pages(opened)]:
        raise KeyTroubleError(
            f"Máy này không có khoá mở {shut[0]}.", "Người của văn phòng chạy lệnh này, hoặc bỏ --sealed."
        )
    result = check_source(opened)
    found = CheckResult(result.files, tuple(map(opened.in_its_place, result.findings)))
    return told_of(root, paths, source, found)
