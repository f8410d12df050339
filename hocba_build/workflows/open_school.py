"""Open a school's records from a folder."""

from __future__ import annotations

from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.school import SchoolRecords
from hocba_build.records.reader import disk_source, read_records
from hocba_build.workflows.paths import require_records


def open_school(root: Path) -> SchoolRecords:
    """Everything that can be read in the folder; files with findings are left out (``check`` names them).

    Raises:
        HocbaError: there is no school here.
    """
    require_records(root)
    records = read_records(disk_source(root)).records
    if records is None:
        raise HocbaError("Chưa đọc được records/truong.yaml.", "Chạy hocba check để biết tệp nào sai.")
    return records
