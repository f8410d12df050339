"""Batches of copies and recall lists: where they lie, their canonical text, and what they say."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from hocba_build.domain.copies import Batch, BatchRow, Copy, CopyId, Purpose, Reason, Recall, Withdrawn
from hocba_build.domain.values import ClassId, PersonId, SchoolLevel, StudentId, YearId
from hocba_build.records.codec.common import Doc, compact, day, iso
from hocba_build.records.document import Json
from hocba_build.records.edits import place_at, written
from hocba_build.records.faults import Fault, pointer_to
from hocba_build.records.inspect import inspect
from hocba_build.records.layout import Kind, path_for

FOLDER = "signatures/cap-ban"
WHOLE, PAGES = "hoc_ba", "trang_nam"


def batch_path(year: YearId, number: int) -> str:
    """Where a batch lies."""
    return path_for(Kind.CAP_BAN, year=year, number=number)


def recall_path(year: YearId, number: int) -> str:
    """Where a recall list lies."""
    return path_for(Kind.THU_HOI, year=year, number=number)


def encode_batch(batch: Batch) -> bytes:
    """The text of a batch's file."""
    document = compact(
        nam_hoc=batch.year,
        so=batch.number,
        lap_so=batch.founding,
        muc_so=batch.index,
        ngay=iso(batch.day),
        nguoi=batch.author,
        muc_dich=batch.purpose.value,
        noi_nhan=batch.receiver,
        so_quyet_dinh=batch.decision,
        pham_vi=WHOLE if batch.whole else PAGES,
        tu=batch.first,
        khoa_so={str(year): act for year, act in batch.locks.items()},
        so_la=batch.leaves,
        goc_merkle=batch.root,
        ban=[_row(copy) for copy in batch.copies],
    )
    return written(batch_path(batch.year, batch.number), document)


def _row(copy: Copy) -> Json:
    return compact(
        so=copy.number,
        ma=copy.pupil,
        cap=copy.level.value,
        lan=copy.edition,
        thay=copy.replaces.text if copy.replaces else None,
        nam={str(year): str(class_id) for year, class_id in copy.years.items()},
    )


def _decode_batch(doc: Doc) -> Batch:
    return Batch(
        year=YearId(doc["nam_hoc"]),
        number=doc["so"],
        founding=doc["lap_so"],
        index=doc["muc_so"],
        day=day(doc["ngay"]),
        author=PersonId(doc["nguoi"]),
        purpose=Purpose(doc["muc_dich"]),
        receiver=doc["noi_nhan"],
        decision=doc.get("so_quyet_dinh"),
        whole=doc["pham_vi"] == WHOLE,
        first=doc["tu"],
        locks={YearId(year): act for year, act in doc["khoa_so"].items()},
        leaves=doc["so_la"],
        root=doc["goc_merkle"],
        copies=tuple(map(_copy, doc["ban"])),
    )


def _copy(row: Doc) -> Copy:
    return Copy(
        number=row["so"],
        pupil=StudentId(row["ma"]),
        level=SchoolLevel(row["cap"]),
        edition=row["lan"],
        replaces=CopyId.read(row["thay"]) if "thay" in row else None,
        years={YearId(year): ClassId(class_id) for year, class_id in row["nam"].items()},
    )


def encode_recall(recall: Recall) -> bytes:
    """The text of a recall list."""
    batches: dict[str, Json] = {
        name: {"tu": row.first, "so_ban": row.copies, "so_la": row.leaves, "goc_merkle": row.root}
        for name, row in recall.batches.items()
    }
    copies: dict[str, Json] = {
        copy.text: compact(ly_do=one.reason.value, boi=one.by.text if one.by else None)
        for copy, one in recall.copies.items()
    }
    document = compact(
        nam_hoc=recall.year,
        so=recall.number,
        lap_so=recall.founding,
        muc_so=recall.index,
        ngay=iso(recall.day),
        nguoi=recall.principal,
        khoa_so={str(year): version for year, version in recall.versions.items()},
        dot=batches,
        ban=copies,
        ket_qua=[*recall.replaced],
    )
    return written(recall_path(recall.year, recall.number), document)


def _decode_recall(doc: Doc) -> Recall:
    return Recall(
        year=YearId(doc["nam_hoc"]),
        number=doc["so"],
        founding=doc["lap_so"],
        index=doc["muc_so"],
        day=day(doc["ngay"]),
        principal=PersonId(doc["nguoi"]),
        versions={YearId(year): version for year, version in doc["khoa_so"].items()},
        batches={
            name: BatchRow(row["tu"], row["so_ban"], row["so_la"], row["goc_merkle"])
            for name, row in doc["dot"].items()
        },
        copies={
            CopyId.read(name): Withdrawn(Reason(row["ly_do"]), CopyId.read(row["boi"]) if "boi" in row else None)
            for name, row in doc["ban"].items()
        },
        replaced=tuple(doc["ket_qua"]),
    )


@lru_cache(256)
def read_batch(path: str, raw: bytes) -> Batch | Fault:
    """What a batch's file says, or the first thing that is wrong with it."""
    found = _read(path, raw, _decode_batch)
    return found if isinstance(found, Fault) else _checked(found, path, batch_path(found.year, found.number))


@lru_cache(32)
def read_recall(path: str, raw: bytes) -> Recall | Fault:
    """What a recall list says, or the first thing that is wrong with it."""
    found = _read(path, raw, _decode_recall)
    return found if isinstance(found, Fault) else _checked(found, path, recall_path(found.year, found.number))


def _read(path: str, raw: bytes, decode: Any) -> Any:  # noqa: ANN401 - the type follows from the codec
    read = inspect(place_at(path), raw)
    if read.findings:
        first = read.findings[0]
        return Fault(first.code, first.message, first.line, first.pointer)
    try:
        return decode(read.document)
    except ValueError:
        return Fault("HB108", "một số, một ngày trong tệp không có thật: lập lại bằng hocba issue")


def _checked(found: Any, path: str, meant: str) -> Any:  # noqa: ANN401 - either of the two
    if meant == path:
        return found
    return Fault("HB110", f"«so» là {found.number} nhưng tệp mang số khác: sửa khoá", None, pointer_to("so"))


__all__ = ["FOLDER", "batch_path", "encode_batch", "encode_recall", "read_batch", "read_recall", "recall_path"]
