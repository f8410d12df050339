"""The same sheets saved by LibreOffice as .ods and as .xls; see ``make_files``."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.exchange.make_files import FILES
from tests.exchange.school import BAO, Desk, places

KINDS = pytest.mark.parametrize("kind", ["ods", "xls"])


@KINDS
def test_what_was_typed_comes_in(desk: Desk, kind: str) -> None:
    plan = desk.take_in(FILES / f"nhap.{kind}")
    assert (plan.refusals, plan.remarks) == ((), ())
    assert [(change.cell, change.old, change.new) for change in plan.sheets[0].changes] == [
        ("G8", None, "6.4"),
        ("J8", None, "8.5"),
    ]
    assert desk.row(BAO) == "{tx: [6, 7, 6.4, 7], gk: 6, ck: 8.5, nhan_xet: Tiến bộ rõ ở hình học.}"


@KINDS
def test_formulas_merged_and_hidden_rows(desk: Desk, kind: str) -> None:
    found = places(desk.plan(FILES / f"an.{kind}").refusals)
    assert found == [("HB406", "E7"), ("HB407", "F8"), ("HB407", "G8"), ("HB408", "A9")]


@KINDS
def test_hidden_columns(desk: Desk, kind: str) -> None:
    assert places(desk.plan(FILES / f"cot.{kind}").refusals) == [("HB408", "G")]


def test_links_of_an_xls(desk: Desk) -> None:
    assert places(desk.plan(FILES / "lien-ket.xls").refusals) == [("HB403", "")]


@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx"])
def test_cut_files_never_give_a_traceback(desk: Desk, kind: str) -> None:
    """Cut anywhere, or with noise anywhere, a file is refused or read, whole."""
    raw = desk.export().read_bytes() if kind == "xlsx" else (FILES / f"nhap.{kind}").read_bytes()
    path = desk.papers / f"hong.{kind}"
    for part in range(1, 40):
        at = len(raw) * part // 40
        for spoiled in (raw[:at], raw[:at] + b"\xff" * 64 + raw[at + 64 :]):
            path.write_bytes(spoiled)
            assert {one.code for one in desk.plan(path).refusals} <= {"HB401", "HB404", "HB418", "HB403", "HB402"}


def test_a_repeated_cell_of_an_ods_is_no_bomb(desk: Desk) -> None:
    """One cell said to stand a million times in a million rows is refused before it is unfolded."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(FILES / "nhap.ods") as source, zipfile.ZipFile(buffer, "w") as package:
        for name in source.namelist():
            content = source.read(name)
            if name == "content.xml":
                cell = b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
                cell += b'table:number-columns-repeated="16000" office:value-type="float" office:value="1"/>'
                cell += b"</table:table-row>"
                content = content.replace(b"</table:table>", cell + b"</table:table>", 1)
            package.writestr(name, content)
    path = desk.papers / "bom.ods"
    path.write_bytes(buffer.getvalue())
    assert places(desk.plan(path).refusals) == [("HB402", "")]
