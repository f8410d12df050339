"""Which archives a page may offer: the school's own and those on mounted media, and no way to anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from hocba_build.domain.errors import RefusedError
from hocba_build.exchange.archive_form import CONTENT, STATEMENT
from hocba_build.workflows.archive.media_here import archives_here, chosen, mounted_below


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("")


def test_the_own_folder_and_media_are_offered_and_strange_files_are_not(tmp_path: Path) -> None:
    own, stick, other = tmp_path / "luu-tru", tmp_path / "USB", tmp_path / "ANH"
    put(own, f"2024-2025/{CONTENT}/{STATEMENT}", "2024-2025/dia-1.iso", "2024-2025/anh.iso", "2023-2024/ghi-chu.txt")
    put(stick, f"{CONTENT}/{STATEMENT}")
    put(other, "a.jpg")
    (other / "dia-1.iso").symlink_to("/etc/passwd")
    found = archives_here(own, [stick, other])
    assert [(one.path, one.words) for one in found] == [
        (own / "2024-2025", "Thư mục luu-tru/2024-2025"),
        (own / "2024-2025/dia-1.iso", "Ảnh đĩa luu-tru/2024-2025/dia-1.iso"),
        (stick, "Thư mục USB"),
    ]
    assert chosen(own, found[2].token, [stick]) == stick
    with pytest.raises(RefusedError):
        chosen(own, found[2].token, [])
    with pytest.raises(RefusedError):
        chosen(own, str(stick), [stick])


def test_only_what_is_mounted_counts_as_a_medium() -> None:
    found = mounted_below([Path("/"), Path("/khong-co")])
    assert Path("/proc") in found
    assert Path("/usr/lib") not in mounted_below([Path("/usr")])
