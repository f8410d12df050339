"""The rules of the house that a linter does not know: doors, floors' purity, small rooms, and what no file may say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "hocba_build"

DOORS: dict[str, str | tuple[str, ...]] = {
    "yaml": "hocba_build/records/strict_yaml.py",
    "jsonschema": "hocba_build/records/schemas.py",
    "jsonschema_rs": "hocba_build/records/schemas.py",
    "referencing": "hocba_build/records/schemas.py",
    "sqlite3": "hocba_build/records/cache.py",
    "pygit2": "hocba_build/trust/gitrepo.py",
    "gnupg": "hocba_build/trust/gpg.py",
    "pysequoia": "hocba_build/trust/openpgp.py",
    "rfc3161_client": "hocba_build/trust/tsa.py",
    "cryptography": ("hocba_build/trust/tsa.py", "hocba_build/trust/ed25519.py"),
    "jinja2": "hocba_build/publishing/templates.py",
    "weasyprint": "hocba_build/publishing/pdf.py",
    "pikepdf": "hocba_build/publishing/pdf_files/",
    "distributed": "hocba_build/workflows/printing/cluster.py",
    "segno": "hocba_build/publishing/qr.py",
    "pyhanko": "hocba_build/publishing/pades/",
    "pyhanko_certvalidator": "hocba_build/publishing/pades/",
    "asn1crypto": "hocba_build/publishing/pades/",
    "pkcs11": "hocba_build/publishing/pades/",
    "aiohttp": "hocba_build/publishing/pades/",
    "mkdocs": "hocba_build/publishing/site/mkdocs_door.py",
    "openpyxl": "hocba_build/exchange/openpyxl_door.py",
    "python_calamine": "hocba_build/exchange/calamine_door.py",
    "PIL": "hocba_build/exchange/code_reader.py",
    "zxingcpp": "hocba_build/exchange/code_reader.py",
    "bagit": "hocba_build/exchange/bag.py",
    "pycdlib": "hocba_build/exchange/iso.py",
    "defusedxml": "hocba_build/exchange/ods.py",
    "github": "hocba_build/exchange/forge/github_door.py",
    "gitlab": "hocba_build/exchange/forge/gitlab_door.py",
    "pyforgejo": "hocba_build/exchange/forge/forgejo_door.py",
    "httpx": "hocba_build/exchange/forge/forgejo_door.py",
    "click": "hocba_build/interfaces/",
    "rich": "hocba_build/interfaces/",
    "starlette": "hocba_build/interfaces/",
    "uvicorn": "hocba_build/interfaces/",
}
"""Each library and the only place that may import it: one module, one folder, or the one floor that talks to people."""

IMPURE = {
    "glob",
    "io",
    "os",
    "pathlib",
    "random",
    "secrets",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "tempfile",
    "time",
}
"""Standard modules that reach files, the clock or chance; the domain takes those as arguments."""

NO_TEXT = "tests/examples/invalid/HB101-khong-phai-utf8/"
MODULE_LINES = 400
FUNCTION_LINES = 30


def modules(*folders: str) -> list[Path]:
    """Every Python module of these folders of the checkout."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def place(path: Path) -> str:
    """A path as people write it."""
    return path.relative_to(ROOT).as_posix()


def running(node: ast.AST) -> Iterator[ast.AST]:
    """Every node that can run; a name for the type checker alone opens no door."""
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from running(child)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of every import of a module, also inside functions."""
    for node in running(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Path and text of every file that Git keeps; what is no text, on purpose or not, is left out."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True
    ).stdout
    for name in listed.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file():
            content = path.read_bytes()
            if b"\0" not in content and not name.startswith(NO_TEXT):
                yield name, content.decode()


def test_each_library_has_one_door() -> None:
    wrong = [
        f"{place(path)}:{line} imports {name}"
        for path in modules("hocba_build")
        for line, name in imports(path)
        if (door := DOORS.get(name.split(".")[0])) and not place(path).startswith(door)
    ]
    assert wrong == []


def test_every_third_party_import_has_a_door() -> None:
    known = set(sys.stdlib_module_names) | {"hocba_build", "markupsafe"} | set(DOORS)
    strays = [
        f"{place(path)}:{line} imports {name}"
        for path in modules("hocba_build")
        for line, name in imports(path)
        if name.split(".")[0] not in known
    ]
    assert strays == []


def test_linter_and_this_table_name_the_same_doors() -> None:
    ruff = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert set(ruff["flake8-tidy-imports"]["banned-api"]) == set(DOORS)
    open_doors = {path.removesuffix("**") for path, rules in ruff["per-file-ignores"].items() if "TID251" in rules}
    doors = {place for held in DOORS.values() for place in ([held] if isinstance(held, str) else held)}
    assert open_doors - {"tests/"} == doors


def test_domain_knows_only_itself_and_plain_values() -> None:
    allowed = set(sys.stdlib_module_names) - IMPURE
    wrong = [
        f"{place(path)}:{line} imports {name}"
        for path in modules("hocba_build/domain")
        for line, name in imports(path)
        if not (name == "hocba_build.domain" or name.startswith("hocba_build.domain."))
        and name.split(".")[0] not in allowed
    ]
    assert wrong == []


def test_domain_never_asks_the_clock() -> None:
    wrong = [
        f"{place(path)}:{node.lineno} calls {node.func.attr}()"
        for path in modules("hocba_build/domain")
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "today", "utcnow"}
    ]
    assert wrong == []


def test_modules_are_small_rooms() -> None:
    sizes = {place(path): len(path.read_text().splitlines()) for path in modules("hocba_build", "tests")}
    assert {path: size for path, size in sizes.items() if size > MODULE_LINES} == {}


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef, source: list[str]) -> int:
    """Lines of a function's body that say something: without docstring, comments and blank lines."""
    body = function.body
    if (
        isinstance(body[0], ast.Expr)
        and isinstance(body[0].value, ast.Constant)
        and isinstance(body[0].value.value, str)
    ):
        body = body[1:]
    if not body:
        return 0
    lines = source[body[0].lineno - 1 : function.end_lineno]
    return sum(1 for line in lines if line.strip() and not line.lstrip().startswith("#"))


