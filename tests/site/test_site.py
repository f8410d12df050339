"""What the site holds, whom it shows, and what a build leaves behind."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.interfaces.cli import main
from hocba_build.publishing.site.scope import OFFICE, Audience
from hocba_build.records.writer import files_of
from hocba_build.records.writes import write_files
from hocba_build.workflows import build_site as workflow
from hocba_build.workflows.build_site import build_site
from hocba_build.workflows.sample import Plan, generate
from tests.site.conftest import YEAR, pages_of

CLASS = ClassId("6a1")
SCHOOL_YEAR = YearId(YEAR)


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def everything(site: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in site.rglob("*") if path.is_file())


def names_in(records: SchoolRecords, *, of_class: ClassId, at: YearId) -> dict[StudentId, str]:
    rows = records.years[at].classes[of_class].school_class.enrolments
    return {row.student: records.students[row.student].identities[-1].full_name for row in rows}


def test_there_are_pages_for_school_year_class_and_pupil(office: Path, records: SchoolRecords) -> None:
    shown = set(content(office))
    assert {"index.html", "gioi-thieu.html", f"nam/{YEAR}/index.html", f"nam/{YEAR}/day-du.html"} <= shown
    for class_id, held in records.years[SCHOOL_YEAR].classes.items():
        assert f"nam/{YEAR}/lop/{class_id}/index.html" in shown
        for row in held.school_class.enrolments:
            assert f"nam/{YEAR}/hoc-sinh/{row.student}.html" in shown
            assert f"hoc-sinh/{row.student}.html" in shown


def test_nothing_but_pages_and_two_assets_is_written(office: Path) -> None:
    """No search index, no sitemap: nothing that gathers personal data in one file."""
    others = {name for name in content(office) if not name.endswith(".html")}
    assert others == {".gitignore", ".hocba-site", "assets/site.css", "assets/site.js"}


def test_every_page_asks_not_to_be_indexed_and_allows_no_request(office: Path) -> None:
    for page in pages_of(office):
        text = page.read_text("utf-8")
        assert '<meta name="robots" content="noindex' in text, page
        assert "Content-Security-Policy" in text, page
        assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", text), page


def test_no_path_holds_a_name(office: Path) -> None:
    assert all(re.fullmatch(r"[a-z0-9./-]+", name) for name in content(office))


def test_links_lead_to_pages(office: Path) -> None:
    broken = []
    for page in pages_of(office):
        for target in re.findall(r'href="(?!data:)([^"#]+)"', page.read_text("utf-8")):
            if not (page.parent / target).resolve().exists():
                broken.append((page.name, target))
    assert broken == []


def test_results_explain_themselves_with_their_article(office: Path, records: SchoolRecords) -> None:
    pupil = next(iter(names_in(records, of_class=CLASS, at=SCHOOL_YEAR)))
    text = (office / f"nam/{YEAR}/hoc-sinh/{pupil}.html").read_text("utf-8")
    assert "Điều 9 khoản 1 điểm b" in text
    assert f"records/{YEAR}/{CLASS}/hk1/toan.yaml" in text


def test_navigation_does_not_grow_with_the_number_of_pupils(office: Path, tmp_path: Path) -> None:
    larger = tmp_path / "truong"
    write_files(larger, files_of(generate(Plan(classes=2, pupils_per_class=16, years=2))), {})
    build_site(larger, tmp_path / "site", OFFICE)
    for page in ("index.html", f"nam/{YEAR}/index.html"):
        small, large = ((site / page).read_text("utf-8").count("<a ") for site in (office, tmp_path / "site"))
        assert small == large


def test_two_builds_give_the_same_bytes(school: Path, office: Path, tmp_path: Path) -> None:
    build_site(school, tmp_path / "site", OFFICE)
    assert content(tmp_path / "site") == content(office)


def test_a_homeroom_teacher_sees_one_class_and_nothing_of_others(
    school: Path, records: SchoolRecords, tmp_path: Path
) -> None:
    build_site(school, tmp_path / "site", Audience(CLASS), year=SCHOOL_YEAR)
    text = everything(tmp_path / "site")
    mine = names_in(records, of_class=CLASS, at=SCHOOL_YEAR)
    others = {pupil for pupil in records.students if pupil not in mine}
    assert others
    assert all(pupil in text and name in text for pupil, name in mine.items())
    assert not [pupil for pupil in others if pupil in text]
    assert not [
        name
        for pupil in others
        if (name := records.students[pupil].identities[-1].full_name) in text and name not in mine.values()
    ]


def test_family_data_reaches_no_page(office: Path, records: SchoolRecords) -> None:
    text = everything(office)
    families = records.families.values()
    private = {family.personal_id for family in families if family.personal_id}
    private |= {parent.full_name for family in families for parent in (family.father, family.mother) if parent}
    staff = {member.full_name for member in records.staff.values()}
    pupils = {held.full_name for student in records.students.values() for held in student.identities}
    assert len(private) > 20
    assert not [value for value in private - staff - pupils if value in text]


@pytest.mark.parametrize("place", ["truong/site", "truong/ra/site", "site"])
def test_sources_are_links_where_the_school_lies_around_or_beside(school: Path, tmp_path: Path, place: str) -> None:
    shutil.copytree(school, tmp_path / "truong")
    build_site(tmp_path / "truong", tmp_path / place, OFFICE, year=SCHOOL_YEAR)
    pupil = sorted((tmp_path / place / f"nam/{YEAR}/hoc-sinh").glob("7*.html"))[0]
    links = re.findall(r'href="([^"]+[.]yaml)"', pupil.read_text("utf-8"))
    assert len(links) > 10
    assert all((pupil.parent / unquote(link)).is_file() for link in links)


def test_sources_are_only_named_elsewhere_and_for_a_class(school: Path, office: Path, tmp_path: Path) -> None:
    shutil.copytree(school, tmp_path / "truong")
    build_site(tmp_path / "truong", tmp_path / "site", Audience(CLASS), year=SCHOOL_YEAR)
    for site in (office, tmp_path / "site"):
        assert f"records/{YEAR}/{CLASS}/hk1/toan.yaml" in everything(site)
        assert not re.search(r'href="[^"]*records/', everything(site))


def test_a_site_names_its_commit_says_if_files_changed_and_stays_out_of_git(school: Path, tmp_path: Path) -> None:
    root = tmp_path / "truong"
    shutil.copytree(school, root)
    who = ("-c", "user.name=thu", "-c", "user.email=thu@truong.invalid", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "."), (*who, "commit", "-q", "-m", "hồ sơ")):
        subprocess.run(["git", "-C", root, *words], check=True)
    commit = subprocess.run(["git", "-C", root, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout
    for _ in range(2):  # The first site must not make the second one look changed.
        build_site(root, root / "site", OFFICE, year=SCHOOL_YEAR)
        assert f"Dựng từ bản ghi <code>{commit.strip()}</code>" in (root / "site/index.html").read_text("utf-8")
    (root / f"records/{YEAR}/{CLASS}/hk1/toan.yaml").unlink()
    build_site(root, root / "site", OFFICE, year=SCHOOL_YEAR)
    assert "đã thay đổi so với bản ghi" in (root / "site/index.html").read_text("utf-8")


HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {% include 'x' %}",
    "[liên kết](https://example.invalid) **đậm** # đầu đề",
    "--- title: lạ ---",
    '"><img src=x onerror=alert(1)>',
    "&lt;b&gt; &amp;",
)


def test_data_is_shown_as_it_is_never_read(records: SchoolRecords, tmp_path: Path) -> None:
    year = records.years[SCHOOL_YEAR]
    held = year.classes[CLASS]
    pupils = [row.student for row in held.school_class.enrolments][: len(HOSTILE)]
    changed = replace(held, remarks=dict(zip(pupils, HOSTILE, strict=True)))
    classes = {**year.classes, CLASS: changed}
    hostile = replace(records, years={**records.years, SCHOOL_YEAR: replace(year, classes=classes)})
    write_files(tmp_path / "truong", files_of(hostile), {})
    build_site(tmp_path / "truong", tmp_path / "site", OFFICE)
    for pupil, remark in zip(pupils, HOSTILE, strict=True):
        page = (tmp_path / f"site/nam/{YEAR}/hoc-sinh/{pupil}.html").read_text("utf-8")
        escaped = remark.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert escaped in page.replace("&#34;", '"').replace("&#39;", "'")
        assert "<script>alert" not in page
        assert "<img" not in page


def test_a_build_that_fails_leaves_the_last_site(school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "site"
    build_site(school, out, OFFICE, year=SCHOOL_YEAR)
    before = content(out)

    def half_written(_records: object, fresh: Path, *_: object, **__: object) -> int:
        (fresh / "index.html").write_text("dở dang", "utf-8")
        raise KeyboardInterrupt

    monkeypatch.setattr(workflow, "make_site", half_written)
    with pytest.raises(KeyboardInterrupt):
        build_site(school, out, OFFICE)
    assert content(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_run_stopped_between_the_two_renames_is_mended(school: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build_site(school, out, OFFICE, year=SCHOOL_YEAR)
    before = content(out)
    out.rename(tmp_path / ".site.cu")
    with pytest.raises(HocbaError):
        build_site(school, out, OFFICE, year=YearId("1999-2000"))
    build_site(school, out, OFFICE, year=SCHOOL_YEAR)
    assert content(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_build_left_is_swept_by_the_next_and_nothing_else(school: Path, tmp_path: Path) -> None:
    """A live build beside it, and a finished site of a like name, stay."""
    out = tmp_path / "site"
    build_site(school, tmp_path / ".site.2024", OFFICE, year=SCHOOL_YEAR)
    killed = subprocess.Popen([sys.executable, "-c", ENDLESS, out], stdout=subprocess.PIPE)
    alive = subprocess.Popen([sys.executable, "-c", ENDLESS, out], stdout=subprocess.PIPE)
    with killed, alive:
        left, working = (Path(run.stdout.readline().decode().strip()).parent for run in (killed, alive) if run.stdout)
        killed.kill()
        killed.wait()
        assert (left / ".gitignore").read_text() == "*\n"
        build_site(school, out, OFFICE, year=SCHOOL_YEAR)
        names = {path.name for path in tmp_path.iterdir()}
        alive.kill()
    assert names == {"site", ".site.2024", working.name}


ENDLESS = """
import sys, time
from pathlib import Path
from hocba_build.workflows.replaced_folder import replacing
with replacing(Path(sys.argv[1])) as fresh:
    print(fresh, flush=True)
    time.sleep(600)
