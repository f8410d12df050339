"""Open a school's records from a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.school import SchoolRecords
from hocba_build.records.cache import Cache
from hocba_build.records.reader import disk_source, read_records
from hocba_build.workflows.paths import require_records


@dataclass(frozen=True, slots=True)
class OpenedSchool:
    """Everything that could be read, and the files that could not: whatever is made from the rest must say so."""

    records: SchoolRecords
    unread: tuple[str, ...] = ()


def open_school(root: Path, state: Path | None = None) -> OpenedSchool:
    """Everything that can be read in the folder; files with findings are left out (``check`` names the faults).

    ``state`` is the folder where files read before are remembered.

    Raises:
        HocbaError: there is no school here.
    """
    require_records(root)
    cache = Cache(state) if state is not None else None
    reading = read_records(disk_source(root), cache)
    if cache is not None:
        cache.save()
    if reading.records is None:
        raise HocbaError("Chưa đọc được records/truong.yaml.", "Chạy hocba check để biết tệp nào sai.")
    return OpenedSchool(reading.records, tuple(sorted(place.path for place in reading.faulty)))
