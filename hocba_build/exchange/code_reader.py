"""The one door to zxing-cpp and Pillow: the texts of the QR codes in a picture or on the pages of a scanned PDF."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import zxingcpp
from PIL import Image, UnidentifiedImageError

from hocba_build.domain.errors import HocbaError

FORMATS: Final = ("PNG", "JPEG", "WEBP", "BMP", "TIFF", "PPM")
MAX_PIXELS: Final = 80_000_000
"""A page scanned at 600 dpi has 35 million; more is no page."""
MAX_BYTES: Final = 64 * 1024 * 1024
LONG_SIDE: Final = 3508
"""Pixels of a page's long side when it is drawn: A4 at 300 dpi, whatever size the PDF claims."""
MAX_PAGES: Final = 60
SECONDS: Final = 120
QR: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_RASTER: Final = ("-gray", "-jpeg", "-scale-to", str(LONG_SIDE), "-l", str(MAX_PAGES))


def codes_in(path: Path) -> list[str]:
    """The text of each QR code in a file, once; the text itself where the file is none but that.

    Raises:
        HocbaError: the file cannot be read, or is neither text, picture nor PDF.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise HocbaError(f"{path.name} quá lớn.", "Chụp hoặc quét riêng trang có mã.")
        head = path.read_bytes()[:4096]
    except OSError as error:
        raise HocbaError(f"Không đọc được {path}.", "Xem lại tên tệp.") from error
    if head.startswith(b"%PDF-"):
        found = _in_pdf(path)
    elif head.startswith(b"HB"):
        found = iter(head.decode("ascii", "replace").split("\n"))
    else:
        found = _in_picture(path)
    return list(dict.fromkeys(text for text in found if text))


def _in_picture(path: Path) -> Iterator[str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise HocbaError(f"{path.name} có quá nhiều điểm ảnh.", "Quét trang ở 300 dpi.")
                picture = opened.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as error:
        raise HocbaError(
            f"{path.name} không phải ảnh, PDF hay văn bản đọc được.", "Chụp lại mã, lưu PNG hoặc JPEG."
        ) from error
    yield from (code.text for code in zxingcpp.read_barcodes(picture, formats=QR))


def _in_pdf(path: Path) -> Iterator[str]:
    """Pages are drawn by poppler: a scan and a file of ours alike."""
    program = shutil.which("pdftoppm")
    if program is None:
        raise HocbaError("Máy này không đọc được PDF: thiếu pdftoppm.", "Cài poppler-utils, hoặc chụp ảnh trang giấy.")
    with tempfile.TemporaryDirectory() as folder:
        command = [program, *_RASTER, "--", str(path.resolve()), f"{folder}/trang"]
        try:
            done = subprocess.run(command, check=False, capture_output=True, timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            raise HocbaError(
                f"{path.name} mất quá nhiều thời gian để đọc.", "Chụp hoặc quét riêng trang có mã."
            ) from error
        pages = sorted(Path(folder).iterdir())
        if done.returncode or not pages:
            raise HocbaError(f"{path.name} không phải tệp PDF đọc được.", "Chụp hoặc quét lại trang có mã.")
        for page in pages:
            yield from _in_picture(page)


__all__ = ["codes_in"]
