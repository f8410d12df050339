"""Files made to do harm are refused before anything in them is parsed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from hocba_build.exchange.opening import read_book
from hocba_build.exchange.openpyxl_door import read_xlsx
from hocba_build.exchange.package import MAX_FILE, MAX_TOTAL
from hocba_build.exchange.refusals import RefusedFileError
from tests.exchange.school import Desk, change

Parts = dict[str, bytes]


@pytest.fixture
def sound(desk: Desk) -> bytes:
    """A sheet of ours."""
    return desk.export().read_bytes()


def repacked(raw: bytes, edit: Callable[[Parts], object]) -> bytes:
    """The same workbook with other parts."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    edit(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def refused(raw: bytes, name: str = "bang.xlsx") -> tuple[str, str]:
    """Code and sentence of the refusal."""
    with pytest.raises(RefusedFileError) as caught:
        read_book(name, raw)
    refusal = caught.value.at(name)
    return refusal.code, refusal.message


def test_a_sound_sheet_is_read(sound: bytes) -> None:
    assert [grid.title for grid in read_book("bang.xlsx", sound).grids] == ["6A1 Toán HK1", "_meta"]
    assert [grid.title for grid in read_book("bang.xlsx", repacked(sound, lambda parts: parts)).grids][-1] == "_meta"


ADDED: list[tuple[str, str, str]] = [
    ("xl/vbaProject.bin", "HB403", "macro"),
    ("xl/macrosheets/sheet1.xml", "HB403", "macro"),
    ("xl/externalLinks/externalLink1.xml", "HB403", "liên kết ra tệp khác"),
    ("xl/embeddings/oleObject1.bin", "HB403", "đối tượng nhúng"),
    ("xl/activeX/activeX1.xml", "HB403", "đối tượng nhúng"),
    ("xl/connections.xml", "HB403", "kết nối dữ liệu"),
    ("xl/queryTables/queryTable1.xml", "HB403", "kết nối dữ liệu"),
    ("../../etc/passwd", "HB401", "phần lạ"),
    ("xl/worksheets/run.exe", "HB401", "phần lạ"),
    ("inner.zip", "HB401", "phần lạ"),
]


@pytest.mark.parametrize(("name", "code", "words"), ADDED, ids=[name for name, _, _ in ADDED])
def test_active_and_strange_parts(sound: bytes, name: str, code: str, words: str) -> None:
    found = refused(repacked(sound, lambda parts: parts.update({name: b"<x/>"})))
    assert found[0] == code
    assert words in found[1]


def test_macro_kinds_are_refused_by_name_and_by_content(sound: bytes) -> None:
    def enable(parts: Parts) -> None:
        types = parts["[Content_Types].xml"]
        parts["[Content_Types].xml"] = types.replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        )

    assert refused(repacked(sound, enable))[0] == "HB403"
    assert refused(sound, "bang.xlsm")[0] == "HB403"


def test_links_to_the_outside(desk: Desk) -> None:
    def link(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["C7"].hyperlink = "https://example.invalid/"

    assert refused(change(desk.export(), link).read_bytes())[0] == "HB403"


@pytest.mark.parametrize(
    "text",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        b'<?xml version="1.0"?>\n<!doctype x SYSTEM "file:///etc/passwd"><x/>',
    ],
)
def test_entities(sound: bytes, text: bytes) -> None:
    found = refused(repacked(sound, lambda parts: parts.update({"xl/sharedStrings.xml": text})))
    assert (found[0], "DOCTYPE" in found[1]) == ("HB403", True)


def test_entities_hidden_in_another_encoding(sound: bytes) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x []><x/>'.encode("utf-16")
    assert refused(repacked(sound, lambda parts: parts.update({"xl/sharedStrings.xml": text})))[0] == "HB401"


def test_a_bomb_is_refused_by_what_it_declares(sound: bytes) -> None:
    bomb = repacked(sound, lambda parts: parts.update({"xl/sharedStrings.xml": b" " * (30 * 1024 * 1024)}))
    assert len(bomb) < 100_000
    assert refused(bomb)[0] == "HB402"
    many = repacked(sound, lambda parts: parts.update({f"xl/worksheets/s{n}.xml": b"" for n in range(300)}))
    assert refused(many)[0] == "HB402"


def test_a_bomb_that_lies_about_its_size(sound: bytes) -> None:
    """The declared size is made small in both headers: reading stops there and the check sum does not fit."""
    size = 30 * 1024 * 1024
    bomb = bytearray(repacked(sound, lambda parts: parts.update({"xl/sharedStrings.xml": b" " * size})))
    true, small = size.to_bytes(4, "little"), (1000).to_bytes(4, "little")
    assert bomb.count(true) == 2
    assert refused(bytes(bomb.replace(true, small)))[0] == "HB401"


def test_a_far_corner_costs_nothing(desk: Desk) -> None:
    """A cell at the end of the sheet is one cell more, not seventeen thousand million."""

    def edit(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["XFD1048576"].value = 1

    grid = read_xlsx(change(desk.export(), edit).read_bytes()).grids[0]
    assert grid.cells[1048576, 16384] == 1
    assert len(grid.cells) < 500


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "HB401"),
        (b"STT,Ma\n1,2\n", "HB401"),
        (b"PK\x03\x04 cut", "HB401"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "HB401"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4096, "HB401"),
        (b"x" * (MAX_FILE + 1), "HB402"),
    ],
    ids=["empty", "csv", "cut zip", "empty ole", "noise ole", "too long"],
)
def test_what_is_no_workbook(raw: bytes, code: str) -> None:
    assert refused(raw)[0] == code


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"]
)
@pytest.mark.parametrize("spoil", [lambda text: text[: len(text) // 2], lambda _: b"", lambda _: b"<x/>"])
def test_broken_parts_never_give_a_traceback(sound: bytes, part: str, spoil: Callable[[bytes], bytes]) -> None:
    raw = repacked(sound, lambda parts: parts.update({part: spoil(parts[part])}))
    try:
        book = read_book("bang.xlsx", raw)
    except RefusedFileError as error:
        assert error.at("bang.xlsx").code == "HB401"
    else:
        assert all(grid.title for grid in book.grids)


def test_every_missing_part_is_survived(sound: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(sound)) as package:
        names = package.namelist()
    for name in names:
        try:
            read_book("bang.xlsx", repacked(sound, lambda parts, name=name: parts.pop(name)))  # type: ignore[misc]
        except RefusedFileError as error:
            assert error.at("x").code == "HB401", name


def test_the_limits_are_those_the_page_names() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs/ma-loi/HB402.md").read_text("utf-8")
    assert f"{MAX_FILE // 2**20} MB" in page
    assert f"{MAX_TOTAL // 2**20} MB" in page
