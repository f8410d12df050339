"""The thing to click says the very command, whatever the folder is called."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest
from click.testing import CliRunner

from hocba_build.domain.errors import HocbaError
from hocba_build.interfaces.cli import main
from hocba_build.workflows.desk.launcher import System, Wish, launchers

BASE = Path(__file__).resolve().parents[1] / "examples/base"
ODD = 'trường "A" $HOME `x` 100% \\ b'


def wish(program: str, folder: str, **environment: str) -> Wish:
    return Wish([program], Path("/srv") / folder, "Sổ học bạ – Trường mẫu", environment)


def command_of(entry: str) -> list[str]:
    """The words of ``Exec``, by the specification: the value's own escapes, then the quotes, then the field codes."""
    (line,) = re.findall(r"^Exec=(.*)$", entry, re.MULTILINE)
    value = line.replace("\\\\", "\\")
    words = [re.sub(r"\\(.)", r"\1", word) for word in re.findall(r'"((?:[^"\\]|\\.)*)"', value)]
    return [word.replace("%%", "%") for word in words]


@pytest.mark.parametrize("folder", ["truong", "Sổ trường Hoà Bình", ODD])
def test_an_entry_of_a_desktop_says_the_command(tmp_path: Path, folder: str) -> None:
    one = wish("hocba", folder, GNUPGHOME=f"/khoa/{ODD}")
    (made,) = launchers(System.LINUX, one, tmp_path)
    assert command_of(made.text) == ["env", f"GNUPGHOME=/khoa/{ODD}", "hocba", "-C", f"/srv/{folder}", "desk"]
    assert "Terminal=false" in made.text


@pytest.mark.parametrize("folder", ["truong", ODD, "Sổ học bạ & 'điểm'; (mới) –"])
def test_a_command_file_runs_the_command(tmp_path: Path, folder: str) -> None:
    echo = shutil.which("printf")
    assert echo is not None
    one = Wish([echo, "%s|"], Path("/srv") / folder, "Sổ", {"HOCBA_PERSON": "gv-lan"})
    (made,) = launchers(System.MAC, one, tmp_path)
    done = subprocess.run(["sh", "-c", made.text], check=True, capture_output=True, text=True)
    assert done.stdout == f"-C|/srv/{folder}|desk|"
    assert made.path.suffix == ".command"


def test_a_batch_file_keeps_percent_signs_and_refuses_quotes(tmp_path: Path) -> None:
    (made,) = launchers(System.WINDOWS, wish("C:\\hocba.exe", "Trường 100%"), tmp_path)
    assert '"C:\\hocba.exe" "-C" "/srv/Trường 100%%" "desk"' in made.text
    assert made.text.count("\n") == made.text.count("\r\n")
    with pytest.raises(HocbaError, match="dấu nháy kép"):
        launchers(System.WINDOWS, wish("C:\\hocba.exe", 'a"b'), tmp_path)


@pytest.mark.parametrize(
    "folder",
    [
        "C:/Trường & em/100% ^ (mới) !a!",
        "C:/Sổ học bạ – Hoà Bình",
        "D:\\",
        "//may-chu/so chung/a%PATH%b",
        "C:/" + "d" * 240,
    ],
)
def test_a_batch_file_says_the_command_by_the_rules_of_windows(tmp_path: Path, folder: str) -> None:
    """By what is written of ``cmd`` and of how a program reads its command line; no Windows is here."""
    program, keys = "C:\\Chương trình & 50%\\hocba.exe", "C:\\Khoá & thẻ"
    one = Wish([program], PureWindowsPath(folder), "Sổ", {"GNUPGHOME": keys})  # type: ignore[arg-type]
    (made,) = launchers(System.WINDOWS, one, tmp_path)
    lines = made.text.encode("utf-8").decode("utf-8").split("\r\n")
    assert lines[:2] == ["@echo off", "chcp 65001 >nul"]
    assert made.text.isascii() or lines.index("chcp 65001 >nul") < next(
        n for n, x in enumerate(lines) if not x.isascii()
    )
    assert cmd_reads(lines[2]) == f'set "GNUPGHOME={keys}"'
    start, title, small, *words = arguments(cmd_reads(lines[3]))
    assert (start, title, small, words) == (
        "start",
        "hocba",
        "/min",
        [program, "-C", str(PureWindowsPath(folder)), "desk"],
    )


def cmd_reads(line: str) -> str:
    """A line after ``cmd``: percent signs first; nothing that it acts on may stand outside quotes."""
    read = re.sub(r"%%|%[^%]*%", lambda found: "%" if found[0] == "%%" else "", line)
    outside = re.sub(r'"[^"]*"', "", read)
    assert not set(outside) & set("&|<>^()")
    return read


def arguments(line: str) -> list[str]:
    """The words of a command line, by the rules of the C library: a backslash counts only before a quote."""
    words: list[str] = []
    for quoted, bare in re.findall(r'"((?:[^"\\]|\\+(?!["\\])|(?:\\\\)+(?=")|\\")*)"|([^\s"]+)', line):
        words.append(bare or re.sub(r"(\\+)$", lambda found: found[1][: len(found[1]) // 2], quoted))
    return words


def test_a_path_that_windows_cannot_open_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HocbaError, match="quá dài"):
        launchers(System.WINDOWS, wish("C:\\hocba.exe", "d" * 300), tmp_path)


def test_the_desktop_that_onedrive_keeps_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "OneDrive" / "Desktop"
    monkeypatch.setenv("OneDrive", str(kept.parent))
    (made,) = launchers(System.WINDOWS, wish("hocba", "truong"), tmp_path)
    assert made.path.parent == tmp_path / "Desktop"
    kept.mkdir(parents=True)
    (made,) = launchers(System.WINDOWS, wish("hocba", "truong"), tmp_path)
    assert made.path.parent == kept


def test_a_line_break_in_a_path_is_refused(tmp_path: Path) -> None:
    for system in System:
        with pytest.raises(HocbaError, match="xuống dòng"):
            launchers(system, wish("hocba", "a\nExec=rm"), tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="writes what this machine needs")
def test_the_launcher_is_put_where_the_desktop_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    for name in ("HOCBA_PERSON", "GNUPGHOME", "HOCBA_STATE"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "Desktop").mkdir()
    told = CliRunner().invoke(main, ["-C", str(BASE), "desk", "--install-launcher", "--dry-run"])
    assert (told.exit_code, list(tmp_path.rglob("*.desktop"))) == (0, [])
    done = CliRunner().invoke(main, ["-C", str(BASE), "desk", "--install-launcher"])
    assert (done.exit_code, done.output) == (0, told.output)
    paths = [Path(line) for line in done.output.splitlines()]
    assert [path.parent for path in paths] == [tmp_path / ".local/share/applications", tmp_path / "Desktop"]
    words = command_of(paths[0].read_text("utf-8"))
    assert words[1:] == ["-C", str(BASE), "desk"]
    assert os.access(words[0], os.X_OK)
