"""The data that travels inside a printed transcript: of each year, exactly the text that a lock freezes."""

from __future__ import annotations

from typing import Final

from hocba_build.domain.values import YearId
from hocba_build.publishing.pdf_files import Attachment

_DESCRIBED: Final = "Kết quả năm học {year} của học sinh, đúng dạng chữ được chốt khi khoá sổ"


def year_file(year: YearId) -> str:
    """The name under which a year's results lie in a transcript."""
    return f"ket-qua-{year}.json"


def year_data(year: YearId, leaf: bytes) -> Attachment:
    """A year's results for a transcript; ``leaf`` is their canonical JSON, as in a lock."""
    return Attachment(year_file(year), leaf, _DESCRIBED.format(year=year))
