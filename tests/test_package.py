"""The wheel holds all that the program needs, wherever it is built from and wherever it runs."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

import hocba_build

ROOT = Path(__file__).resolve().parents[1]


def build(source: Path, target: str, into: Path) -> Path:
    """Build one distribution without network, with the tools of this environment."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (made,) = into.iterdir()
    return made


def contents(wheel: Path) -> dict[str, bytes]:
    """Every file of a wheel, without the list of hashes that pip reads."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/RECORD")}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from this checkout."""
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` folder of a fresh environment that has the wheel; only its libraries come from ours."""
    home = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-index", "--no-deps", str(wheel)], check=True)
    (site,) = (home / "lib").glob("python*/site-packages")
    (site / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n{sysconfig.get_path('platlib')}\n")
    return python.parent


def run(command: list[str], cwd: Path) -> str:
    """Run an installed program from a folder that knows nothing of the checkout."""
    done = subprocess.run(command, cwd=cwd, env={"PATH": "/usr/bin:/bin"}, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_wheel_holds_schemas_and_templates(wheel: Path) -> None:
    held = contents(wheel)
    for folder in ("schema", "site_templates"):
        ours = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
        prefix = "hocba_build/_data/"
        theirs = {name.removeprefix(prefix) for name in held if name.startswith(f"{prefix}{folder}/")}
        assert ours, f"{folder} is empty"
        assert theirs == ours
    assert "hocba_build/py.typed" in held


def test_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in contents(wheel)}
    assert tops == {"hocba_build", f"hocba-{hocba_build.__version__}.dist-info"}


def test_wheel_of_the_sdist_is_the_same(wheel: Path, tmp_path: Path) -> None:
    sdist = build(ROOT, "sdist", tmp_path / "sdist")
    subprocess.run(["tar", "-xzf", str(sdist), "-C", str(tmp_path)], check=True)
    source = tmp_path / f"hocba-{hocba_build.__version__}"
    assert contents(build(source, "wheel", tmp_path / "again")) == contents(wheel)


def test_installed_program_says_its_version(installed: Path, tmp_path: Path) -> None:
    said = run([str(installed / "hocba"), "--version"], tmp_path)
    assert re.search(rf"\b{re.escape(hocba_build.__version__)}\b", said)


def test_installed_program_helps(installed: Path, tmp_path: Path) -> None:
    assert "demo" in run([str(installed / "hocba"), "--help"], tmp_path)


def test_installed_package_is_the_wheel_and_reads_its_schemas(installed: Path, tmp_path: Path) -> None:
    script = (
        "import json, hocba_build\n"
        "from hocba_build.records.package_data import package_data\n"
        "print(hocba_build.__file__)\n"
        "print(package_data('site_templates'))\n"
        "print(sum('$schema' in json.loads(one.read_bytes()) for one in package_data('schema').iterdir()))\n"
    )
    code, templates, count = run([str(installed / "python"), "-c", script], tmp_path).split()
    assert Path(code).is_relative_to(installed.parent)
    assert Path(templates).is_relative_to(installed.parent)
    assert int(count) == len(list((ROOT / "schema").iterdir()))
