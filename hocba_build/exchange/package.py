"""The zip of an .xlsx or .ods file, judged before anything in it is parsed: size, kind of parts, active content."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from hocba_build.domain.words import count_text
from hocba_build.exchange.refusals import RefusedFileError

MAX_FILE: Final = 10 * 1024 * 1024
"""Bytes of a workbook on disk; a class's workbook has a tenth of a megabyte."""
MAX_PARTS: Final = 200
MAX_TOTAL: Final = 40 * 1024 * 1024
"""Bytes of all parts unpacked."""
MAX_RATIO: Final = 100
SMALL: Final = 1024 * 1024
"""Below this a part cannot hurt, however well it is packed."""
_CHUNK: Final = 256 * 1024

_ACTIVE: Final = (
    ("macro", re.compile(r"vbaproject|vbadata|macrosheets|/basic/|^basic/|/scripts/|^scripts/", re.IGNORECASE)),
    ("liên kết ra tệp khác", re.compile(r"externallinks?/|externalreferences", re.IGNORECASE)),
    ("đối tượng nhúng", re.compile(r"embeddings/|activex/|ctrlprops/|oleobject|^object ", re.IGNORECASE)),
    ("kết nối dữ liệu", re.compile(r"connections\.xml|querytables/|xl/model/|datamashup|pivot", re.IGNORECASE)),
)
_XLSX_PARTS: Final = re.compile(
    r"\[Content_Types\]\.xml|(?:[\w.-]+/)*_rels/[\w.-]*\.rels|docProps/[\w.-]+\.(?:xml|jpeg|wmf|emf)|docMetadata/[\w.-]+\.xml"
    r"|customXml/[\w./-]+\.xml|xl/(?:workbook|styles|sharedStrings|calcChain|metadata)\.xml"
    r"|xl/(?:theme|worksheets|tables|persons|threadedComments|comments|richData)/[\w./-]+\.xml|xl/comments\d*\.xml"
    r"|xl/drawings/[\w./-]+\.(?:xml|vml)|xl/media/[\w.-]+\.(?:png|jpe?g|gif|emf|wmf)|xl/printerSettings/[\w.-]+\.bin",
    re.IGNORECASE,
)
_ODS_PARTS: Final = re.compile(
    r"mimetype|(?:content|styles|meta|settings|manifest)\.(?:xml|rdf)|META-INF/manifest\.xml|Thumbnails/[\w.-]+\.png"
    r"|Configurations2/.*|Pictures/[\w.-]+\.(?:png|jpe?g|svg|gif)|layout-cache"
)
_MACRO_TYPE: Final = re.compile(rb"macroEnabled|application/vnd\.ms-excel\.(?:sheet|template)\.binary", re.IGNORECASE)
_OUTSIDE: Final = re.compile(rb'TargetMode\s*=\s*["\']External["\']', re.IGNORECASE)
_ENTITY: Final = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)


def check_size(raw: bytes) -> None:
    """Refuse a file no score sheet can be as large as."""
    if len(raw) > MAX_FILE:
        size = f"tệp dài {count_text(len(raw))} byte, tối đa {count_text(MAX_FILE)}"
        raise RefusedFileError("HB402", f"{size}: xuất lại bảng từ hocba rồi nhập vào bảng mới")


def check_package(raw: bytes, *, ods: bool) -> None:
    """Refuse what is no plain workbook, unpacks to too much, or could act.

    Raises:
        RefusedFileError: HB401 not a zip, or a part of an unknown kind; HB402 too large; HB403 active content.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
            _check_sizes(parts)
            _check_names(parts, _ODS_PARTS if ods else _XLSX_PARTS)
            for part, content in _contents(package, parts):
                _check_content(part, content)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError, ValueError) as error:
        message = "không đọc được như một bảng tính (tệp hỏng, có mật khẩu hoặc sai đuôi): mở bằng Excel rồi lưu lại"
        raise RefusedFileError("HB401", message) from error


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    """Judge by what the zip declares; ``_contents`` holds it to that."""
    if len(parts) > MAX_PARTS or len({part.filename for part in parts}) < len(parts):
        raise RefusedFileError("HB402", f"tệp có {len(parts)} phần bên trong hoặc phần trùng tên: không phải bảng điểm")
    total = sum(part.file_size for part in parts)
    packed = [part for part in parts if part.file_size > SMALL and part.file_size > MAX_RATIO * part.compress_size]
    if total > MAX_TOTAL or packed:
        why = "bom nén, hoặc hàng nghìn hàng trống có định dạng"
        raise RefusedFileError("HB402", f"tệp bung ra {count_text(total)} byte ({why}): xuất lại bảng mới")


def _check_names(parts: Iterable[zipfile.ZipInfo], known: re.Pattern[str]) -> None:
    names = [part.filename for part in parts if not part.is_dir()]
    for what, pattern in _ACTIVE:
        if any(pattern.search(name) for name in names):
            raise RefusedFileError("HB403", f"tệp có {what}: lưu lại dạng .xlsx thường, không {what}")
    if strange := [name for name in names if not known.fullmatch(name)]:
        raise RefusedFileError("HB401", f"tệp có phần lạ «{strange[0][:60]}»: chép điểm sang bảng mới xuất từ hocba")


def _contents(package: zipfile.ZipFile, parts: Iterable[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """The text parts, read in pieces: a part that is longer than it declares ends the reading."""
    for part in parts:
        if not part.filename.lower().endswith((".xml", ".rels", ".vml", ".rdf")):
            continue
        with package.open(part) as file:
            pieces = list(iter(lambda: file.read(_CHUNK), b""))
        yield part.filename, b"".join(pieces)


def _check_content(name: str, content: bytes) -> None:
    if b"\0" in content[:64] or content.startswith((b"\xfe\xff", b"\xff\xfe")):
        raise RefusedFileError("HB401", f"phần «{name}» không phải UTF-8: mở bằng Excel rồi lưu lại dạng .xlsx")
    if _ENTITY.search(content):
        raise RefusedFileError("HB403", f"phần «{name}» khai báo DOCTYPE: không phải do Excel ghi ra, hãy bỏ tệp này")
    if name == "[Content_Types].xml" and _MACRO_TYPE.search(content):
        raise RefusedFileError("HB403", "tệp thuộc loại có macro (.xlsm, .xlsb): lưu lại dạng .xlsx thường")
    if name.endswith(".rels") and _OUTSIDE.search(content):
        raise RefusedFileError("HB403", "tệp có liên kết ra ngoài (siêu liên kết, tệp khác): bỏ liên kết rồi lưu lại")
