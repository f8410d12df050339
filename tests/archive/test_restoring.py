"""From the medium alone to a school that works: the same verdict, the same receipt, a server that takes work."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from click.testing import CliRunner

from hocba_build.interfaces.cli import main
from tests.archive.conftest import Archived
from tests.ledger.school import OPEN, School


def test_a_disc_alone_gives_the_school_back(archived: Archived, school_copy: School, tmp_path: Path) -> None:
    """Everything at the school is lost but people's keys and the sheet on paper."""
    disc = tmp_path / "d"
    unpack = ["xorriso", "-osirrox", "on", "-indev", str(archived.image), "-extract", "/", str(disc)]
    subprocess.run(unpack, check=True, capture_output=True)
    root = school_copy.root
    desk, server = root / "moi/truong", root / "moi/truong.git"
    school_copy.git("clone", "--quiet", "--bare", str(disc / "so/data/so.bundle"), str(server), where=root)
    school_copy.git("clone", "--quiet", str(disc / "so/data/so.bundle"), str(desk), where=root)
    school_copy.git("remote", "set-url", "origin", str(server), where=desk)
    sheet = str(archived.sheet)
    said = CliRunner().invoke(main, ["verify", str(desk), "--root", sheet, "--no-cache", "--json"])
    receipt = json.loads((disc / "so/data/bien-ban.json").read_text("utf-8"))
    assert json.loads(said.stdout) == receipt
    assert receipt["verdict"] == "valid"
    school_copy.does("quan-tri", "hook", "install", str(server), "--root", sheet, desk=desk)
    branch = school_copy.does("van-thu", "incident", "report", "broken-machine", "-m", "Hỏng đĩa.", desk=desk)
    school_copy.does("hieu-truong", "accept", branch, desk=desk)
    after = CliRunner().invoke(main, ["verify", str(server), "--root", sheet, "--no-cache", "--json"])
    assert json.loads(after.stdout)["entries"] == receipt["entries"] + 1
    path = f"records/{OPEN}/7a1/hk2/toan.yaml"
    (desk / path).write_text((desk / path).read_text("utf-8").replace("tx: [", "tx: [1, ", 1), "utf-8")
    school_copy.git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qam", "sửa", where=desk)
    pushed = subprocess.run(["git", "-C", desk, "push", "origin", "HEAD:main"], capture_output=True, check=False)
    assert pushed.returncode != 0, "the new server's hook judges as the old one did"
