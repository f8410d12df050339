"""What the workflows say names commands; at the desk every one of them is a page, or a person to ask."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import Route

import hocba_build
from hocba_build.interfaces.cli.main import COMMANDS
from hocba_build.interfaces.web.app import make_app
from hocba_build.interfaces.web.guard import Keys
from hocba_build.interfaces.web.hints import PAGES, desk_text, desk_words

CODE = Path(hocba_build.__file__).parent
COMMAND = re.compile(rf"\bhocba (?:{'|'.join(map(re.escape, COMMANDS))})\b")


def sentences() -> Iterator[str]:
    """Every text of the floors that pages speak with, but what explains code."""
    for folder in ("domain", "records", "trust", "exchange", "workflows"):
        for path in sorted((CODE / folder).rglob("*.py")):
            yield from _texts(ast.parse(path.read_text("utf-8")))


def _texts(tree: ast.AST) -> Iterator[str]:
    explaining = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else "2025-2026" for one in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explaining | parts:
            yield node.value


def test_no_sentence_of_a_workflow_sends_a_page_s_reader_to_a_command() -> None:
    told = [text for text in sentences() if COMMAND.search(text)]
    assert len(told) > 100, "the sentences are found"
    assert [text for text in told if COMMAND.search(desk_text(text))] == []


def test_a_page_that_is_named_is_there(tmp_path: Path) -> None:
    app = make_app(tmp_path, Keys(1))
    routes = {route.path for route in app.routes if isinstance(route, Route)}
    assert {path for path, _ in PAGES.values()} - routes == set()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Làm khoá mới loại ed25519 hoặc RSA 3072.", "Đánh dấu «Làm khoá mới» ở trang «Vào làm» rồi làm lại."),
        ("Chạy lại và nhập đúng mật khẩu.", "Bấm lại và nhập đúng mật khẩu."),
        ("Xem hocba board.", 'Xem trang <a href="/nam">Năm học</a>.'),
        ("chưa khoá sổ (hocba board 2024-2025 cho biết)", '(trang <a href="/nam/2024-2025">Năm học</a> cho biết)'),
        ("(xem hocba results 2024-2025 6a1 --why)", '(xem trang <a href="/lop/2024-2025/6a1">Lớp</a>)'),
        ("Chạy hocba check để biết tệp nào sai.", "Nhờ quản trị kiểm tra hồ sơ để biết tệp nào sai."),
        ("hoặc chạy `hocba fmt`", "hoặc nhờ quản trị ghi lại tệp cho đúng dạng"),
        ("sổ sai thì hocba pupil edit", 'sổ sai thì làm ở trang <a href="/hoc-sinh">Học sinh</a>'),
        ('Thêm --decision "45/QĐ-BM".', "Ghi số quyết định, ví dụ 45/QĐ-BM."),
        ("trang lạ, không do hocba xuất", "trang lạ, không do hocba xuất"),
    ],
)
def test_a_sentence_in_the_desks_words(said: str, shown: str) -> None:
    assert shown in desk_words(said)


def test_what_a_sentence_quotes_is_escaped() -> None:
    assert desk_words("«<script>» hocba board") == '«&lt;script&gt;» trang <a href="/nam">Năm học</a>'
