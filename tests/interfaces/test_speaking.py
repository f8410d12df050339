"""How the commands speak: loudness, language, and what a wrong call or a failing machine is told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from hocba_build.interfaces.cli import main
from hocba_build.interfaces.cli.english import CATALOGUE, TITLES
from hocba_build.interfaces.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "tests" / "examples"
BASE = EXAMPLES / "base"
SCORES = "records/2025-2026/6a1/hk1/toan.yaml"
VIETNAMESE = frozenset("ăâđêôơưáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụýỳỷỹỵắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữự")


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound school with two remarks: personal ids that contradict sex or birth year."""
    root = tmp_path / "truong"
    shutil.copytree(BASE, root)
    shutil.copytree(EXAMPLES / "invalid/HB211-so-dinh-danh-khong-khop/records", root / "records", dirs_exist_ok=True)
    monkeypatch.setenv("HOCBA_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("HOCBA_LANG", raising=False)
    return root


def run(root: Path, *words: str) -> Result:
    result = CliRunner().invoke(main, ["-C", str(root), *words])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def vietnamese(text: str) -> bool:
    return not VIETNAMESE.isdisjoint(text.lower())


def test_quiet_leaves_out_remarks_and_keeps_errors(school: Path) -> None:
    assert "HB211 (lưu ý)" in run(school, "check").stdout
    assert run(school, "check", "-q").output == ""
    assert run(school, "-q", "check").output == ""
    (school / SCORES).write_text("x: {\n")
    shown = run(school, "check", "--quiet")
    assert (shown.exit_code, len(shown.stdout.splitlines())) == (1, 1)
    assert shown.stdout.startswith(f"{SCORES}:2: HB103 ")


def test_verbose_says_on_stderr_what_was_done(school: Path) -> None:
    plain, told = run(school, "check"), run(school, "check", "-v")
    assert plain.stderr == ""
    assert told.stdout == plain.stdout
    assert told.stderr.endswith(" tệp: 0 lỗi, 2 lưu ý.\n")
    assert run(school, "-v", "fmt").stderr == "0 tệp viết lại, 0 tệp phải sửa tay.\n"
    assert run(school, "results", "2025-2026", "6a1", "-v").stderr == "1 lớp, 2 học sinh.\n"


def test_quiet_results_have_no_remarks(school: Path) -> None:
    assert "HB253" in run(school, "results", "2025-2026", "6a1").stdout
    assert "HB253" not in run(school, "results", "2025-2026", "6a1", "-q").stdout


def test_a_class_is_known_by_its_display_name_too(school: Path) -> None:
    assert run(school, "results", "2025-2026", "6A1").stdout == run(school, "results", "2025-2026", "6a1").stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("chek",), "Không có lệnh chek. Có phải check?"),
        (("check", "--jsn"), "Không có tuỳ chọn --jsn. Có phải --json?"),
        (("check", "--format"), "Tuỳ chọn --format cần một giá trị."),
        (("check", "--json=1"), "Tuỳ chọn --json không nhận giá trị."),
        (("check", "--format", "xml"), "Giá trị của --format không dùng được: chỉ được là text hoặc github."),
        (("results", "a", "b", "c"), "Thừa tham số: c."),
        (("results",), "Thiếu NĂM_HỌC."),
        (("build", "pdf", "--jobs", "99"), "Giá trị của --jobs không dùng được: phải là số nguyên từ 1 đến 64."),
        (("-C", __file__, "check"), "Giá trị của -C không dùng được: cần một thư mục."),
    ],
)
def test_a_wrong_call_gets_a_vietnamese_sentence(school: Path, words: tuple[str, ...], sentence: str) -> None:
    result = run(school, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[0] == f"hocba: {sentence}"
    assert result.stderr.splitlines()[1].startswith("  → Xem: ")


def test_help_pages_are_vietnamese() -> None:
    pages = [CliRunner().invoke(main, [*words, "--help"]).stdout for words in ((), *((name,) for name in COMMANDS))]
    for page in pages:
        for line in page.splitlines():
            text = line.strip().partition("  ")[2].strip() or line.strip()
            assert vietnamese(text) or not text[:1].isupper() or " " not in text, line


def test_english_on_request(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Help, usage and titles are English; the sentence of a finding stays in the words of the law."""
    monkeypatch.setenv("HOCBA_LANG", "en")
    shown = run(school, "check").stdout
    assert "HB211 (remark) personal id contradicts sex or birth year – " in shown
    assert run(school, "results", "2025-2026", "6a1").stdout.startswith("Class 6a1, school year 2025-2026\nNo.")
    wrong = run(school, "chek")
    assert (wrong.exit_code, vietnamese(wrong.stderr)) == (2, False)
    assert CliRunner().invoke(main, ["check", "--help"]).stdout.startswith("Usage: ")


def commands(command: click.Command, name: str = "hocba") -> Iterator[tuple[str, click.Command]]:
    """A command and all below it, with how each is called."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found is not None
            yield from commands(found, f"{name} {inner}")


def test_english_knows_the_help_of_every_command() -> None:
    unknown = set()
    for name, command in commands(main):
        texts = [
            *(command.help or "").split("\n\n"),
            COMMANDS.get(name.partition(" ")[2], ""),
            command.short_help or "",
        ]
        texts += [option.help or "" for option in command.params if isinstance(option, click.Option)]
        unknown |= {(name, text) for text in map(words_of, texts) if vietnamese(text) and text not in CATALOGUE}
    assert unknown == set()


def words_of(text: str) -> str:
    return " ".join(text.split())


def test_english_help_pages_are_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCBA_LANG", "en")
    for name, _ in commands(main):
        page = CliRunner().invoke(main, [*name.split()[1:], "--help"]).stdout.replace("CSDL ngành", "")
        assert not vietnamese(page), page


def test_english_titles_are_in_step_with_the_code_pages() -> None:
    pages = {path.stem for path in (ROOT / "docs" / "ma-loi").glob("HB[12]*.md")}
    assert set(TITLES) == {code for code in pages if not code.startswith("HB25")}


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (PermissionError(13, "Permission denied", "x.yaml"), 3, "x.yaml"),
        (OSError(28, "No space left on device"), 3, "đĩa hết chỗ"),
        (KeyboardInterrupt(), 130, "Đã dừng theo yêu cầu."),
    ],
)
def test_a_failing_machine_gives_a_sentence(
    school: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, words: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("hocba_build.interfaces.cli.check.check", fail)
    result = run(school, "check")
    assert (result.exit_code, result.stdout) == (status, "")
    assert words in result.stderr


def hocba(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The installed program, in a process of its own."""
    program = Path(sysconfig.get_path("scripts")) / "hocba"
    variables = {**os.environ, "HOCBA_STATE": str(cwd.parent / "state")}
    return subprocess.run([program, *words], cwd=cwd, env=variables, check=False, capture_output=True, text=True)


def test_the_installed_program(school: Path) -> None:
    """Data on stdout, the rest on stderr, the exit status as documented."""
    assert hocba("check", "-q", cwd=school).returncode == 0
    (school / SCORES).write_bytes(b"\xff\xfe\x00")
    (school / "records" / "hoc-sinh" / "7400000002.yaml").unlink()
    found = hocba("check", cwd=school)
    assert (found.returncode, found.stderr) == (1, "")
    assert {line.split(": ")[1][:5] for line in found.stdout.splitlines()} >= {"HB101", "HB201", "HB211"}
    missing = hocba("results", "1999-2000", cwd=school)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "Traceback" not in found.stdout + missing.stderr


@pytest.mark.parametrize(("words", "shown"), [(("check",), True), (("check", "-q"), False)])
def test_a_terminal_is_told_that_work_goes_on(school: Path, words: tuple[str, ...], *, shown: bool) -> None:
    """Only a terminal, and only on stderr."""
    ours, theirs = os.openpty()
    program = Path(sysconfig.get_path("scripts")) / "hocba"
    variables = {**os.environ, "HOCBA_STATE": str(school.parent / "state"), "TERM": "xterm"}
    with subprocess.Popen([program, *words], cwd=school, env=variables, stdout=subprocess.PIPE, stderr=theirs) as run:
        os.close(theirs)
        seen = b"".join(iter(lambda: whatever_comes(ours), b"")).decode()
        said = run.stdout.read().decode() if run.stdout else ""
    os.close(ours)
    assert ("Đang kiểm tra hồ sơ…" in seen) is shown
    assert "Đang" not in said


def whatever_comes(terminal: int) -> bytes:
    """What a terminal shows next; nothing once the program has left it."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""
