"""Threat G4 on disk: files of a repository that were written over by whoever holds it."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import pytest

from hocba_build.trust.git.objects import Oid
from hocba_build.trust.gitrepo import RepositoryObjects
from hocba_build.trust.judge import Judgement, judge
from tests.trust.disk import write_loose, write_pack
from tests.trust.simulator import MATHS, SPORT, SchoolSimulator, maths, sport

HEADER, FANOUT = 8, 1024


@pytest.fixture
def school() -> SchoolSimulator:
    made = SchoolSimulator()
    made.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    made.entry("gv-mai", {SPORT: sport()}, "gv-hung")
    return made


def victims(school: SchoolSimulator) -> dict[str, tuple[Oid, Oid]]:
    """Two objects of each kind that the newest entries need."""
    merge = school.trees.commit(school.main)
    before = school.trees.commit(merge.parents[0])
    paths = [school.trees.entry(merge.tree, path) for path in (MATHS, SPORT)]
    assert paths[0]
    assert paths[1]
    return {
        "commit": (merge.parents[1], before.parents[1]),
        "tree": (merge.tree, before.tree),
        "blob": (paths[0], paths[1]),
    }


def judged(school: SchoolSimulator, folder: Path) -> Judgement:
    return judge(RepositoryObjects(folder / "objects"), school.main, school.sheet)


def damaged(school: SchoolSimulator, folder: Path) -> bool:
    """Whether the one finding is that this copy is damaged, at a commit of the newest entries."""
    found = judged(school, folder)
    merge = school.trees.commit(school.main)
    near = {school.main, *merge.parents, *school.trees.commit(merge.parents[0]).parents, None}
    return [one.code for one in found.findings] == ["HB300"] and found.findings[0].commit in near


@pytest.mark.parametrize("kind", ["commit", "tree", "blob"])
@pytest.mark.parametrize("how", ["another object's content", "a letter changed", "no zlib at all"])
def test_g4_a_loose_file_that_was_written_over(school: SchoolSimulator, tmp_path: Path, kind: str, how: str) -> None:
    git = write_loose(school.objects.kept, school.main, tmp_path / "kho.git")
    assert judged(school, git).findings == ()
    one, other = victims(school)[kind]
    place = git / "objects" / one[:2] / one[2:]
    held = zlib.decompress(place.read_bytes())
    raw = {
        "another object's content": (git / "objects" / other[:2] / other[2:]).read_bytes(),
        "a letter changed": zlib.compress(held[:-2] + bytes([held[-2] ^ 1]) + held[-1:]),
        "no zlib at all": b"khong phai zlib",
    }[how]
    place.chmod(0o644)
    place.write_bytes(raw)
    assert damaged(school, git)


@pytest.mark.parametrize("kind", ["commit", "tree", "blob"])
def test_g4_a_pack_index_whose_offsets_are_swapped(school: SchoolSimulator, tmp_path: Path, kind: str) -> None:
    """The pack is whole, the index has its checksum; only each of two names leads to the other's object."""
    write_pack(school.objects.kept, tmp_path)
    assert judged(school, tmp_path).findings == ()
    (index,) = tmp_path.glob("objects/pack/*.idx")
    raw = bytearray(index.read_bytes())
    count = int.from_bytes(raw[HEADER + FANOUT - 4 : HEADER + FANOUT], "big")
    names, offsets = HEADER + FANOUT, HEADER + FANOUT + 24 * count
    places = [(raw.index(bytes.fromhex(oid), names) - names) // 20 for oid in victims(school)[kind]]
    one, other = (slice(offsets + 4 * place, offsets + 4 * place + 4) for place in places)
    raw[one], raw[other] = raw[other], raw[one]
    raw[-20:] = hashlib.sha1(raw[:-20], usedforsecurity=False).digest()
    index.chmod(0o644)
    index.write_bytes(raw)
    assert damaged(school, tmp_path)
