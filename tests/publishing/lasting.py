"""What PDF/A-3u (ISO 19005-3) asks of a file's structure, as far as it can be seen without a validator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream

FORBIDDEN: Final = {f"/{key}" for key in "AA OpenAction JavaScript JS Launch Sound Movie ImportData RichMedia".split()}
XMP: Final = {
    "/Title": r'<rdf:li xml:lang="x-default">([^<]*)</rdf:li>',
    "/Creator": r'xmp:CreatorTool="([^"]*)"',
    "/Producer": r'pdf:Producer="([^"]*)"',
}


def faults(file: bytes, conformance: str = "U") -> list[str]:
    """Everything that keeps a file from being PDF/A-3."""
    with Pdf.open(BytesIO(file)) as opened:
        return [
            *_head(file, opened),
            *_described(opened, conformance),
            *_colours(opened),
            *_fonts(opened),
            *_files(opened),
        ]


def _head(file: bytes, opened: Pdf) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.7\n%[\x80-\xff]{4}", file):
        yield "head"
    if "/ID" not in opened.trailer or len(opened.trailer.ID) != 2:
        yield "no identifier"
    if opened.is_encrypted or "/Encrypt" in opened.trailer:
        yield "encrypted"
    if not file.rstrip().endswith(b"%%EOF"):
        yield "bytes after the end"
    yield from (f"forbidden: {key}" for held in _dictionaries(opened) for key in held.keys() & FORBIDDEN)
    yield from ("filter" for held in _dictionaries(opened) if str(held.get("/Filter")) in ("/LZWDecode", "/Crypt"))


def _described(opened: Pdf, conformance: str) -> Iterator[str]:
    metadata = opened.Root.get("/Metadata")
    if metadata is None:
        yield "no XMP"
        return
    if "/Filter" in metadata or metadata.Type != Name.Metadata or metadata.Subtype != Name.XML:
        yield "XMP is not plain"
    said = metadata.read_bytes().decode("utf-8")
    if 'pdfaid:part="3"' not in said or f'pdfaid:conformance="{conformance}"' not in said:
        yield "XMP names no PDF/A-3"
    for key, wanted in XMP.items():
        found = re.findall(wanted, said)
        if found != [str(opened.docinfo[key])]:
            yield f"{key} of XMP differs"
    if str(opened.Root.get("/Lang")) != "vi":
        yield "no language"


def _colours(opened: Pdf) -> Iterator[str]:
    intents = opened.Root.get("/OutputIntents")
    if intents is None or [str(one.S) for one in intents] != ["/GTS_PDFA1"]:
        yield "no output intent"
        return
    profile = intents[0].DestOutputProfile
    if profile.N != 3 or profile.read_bytes()[16:20] != b"RGB ":
        yield "colour profile"
    for page in opened.pages:
        drawn = pikepdf.parse_content_stream(page)
        if any(str(one.operator) in ("k", "K") for one in drawn):
            yield "colours without a profile"


def _fonts(opened: Pdf) -> Iterator[str]:
    """Every font is embedded, and every picture drawn has its letter."""
    for number, page in enumerate(opened.pages, 1):
        resources = page.obj.get("/Resources", Dictionary())
        for drawn in (page.obj, *resources.get("/XObject", Dictionary()).values()):
            yield from _fonts_of(drawn, number)


def _fonts_of(drawn: Any, number: int) -> Iterator[str]:
    fonts = drawn.get("/Resources", Dictionary()).get("/Font", Dictionary())
    letters = {name: _letters(font) for name, font in fonts.items()}
    for font in fonts.values():
        below = font.DescendantFonts[0]
        if "/FontFile2" not in below.FontDescriptor or below.CIDToGIDMap != Name.Identity:
            yield f"font on page {number}"
    current = ""
    for one in pikepdf.parse_content_stream(drawn) if "/Contents" in drawn or "/BBox" in drawn else ():
        operator, operands = str(one.operator), one.operands
        if operator == "Tf":
            current = str(operands[0])
        if operator in ("Tj", "TJ"):
            shown: Any = operands[0] if operator == "TJ" else [operands[0]]
            codes = b"".join(bytes(part) for part in shown if isinstance(part, pikepdf.String))
            pictures = {codes[at : at + 2].hex() for at in range(0, len(codes), 2)}
            if not pictures <= letters[current]:
                yield f"a picture without a letter on page {number}"


def _letters(font: Any) -> set[str]:
    table = font.ToUnicode.read_bytes().decode()
    assert "beginbfrange" not in table
    return {
        code.lower() for code in re.findall(r"<([0-9a-fA-F]{4})> <[0-9a-fA-F]+>\n", table.partition("beginbfchar")[2])
    }


def _files(opened: Pdf) -> Iterator[str]:
    names = opened.Root.get("/Names", Dictionary())
    listed = list(names.EmbeddedFiles.Names) if "/EmbeddedFiles" in names else []
    specified = listed[1::2]
    if {one.objgen for one in opened.Root.get("/AF", [])} != {one.objgen for one in specified}:
        yield "files that are not associated"
    for one in specified:
        if str(one.get("/AFRelationship")) != "/Data" or str(one.F) != str(one.UF):
            yield f"how {one.F} belongs"
        if str(one.EF.F.get("/Subtype")) != "/application/json" or one.EF.F.Params.Size != len(one.EF.F.read_bytes()):
            yield f"what {one.F} is"


def _dictionaries(opened: Pdf) -> Iterator[Any]:
    for one in opened.objects:
        if isinstance(one, Dictionary | Stream):
            yield one
