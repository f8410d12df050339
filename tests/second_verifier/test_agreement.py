"""Two verifiers that share no code judge the same histories and come to the same verdict.

Beside what stands here, every attack and every honest twin of ``tests/trust`` is judged by both.
"""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from hocba_build.trust.git.trees import MemoryObjects
from hocba_build.trust.judge import judge
from tests.ledger.school import OPEN, School
from tests.second_verifier.agreement import second_verdict
from tests.second_verifier.store import Disk, Kept
from tests.trust.simulator import MATHS, SchoolSimulator, both_judge, maths
from tests.trust.test_sign_offs import approve
from tests.trust.year_end import decide, entered, lock_files, locked, sign, signed, unlock_files

HERE = Path(__file__).parent


def corrected() -> SchoolSimulator:
    """Locked, opened, corrected, signed and locked again."""
    school = locked()
    decide(school, unlock_files(school, MATHS))
    approve(school, "gv-thu", school.commit("gv-lan", {MATHS: maths("9")}))
    for person in ("gv-lan", "gv-thu", "pho-hieu-truong"):
        sign(school, person, "hieu-truong" if person == "pho-hieu-truong" else "pho-hieu-truong")
    decide(school, lock_files(school))
    return school


@pytest.mark.parametrize("made", [SchoolSimulator, entered, signed, locked, corrected], ids=lambda made: made.__name__)
def test_both_find_an_honest_year_valid(made: Callable[[], SchoolSimulator]) -> None:
    assert both_judge(made()).verdict.value == "valid"


def test_both_leave_a_school_without_a_sheet_undecided() -> None:
    school = SchoolSimulator()
    assert judge(school.objects, school.main, None).verdict.value == "undecided"
    assert second_verdict(Kept(school.objects.kept), school.main, None) == "undecided"


def test_both_refuse_another_schools_sheet() -> None:
    school, other = SchoolSimulator(), SchoolSimulator()
    assert judge(school.objects, school.main, other.sheet).verdict.value == "invalid"
    assert second_verdict(Kept(school.objects.kept), school.main, other.sheet_text) == "invalid"


def test_both_agree_whichever_object_is_missing_or_changed() -> None:
    """Each object of a small ledger in turn: what cannot be read is undecided, what was changed is invalid."""
    school = SchoolSimulator()
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    for number, (oid, (kind, body)) in enumerate(list(school.objects.kept.items())):
        objects = MemoryObjects()
        objects.kept = dict(school.objects.kept)
        if number % 2:
            del objects.kept[oid]
        else:
            objects.kept[oid] = (kind, body[:-1] + bytes([body[-1] ^ 1]) if body else b"x")
        mine = judge(objects, school.main, school.sheet).verdict.value
        assert second_verdict(Kept(objects.kept), school.main, school.sheet_text) == mine, (oid, kind)


def on_disk(school: School) -> str:
    """The second verifier's word on the server's repository."""
    main = school.git("rev-parse", "main", where=school.server)
    with closing(Disk(school.server / "objects")) as source:
        return second_verdict(source, main, (school.root / "goc-tin-cay.yaml").read_bytes())


def test_both_find_the_demonstration_school_valid(lived: School) -> None:
    """Two years with real gpg keys: entered, signed, locked, opened, corrected, locked again, a new year begun."""
    assert (lived.verdict()["verdict"], on_disk(lived)) == ("valid", "valid")


def test_both_refuse_what_a_server_without_a_hook_took(school_copy: School) -> None:
    (school_copy.server / "hooks/pre-receive").unlink()
    path = f"records/{OPEN}/7a1/hk2/toan.yaml"
    school_copy.edit(path, r"tx: \[(\d)", "tx: [1")
    who = ("-c", "user.name=gv-khang", "-c", "user.email=gv-khang@truong.invalid")
    school_copy.git(*who, "commit", "--quiet", "--all", "-m", "sửa")
    school_copy.git("push", "--quiet", "origin", "main")
    assert (school_copy.verdict()["verdict"], on_disk(school_copy)) == ("invalid", "invalid")


def test_an_expired_key_loses_nothing_of_its_past(tmp_path: Path) -> None:
    """Gpg judges a key's expiry by today's clock; the ledger's rule is the moment of the signature."""
    from hocba_build.trust.gpg import keyring
    from tests.second_verifier.signatures import Gpg
    from tests.second_verifier.store import InvalidError

    home = tmp_path / "k"
    with keyring(home) as mine:
        key = mine.generate("gv-lan", "gv-lan@truong.invalid", at=1_725_000_000)
        command = ["gpg", "--homedir", str(home), "--batch", "--quick-set-expire", key, "2025-01-01"]
        subprocess.run(
            [*command[:4], "--faked-system-time", "1725000001!", *command[4:]], check=True, capture_output=True
        )
        armor, text = mine.sign(b"loi", key, at=1_725_000_100), mine.export(key)
        late = mine.sign(b"loi", key, at=1_725_000_200)
    (tmp_path / "g").mkdir()
    gpg = Gpg(tmp_path / "g")
    held = frozenset({text})
    assert gpg.check(b"loi", armor, held).fingerprint == key
    assert gpg.check(b"loi", late, held).seconds == 1_725_000_200
    with pytest.raises(InvalidError):
        gpg.check(b"khac", armor, held)


def test_the_second_verifier_shares_no_code_with_the_first() -> None:
    """Its modules import nothing of the program, nor the libraries that the program judges with."""
    for path in HERE.glob("*.py"):
        if path.name.startswith("test_"):
            continue
        names = {
            name
            for node in ast.walk(ast.parse(path.read_text()))
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        assert [n for n in names if n.split(".")[0] in ("hocba_build", "pygit2", "pysequoia", "gnupg")] == [], path.name
