"""Tables that people hand in, by what their bytes are: workbooks, or text parted by commas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import HocbaError, machine_words
from hocba_build.exchange.comma_text import read_csv
from hocba_build.exchange.grid import Book
from hocba_build.exchange.list_rest import Shape, rest_of
from hocba_build.exchange.opening import read_book
from hocba_build.exchange.openpyxl_door import write_xlsx
from hocba_build.exchange.package import check_size
from hocba_build.exchange.refusals import Refusal
from hocba_build.workflows.sheets.export import write_private

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
        raise HocbaError(f"Không đọc được {path}: {machine_words(error)}.", "Kiểm tra tên tệp.") from None
    if path.suffix.lower() in TEXTS:
        check_size(raw)
        return read_csv(raw)
    return read_book(path.name, raw)


def write_rests(books: Iterable[tuple[Path, Book]], refusals: Sequence[Refusal], shape: Shape) -> tuple[Path, ...]:
    """A file of the rest beside each list that has refused rows; the files written."""
    found = []
    for path, book in books:
        rest = rest_of(book, [one for one in refusals if one.file == str(path)], shape)
        if rest is not None:
            out = path.parent / f"{path.stem}.con-lai.xlsx"
            write_private(out, write_xlsx(rest))
            found.append(out)
    return tuple(found)
