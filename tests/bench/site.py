"""Building the site beside plain MkDocs, which is given as many pages of finished Markdown."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.bench.measure import Measured, middle, run
from tests.bench.rows import Row, Side, compare, thousands
from tests.bench.school import Ground, program

PEER = "MkDocs"
PEER_PAGES = 200
_NOTE = (
    "trang của cả trường ({pages} trang) từ YAML, kể cả tính kết quả và vẽ biểu đồ; bên kia dựng {sample} trang "
    "Markdown, mỗi trang một bảng 13 môn, giao diện mặc định; thời gian của MkDocs tăng nhanh hơn số trang"
)


def site_build(ground: Ground) -> Row:
    """The office's site."""
    out = ground.folder / "site"
    ours = middle(lambda: _ours(ground, out), ground.size.runs)
    pages = len(list(out.rglob("*.html")))
    peer = middle(lambda: _peer(ground), ground.size.runs)
    note = _NOTE.format(pages=thousands(pages), sample=PEER_PAGES)
    return compare("site-build", "pages/s", Side(pages, ours), Side(PEER_PAGES, peer), PEER, note)


def _ours(ground: Ground, out: Path) -> Measured:
    shutil.rmtree(out, ignore_errors=True)
    return run([program("hocba"), "-C", ground.school, "build", "site", "-o", out])


def _peer(ground: Ground) -> Measured:
    folder = ground.folder / "mkdocs"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text("site_name: trường\n", encoding="utf-8")
    for number in range(PEER_PAGES):
        _page(folder / "docs" / f"hoc-sinh-{number}.md")
    return run([program("mkdocs"), "build", "--quiet"], cwd=folder)


def _page(path: Path) -> None:
    rows = "".join(f"| Môn {number} | 8,0 | 8,3 | 8,2 | Nắm chắc kiến thức |\n" for number in range(13))
    head = "| môn | HK I | HK II | cả năm | nhận xét |\n|---|---|---|---|---|\n"
    path.write_text(f"# Học sinh\n\n{head}{rows}", encoding="utf-8")