"""


def test_a_new_site_takes_the_place_of_the_old_one_whole(school: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build_site(school, out, OFFICE)
    build_site(school, out, Audience(CLASS), year=SCHOOL_YEAR)
    fresh = tmp_path / "fresh"
    build_site(school, fresh, Audience(CLASS), year=SCHOOL_YEAR)
    assert content(out) == content(fresh)


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_hocba_did_not_make_is_left_alone(school: Path, tmp_path: Path, kind: str) -> None:
    mine = tmp_path / "cua-toi"
    mine.mkdir()
    (mine / "thu.txt").write_text("giữ lại", "utf-8")
    out = {"folder": mine, "file": mine / "thu.txt", "link": tmp_path / "link"}[kind]
    if kind == "link":
        out.symlink_to(mine)
    with pytest.raises(RefusedError):
        build_site(school, out, OFFICE)
    assert content(mine) == {"thu.txt": "giữ lại".encode()}


def run(root: Path, *words: str) -> Result:
    result = CliRunner().invoke(main, ["-C", str(root), "build", "site", *words], catch_exceptions=True)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_the_command_builds_for_an_audience(school: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    result = run(school, "--audience", "class", CLASS, "-o", str(out))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"Đã làm {len(pages_of(out))} trang: {out / 'index.html'}\n"


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("--audience", "class"), 2, "--audience class cần thêm LỚP"),
        ((CLASS,), 2, "LỚP chỉ đi cùng --audience class."),
        (("--audience", "class", "6a9"), 2, "6a9"),
        (("--year", "1999-2000"), 2, "Không có hồ sơ của năm học 1999-2000."),
    ],
)
def test_what_is_not_there_is_a_sentence(
    school: Path, tmp_path: Path, words: tuple[str, ...], status: int, sentence: str
) -> None:
    result = run(school, *words, "-o", str(tmp_path / "site"))
    assert result.exit_code == status
    assert sentence in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_broken_file_elsewhere_does_not_stop_the_site(school: Path, tmp_path: Path) -> None:
    root = tmp_path / "truong"
    shutil.copytree(school, root)
    (root / f"records/{YEAR}/{CLASS}/hk1/toan.yaml").write_text("diem: [", "utf-8")
    assert build_site(root, tmp_path / "site", OFFICE).pages > 10


def test_a_site_names_the_files_it_could_not_read_each_to_whom_they_concern(school: Path, tmp_path: Path) -> None:
    root = tmp_path / "truong"
    shutil.copytree(school, root)
    faulty = [f"records/{YEAR}/{CLASS}/hk1/toan.yaml", f"records/{YEAR}/10a1/hk1/toan.yaml"]
    for name in faulty:
        (root / name).write_text("x: {\n")
    for audience, named in ((OFFICE, faulty), (Audience(CLASS), faulty[:1])):
        made = build_site(root, tmp_path / "site", audience, year=SCHOOL_YEAR)
        footer = (tmp_path / "site/index.html").read_text("utf-8").partition("<footer>")[2]
        assert f"<strong>{len(named)} tệp hồ sơ có lỗi nên không được đọc</strong>" in footer
        assert [name for name in faulty if name in footer] == named
        assert sorted(made.unread) == sorted(named)
