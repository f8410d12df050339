"""The offline page that checks copies: one file for a USB stick, with nothing in it about any pupil."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from hocba_build.domain.copies import Recall
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import Conclusion, Title
from hocba_build.domain.words import date_text, word
from hocba_build.publishing.templates import environment, template_root
from hocba_build.trust.papers.slips import DIGEST
from hocba_build.trust.papers.slips import SUBJECTS as PLACES

FOLDER: Final = "verify"


@dataclass(frozen=True, slots=True)
class VerifyPage:
    """What the page knows; ``groups`` are the hashes of each batch's groups of slips."""

    school: str
    recall: Recall
    groups: Mapping[str, Sequence[bytes]]


def render_verify_page(page: VerifyPage) -> bytes:
    """The page as HTML that fetches nothing; its policy names the only scripts that may run."""
    sheet, reader, script, licence = (
        _asset(name) for name in ("kiem-tra.css", "jsqr/jsQR.js", "kiem-tra.js", "jsqr/LICENSE")
    )
    made = (
        environment(FOLDER)
        .get_template("kiem-tra.html")
        .render(
            page=page,
            data=_safe(json.dumps(_data(page), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")),
            sheet=_safe(sheet),
            sheet_digest=_digest(sheet),
            reader=_safe(reader),
            script=_safe(script),
            script_digests=[_digest(reader), _digest(script)],
            licence=licence,
        )
    )
    return made.encode()


def _data(page: VerifyPage) -> dict[str, Any]:
    recall = page.recall
    return {
        "lap_so": recall.founding,
        "ngay": date_text(recall.day),
        "mon": [SUBJECTS[name].name for name in PLACES],
        "ket_luan": ["", *map(word, Conclusion)],
        "danh_hieu": ["", *map(word, Title)],
        "dot": [
            {
                "nam_hoc": name.partition("/")[0],
                "tu": row.first,
                "so_ban": row.copies,
                "so_la": row.leaves,
                "goc_merkle": row.root,
                "nhom": [one.hex() for one in page.groups[name]],
            }
            for name, row in recall.batches.items()
        ],
        "ban": {
            copy.text: {"ly_do": one.reason.value, "boi": one.by.text if one.by else None}
            for copy, one in recall.copies.items()
        },
        "ket_qua": [one[: 2 * DIGEST] for one in recall.replaced],
    }


def _asset(name: str) -> str:
    return (template_root() / FOLDER / name).read_text("utf-8")


def _safe(text: str) -> Markup:
    """Our own files, and data in which no element can end."""
    return Markup(text)  # noqa: S704 - scripts and style whose digests the policy names; data without a "<"


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


__all__ = ["VerifyPage", "render_verify_page"]
