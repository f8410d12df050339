"""A school whose year is entered and waits for its end: everybody has a desk, and a key that asks for its PIN.

``python -m tests.peak.school FOLDER CLASSES PUPILS`` makes it in a process of its own.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from hocba_build.domain.moments import VIETNAM
from hocba_build.domain.values import PersonId, YearId
from hocba_build.records.writer import files_of
from hocba_build.trust.git.trees import MemoryObjects
from hocba_build.trust.gpg import Keyring
from hocba_build.trust.signing import KeyHolder, address
from hocba_build.workflows.life.acts import year_script
from hocba_build.workflows.life.cast import Cast
from hocba_build.workflows.life.live import publish
from hocba_build.workflows.life.play import Stage, with_outsiders
from hocba_build.workflows.sample import Plan, generate

YEAR: Final = YearId("2024-2025")
PIN: Final = "123456"
_PINENTRY: Final = """\
#!/bin/sh
# Types the PIN that a person would, and counts how often it was asked for.
echo OK
while read -r line; do
    case "$line" in
        GETPIN*) echo >> "$(dirname "$0")/pin.log"; echo "D {pin}"; echo OK ;;
        BYE*) echo OK; exit 0 ;;
        *) echo OK ;;
    esac
done
"""


def make(folder: Path, classes: int, pupils: int) -> None:
    """Server, sheet, keys; the year entered, reviewed and not yet signed off."""
    records = generate(Plan(classes=classes, pupils_per_class=pupils, years=2))
    staff = with_outsiders(records)
    objects = MemoryObjects()
    script = year_script(records, files_of(records), YEAR, set(), is_open=False)
    with keyholders(folder / "k", list(staff), _at(2024, 7, 1)) as people:
        stage = Stage(objects, objects.put, people)
        founded = stage.found(records, staff, _moment(2024, 8, 1))
        stage.enrol(records.rules, staff, _moment(2024, 8, 5))
        for act in (*script.opening, *script.teaching, *script.closing):
            stage.enter(act)
    publish(folder, stage, objects, founded, {})
    for log in (folder / "k").glob("*/pin.log"):
        log.unlink()


@contextmanager
def keyholders(folder: Path, persons: list[PersonId], at: int) -> Iterator[Cast]:
    """A key behind a PIN for each person; the agents are ended afterwards and ask again."""
    rings = {person: Keyring(folder / person) for person in persons}
    with ThreadPoolExecutor(4) as pool:
        try:
            made = pool.map(lambda person: _holder(person, rings[person], at), rings)
            yield {holder.person: holder for holder in made}
        finally:
            list(pool.map(Keyring.close, rings.values()))


def _holder(person: PersonId, keys: Keyring, at: int) -> KeyHolder:
    if keys.home is None:
        raise AssertionError(person)
    keys.home.mkdir(mode=0o700, parents=True)
    program = keys.home / "pinentry"
    program.write_text(_PINENTRY.format(pin=PIN), "utf-8")
    program.chmod(0o755)
    # A cheap way from the PIN to the key: GnuPG's own takes a tenth of a second of every processor for each signature.
    (keys.home / "gpg-agent.conf").write_text(f"pinentry-program {program}\ns2k-count 65536\n", "utf-8")
    email = address(person, None)
    return KeyHolder(person, email, keys.generate(person, email, passphrase=PIN, at=at), keys)


def _moment(year: int, month: int, day: int) -> datetime:
    return datetime.combine(date(year, month, day), time(8, 0), VIETNAM)


def _at(year: int, month: int, day: int) -> int:
    return int(_moment(year, month, day).timestamp())


def make_apart(folder: Path, classes: int, pupils: int) -> None:
    """The same in another process, whose memory is given back."""
    asked = [str(folder), str(classes), str(pupils)]
    subprocess.run([sys.executable, "-m", "tests.peak.school", *asked], check=True, cwd=Path(__file__).parents[2])


def desk_of(folder: Path, person: str) -> Path:
    """A clone of one's own; what the desk knows of the ledger was learnt during the year."""
    desk = folder / "b" / person
    if not desk.exists():
        subprocess.run(["git", "clone", "--quiet", str(folder / "may-chu/truong.git"), str(desk)], check=True)
        if (folder / "s/chung").is_dir():
            shutil.copytree(folder / "s/chung", folder / "s" / person)
    return desk


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