def test_functions_are_short() -> None:
    long = []
    for path in modules("hocba_build"):
        text = path.read_text()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = body_lines(node, text.splitlines())
                if size > FUNCTION_LINES:
                    long.append(f"{place(path)}:{node.lineno} {node.name} has {size} lines")
    assert long == []


def test_the_measure_of_a_function_can_fail() -> None:
    text = 'def f():\n    """Say."""\n    # why\n\n    a = 1\n    return (\n        a\n    )\n'
    function = ast.parse(text).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert body_lines(function, text.splitlines()) == 4


# Put together here, so that this file does not itself say what no file may say.
MACHINE_PATH = re.compile(r"(?<![\w.)\]}*/-])/(?:" + "|".join(["work", "root", "opt", "home"]) + r")/\w")
REGISTRY = re.compile(
    "|".join([r"pypi" + r"\.org", "python" + "hosted", r"registry\." + "npmjs", "--(?:extra-)?index" + "-url[ =]"])
)


def test_no_file_names_a_machine_path_or_a_registry() -> None:
    wrong = [
        f"{name}:{number} {line.strip()[:80]}"
        for name, text in tracked_texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if MACHINE_PATH.search(line) or REGISTRY.search(line)
    ]
    assert wrong == []


OLD_SPELLING = re.compile(r"\b(?:học kỳ|địa lý|vật lý|hóa học|mỹ thuật|ký tên|ký xác nhận)\b", re.IGNORECASE)


def test_what_people_read_is_in_the_ministrys_spelling() -> None:
    """Import of other systems' sheets has to know the old spelling, so only what we show is looked at."""
    shown = ("docs/", "schema/", "site_templates/", "hocba_build/interfaces/", "hocba_build/publishing/", "README")
    wrong = [
        f"{name}:{number} {found.group()}"
        for name, text in tracked_texts()
        if name.startswith(shown)
        for number, line in enumerate(text.splitlines(), start=1)
        if (found := OLD_SPELLING.search(line))
    ]
    assert wrong == []


def test_lock_holds_versions_and_hashes_only() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert [word for word in ("://", "file:", "/opt", "index" + "-url", "find" + "-links") if word in lock] == []
    pins = re.findall(r"^(\S+?)==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", lock, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^\w", lock, re.MULTILINE))


def test_lock_pins_every_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = {re.split(r"[<>=!~ \[;]", line)[0].lower().replace("_", "-") for line in declared}
    lock = (ROOT / "requirements.lock").read_text()
    pinned = {name.lower().replace("_", "-") for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    assert names - pinned == set()


WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_takes_others_code_by_commit_only(workflow: Path) -> None:
    text = workflow.read_text()
    used = re.findall(r"uses: *(.*)", text)
    assert [line for line in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", line)] == []
    assert "pull_request_target" not in text
    assert re.search(r"^permissions:\n  contents: read$", text, re.MULTILINE)


@pytest.mark.parametrize(
    "command",
    [["actionlint", "-no-color"], ["zizmor", "--offline", "--no-progress", "--quiet", ".github/workflows"]],
    ids=["actionlint", "zizmor"],
)
def test_workflows_pass_their_linters(command: list[str]) -> None:
    program = Path(sysconfig.get_path("scripts")) / command[0]
    judged = subprocess.run([program, *command[1:]], cwd=ROOT, check=False, capture_output=True, text=True)
    assert judged.returncode == 0, judged.stdout + judged.stderr


def test_a_rule_of_a_circular_ends_with_its_source() -> None:
    wrong = []
    for path in (ROOT / "hocba_build/domain/regulations").glob("tt*.py"):
        for node in ast.parse(path.read_bytes()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                last = (ast.get_docstring(node) or "").rpartition("\n\n")[2]
                if not re.match(r"Nguồn: .*Điều \d+", last):
                    wrong.append(f"{place(path)}:{node.lineno} {node.name}")
    assert wrong == []


def test_decisions_name_their_costs() -> None:
    records = sorted((ROOT / "docs/adr").glob("*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(len(records)))
    sections = ["## Context", "## Decision", "## Costs"]
    bare = [path.name for path in records if not all(f"\n{title}\n\n" in path.read_text() for title in sections)]
    assert bare == []


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{name} → {target}"
        for name, text in tracked_texts()
        if name.endswith(".md")
        for target in re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", text)
        if not (ROOT / name).parent.joinpath(target).exists()
    ]
    assert broken == []
