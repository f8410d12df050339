"""An import that is killed anywhere leaves every record file whole: the old one or the new one."""

from __future__ import annotations

from pathlib import Path

from hocba_build.records.writes import finish_interrupted
from hocba_build.workflows.sheets.import_sheets import carry_out
from tests.exchange.school import ANH, BAO, CLASS, FOLDER, Desk, change, put
from tests.power_cut import cut_short


def contents(root: Path) -> dict[str, bytes]:
    return {path: (root / path).read_bytes() for path in (f"{FOLDER}/hk1/{name}.yaml" for name in ("toan", "gdtc"))}


def test_every_file_is_whole_at_every_step(desk: Desk) -> None:
    path = desk.export(None)
    assert CLASS in path.name

    def edit_two(book: object) -> None:
        sheets = {sheet.title: sheet for sheet in book.worksheets}  # type: ignore[attr-defined]
        put(sheets["6A1 Toán HK1"], ANH, "ĐĐGck", 9)
        put(sheets["6A1 GDTC HK1"], BAO, "CK", "CĐ")

    change(path, edit_two)
    plan = desk.plan(path)
    old = contents(desk.root)
    new = {name: plan.files[name] for name in old}
    assert all(old[name] != new[name] for name in old)
    killed = 0
    for step in cut_short(lambda: carry_out(desk.root, plan, accept_good=False)):
        found = contents(desk.root)
        assert all(found[name] in (old[name], new[name]) for name in old), step
        finish_interrupted(desk.root)
        assert contents(desk.root) in (old, new), step  # all of the import or nothing of it
        for name, data in old.items():
            (desk.root / name).write_bytes(data)
        killed += 1
    assert contents(desk.root) == new
    assert killed >= 8  # at least the making of each file, its mode and its move, the plan and its end
