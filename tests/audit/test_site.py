"""The audit trail on the school's site: from a verified ledger only, and only what the reader may see."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from hocba_build.domain.values import ClassId, YearId
from hocba_build.publishing.site.scope import OFFICE, Audience
from hocba_build.workflows.build_site import build_site
from tests.audit.conftest import sheet_of
from tests.ledger.school import CLOSED, School

NOTHING = "không được dựng từ một sổ có chữ kí đã kiểm tra với tờ gốc"
CHANGE = re.compile(r'cuối kì <span class="was">[\d,]+</span> → <strong>[\d,]+</strong>')


@pytest.fixture(scope="module")
def site(lived: School, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "trang"
    build_site(lived.desk, out, OFFICE, sheet=sheet_of(lived))
    return out


def test_the_office_sees_the_ledger_beside_its_pages(site: Path) -> None:
    shown = (site / f"nam/{CLOSED}/lop/6a1/index.html").read_text("utf-8")
    assert len(CHANGE.findall(shown)) == 1
    assert f'href="../../../../kiem-toan/lop/{CLOSED}/6a1/index.html"' in shown
    pupils = [page.read_text("utf-8") for page in sorted((site / f"nam/{CLOSED}/hoc-sinh").glob("7*.html"))]
    assert [len(CHANGE.findall(page)) for page in pupils].count(1) == 1
    assert all("Ai ghi, ai duyệt từng điểm" in page for page in pupils)
    assert 'href="kiem-toan/index.html">Kiểm tra sổ</a>' in (site / "index.html").read_text("utf-8")
    assert "Đã kiểm tra những gì" in (site / "kiem-toan/index.html").read_text("utf-8")


def test_every_way_of_the_site_leads_somewhere(site: Path) -> None:
    for page in sorted(site.rglob("*.html")):
        for target in re.findall(r'href="([^"#]+)', page.read_text("utf-8")):
            if not target.startswith(("data:", "../" * 9)) and "truong/" not in target:
                assert (page.parent / unquote(target)).exists(), (page, target)


def test_a_homeroom_teacher_sees_the_own_class_only(site: Path, lived: School, tmp_path: Path) -> None:
    out = tmp_path / "lop"
    build_site(lived.desk, out, Audience(ClassId("6a1")), year=YearId(CLOSED), sheet=sheet_of(lived))
    whole = "".join(page.read_text("utf-8") for page in out.rglob("*.html"))
    assert CHANGE.search(whole)
    assert "kiem-toan" not in whole
    assert not (out / "kiem-toan").exists()
    others = set(re.findall(r'"(7\d{9})"', (lived.desk / f"records/{CLOSED}/10a1/lop.yaml").read_text("utf-8")))
    own = set(re.findall(r'"(7\d{9})"', (lived.desk / f"records/{CLOSED}/6a1/lop.yaml").read_text("utf-8")))
    assert others - own
    assert [pupil for pupil in others - own if pupil in whole] == []


def test_without_the_sheet_it_is_said_that_there_is_no_history(lived: School, tmp_path: Path) -> None:
    build_site(lived.desk, tmp_path / "trang", OFFICE)
    shown = (tmp_path / f"trang/nam/{CLOSED}/lop/6a1/index.html").read_text("utf-8")
    assert NOTHING in shown
    assert not CHANGE.search(shown)
    assert not (tmp_path / "trang/kiem-toan").exists()


def test_of_files_that_are_not_the_ledgers_no_history_is_shown(school_copy: School, tmp_path: Path) -> None:
    school_copy.edit(f"records/{CLOSED}/6a1/hk2/toan.yaml", r"ck: [\d.]+", "ck: 0")
    build_site(school_copy.desk, tmp_path / "trang", OFFICE, sheet=sheet_of(school_copy))
    shown = (tmp_path / f"trang/nam/{CLOSED}/lop/6a1/index.html").read_text("utf-8")
    assert NOTHING in shown
    assert not (tmp_path / "trang/kiem-toan").exists()
