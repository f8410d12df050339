"""Tables that people hand in, by what their bytes are: workbooks, or text parted by commas."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hocba_build.domain.errors import HocbaError
from hocba_build.exchange.comma_text import read_csv
from hocba_build.exchange.grid import Book
from hocba_build.exchange.opening import read_book
from hocba_build.exchange.package import check_size

TEXTS: Final = (".csv", ".txt")


def book_of(path: Path) -> Book:
    """The table in a file.

    Raises:
        HocbaError: the file cannot be opened.
        RefusedFileError: HB401 to HB403.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise HocbaError(f"Không đọc được {path}: {error.strerror}.", "Kiểm tra tên tệp.") from None
    if path.suffix.lower() in TEXTS:
        check_size(raw)
        return read_csv(raw)
    return read_book(path.name, raw)
