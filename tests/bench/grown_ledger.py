"""Grow a large ledger with real signatures: ``python -m tests.bench.grown_ledger FOLDER ENTRIES CLASSES PUPILS NEW``.

Leaves ``main-repo`` and ``before`` (the same without the newest entries), the founding sheet, and a GnuPG folder ``g``
with everybody's certificate for the peer.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pygit2
from pygit2.enums import ObjectType

from hocba_build.records.root_sheets import RootPerson, encode_founding_sheet
from hocba_build.trust.git.objects import Oid
from tests.trust.simulator import ASSIGNMENTS, CLASS, PUPIL, YEAR, SchoolSimulator

TYPES = {"commit": ObjectType.COMMIT, "tree": ObjectType.TREE, "blob": ObjectType.BLOB}


def grow(school: SchoolSimulator, classes: int, pupils: int) -> list[tuple[str, list[str]]]:
    """The classes with their pupils."""
    names = [(f"6b{number}", [f"75{number:03d}{place:05d}" for place in range(pupils)]) for number in range(classes)]
    head = CLASS.partition("hoc_sinh:")[0]
    files: dict[str, bytes | None] = {}
    for name, listed in names:
        rows = "".join(f'  - {{ma: "{pupil}", tu_ngay: "2025-09-05"}}\n' for pupil in listed)
        text = head.replace("6a1", name).replace("6A1", name.upper()) + "hoc_sinh:\n" + rows
        files[f"records/{YEAR}/{name}/lop.yaml"] = text.encode()
        for pupil in listed:
            files[f"records/hoc-sinh/{pupil}.yaml"] = PUPIL.format(id=pupil, name="Lò Thị Ánh").encode()
    school.entry("van-thu", files, "truong-van-phong")
    rooms = "".join(f"  - {{lop: {name}, mon: toan, hk1: [gv-lan], hk2: [gv-lan]}}\n" for name, _ in names)
    taught = (ASSIGNMENTS + rooms).encode()
    school.entry("quan-tri", {f"records/{YEAR}/phan-cong.yaml": taught}, "hieu-truong")
    return names


def scores(name: str, pupils: list[str], turn: int) -> bytes:
    """A class's file; no two turns write the same one: what was seen before must not be a help."""
    regular = ", ".join(str(turn // 10**power % 10) for power in range(4))
    rows = "".join(
        f'  "{pupil}": {{tx: [{regular}], gk: {(place + turn) % 10}, ck: {(turn // 10000 + place) % 10}}}\n'
        for place, pupil in enumerate(pupils)
    )
    return f'nam_hoc: "{YEAR}"\nlop: {name}\nhoc_ki: hk1\nmon: toan\ndiem:\n{rows}'.encode()


def enter(school: SchoolSimulator, classes: list[tuple[str, list[str]]], turns: range) -> None:
    """One proposal a turn, accepted."""
    for turn in turns:
        name, pupils = classes[turn % len(classes)]
        school.now = int(time.time())
        school.entry("gv-lan", {f"records/{YEAR}/{name}/hk1/toan.yaml": scores(name, pupils, turn)}, "gv-hung")


def write(school: SchoolSimulator, tip: Oid, folder: Path) -> None:
    """The objects as a packed repository."""
    repository = pygit2.init_repository(str(folder), bare=True, initial_head="main")
    for kind, body in school.objects.kept.values():
        repository.odb.write(TYPES[kind], body)
    repository.references.create("refs/heads/main", tip)
    subprocess.run(["git", "-C", str(folder), "gc", "--quiet", "--prune=now"], check=True)


def import_certificates(school: SchoolSimulator, home: Path) -> None:
    """Everybody's certificate for gpg."""
    home.mkdir(mode=0o700)
    certificates = b"".join(person.certificate for person in school.people.values())
    command = ["gpg", "--batch", "--quiet", "--import"]
    subprocess.run(command, input=certificates, check=True, env={**os.environ, "GNUPGHOME": str(home)})


def main(folder: str, entries: str, classes: str, pupils: str, new: str) -> None:
    """Grow and write."""
    out = Path(folder)
    out.mkdir()
    school = SchoolSimulator()
    names = grow(school, int(classes), int(pupils))
    enter(school, names, range(int(entries)))
    before = school.main
    write(school, before, out / "before")
    enter(school, names, range(int(entries), int(entries) + int(new)))
    write(school, school.main, out / "main-repo")
    root = [RootPerson(person, person, key) for person, key in school.sheet.keys.items()]
    sheet = encode_founding_sheet(("79000123", school.sheet.school), (school.founding, school.sheet.digest), root)
    (out / "goc-tin-cay.yaml").write_bytes(sheet)
    import_certificates(school, out / "g")


if __name__ == "__main__":
    main(*sys.argv[1:])
