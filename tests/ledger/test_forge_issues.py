"""Issue templates: for each forge in its own place, in Vietnamese, asking for ids and never for names."""

from __future__ import annotations

import pytest
import yaml

from hocba_build.workflows.server.forge_issues import FOLDERS, texts_of
from tests.ledger.school import School

NAMES = ["mat-khoa.md", "sai-so-lieu.md", "su-co-he-thong.md", "xin-quyen.md"]


def test_the_templates_go_the_way_of_every_file_outside_the_records(school: School) -> None:
    paths = school.does_all("quan-tri", "forge", "issues", "forgejo").split()
    assert paths == [f".forgejo/ISSUE_TEMPLATE/{name}" for name in NAMES]
    branch = school.does("quan-tri", "propose", *paths, "-m", "Mẫu báo sự cố.")
    school.does("hieu-truong", "accept", branch)
    assert "Mã học sinh (không ghi họ tên)" in school.git("show", f"main:{paths[1]}", where=school.server)
    assert school.verdict()["verdict"] == "valid"
    again = school.run("quan-tri", "forge", "issues", "forgejo")
    assert (again.exit_code, "đã đúng như bản này" in again.stderr) == (0, True)


def test_somebodys_own_file_is_not_written_over(school: School) -> None:
    own = school.desk / ".github/ISSUE_TEMPLATE/sai-so-lieu.md"
    own.parent.mkdir(parents=True)
    own.write_text("của tôi\n", "utf-8")
    refused = school.run("quan-tri", "forge", "issues", "github")
    assert (refused.exit_code, "sai-so-lieu.md" in refused.stderr) == (4, True)
    assert [path.name for path in own.parent.iterdir()] == ["sai-so-lieu.md"]


@pytest.mark.parametrize("kind", [kind for kind in FOLDERS if kind != "gitlab"])
def test_a_forge_can_list_them(kind: str) -> None:
    for path, text in texts_of(kind).items():
        _, head, body = text.split("---\n", 2)
        assert {"name", "about", "title", "labels"} == set(yaml.safe_load(head)), path
        assert "Không ghi họ tên, điểm, sức khoẻ của học sinh" in body


def test_gitlab_shows_no_head() -> None:
    texts = texts_of("gitlab")
    assert list(texts) == [f".gitlab/issue_templates/{name}" for name in NAMES]
    assert [text for text in texts.values() if not text.startswith("<!-- Không ghi họ tên")] == []
