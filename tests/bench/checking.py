"""``hocba check`` beside ``check-jsonschema``, which a user would take to hold YAML files against schemas."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

from hocba_build.records.layout import parse_path
from tests.bench.measure import Measured, middle, run, total
from tests.bench.rows import Row, Side, compare, thousands
from tests.bench.school import SCHEMAS, Ground, program

PEER = "check-jsonschema"
_NOTE = (
    "một năm học ({files} tệp, kể cả tệp của từng học sinh); bên kia chỉ xét lược đồ, mỗi lược đồ một lần gọi, "
    "cộng lại; đã bỏ multipleOf khỏi lược đồ của nó vì nó đọc điểm thành số nhị phân nên báo sai"
)


def check_year_cold(ground: Ground) -> Row:
    """Nothing is remembered: every file is read."""
    state = ground.folder / "state-cold"

    def measure() -> Measured:
        shutil.rmtree(state, ignore_errors=True)
        return _check(ground, state)

    return _row(ground, "check-year-cold", middle(measure, ground.size.runs), aim=3)


def check_year_warm(ground: Ground) -> Row:
    """The same files again: what was found is remembered by content."""
    state = ground.folder / "state-warm"
    _check(ground, state)
    ours = middle(lambda: _check(ground, state), ground.size.runs + 2)
    return _row(ground, "check-year-warm", ours, aim=20)


def _check(ground: Ground, state: Path) -> Measured:
    return run([program("hocba"), "-C", ground.school, "check"], env={"HOCBA_STATE": str(state)})


def _row(ground: Ground, name: str, ours: Measured, aim: float) -> Row:
    count = len(ground.files)
    peer = ground.once(PEER, lambda: middle(lambda: _peer(ground), ground.size.runs))
    note = _NOTE.format(files=thousands(count))
    return compare(name, "files/s", Side(count, ours), Side(count, peer), PEER, note, aim)


def _peer(ground: Ground) -> Measured:
    """One invocation a schema over all of its files."""
    folder = _schemas_for_floats(ground.folder / "schema")
    by_schema: dict[str, list[Path]] = defaultdict(list)
    for path in ground.files:
        place = parse_path(path)
        if place is not None:
            by_schema[place.kind.schema].append(ground.school / path)
    # References between the schemas are found from the folder it is called in.
    return total(
        [run([program(PEER), "--schemafile", name, *paths], cwd=folder) for name, paths in sorted(by_schema.items())]
    )


def _schemas_for_floats(folder: Path) -> Path:
    """Our schemas without ``multipleOf``: to a program that reads floats, 6.3 is no multiple of 0.1."""
    folder.mkdir(exist_ok=True)
    for path in SCHEMAS.glob("*.schema.json"):
        (folder / path.name).write_text(json.dumps(_without(json.loads(path.read_bytes()))), encoding="utf-8")
    return folder


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without(inner) for key, inner in value.items() if key != "multipleOf"}
    return [_without(inner) for inner in value] if isinstance(value, list) else value
