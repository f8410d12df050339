"""One file by itself: its text, its schema, its names, and whether it says what its path says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from hocba_build.domain.findings import Finding
from hocba_build.records.canonical import modeline_of, write
from hocba_build.records.document import Json, check_size, split_modeline
from hocba_build.records.explain import explain
from hocba_build.records.faults import Fault, FaultyError, pointer_to
from hocba_build.records.layout import Kind, RecordPath
from hocba_build.records.schemas import fits, violations
from hocba_build.records.strict_yaml import lines_of, nearest, parse
from hocba_build.records.text import name_fault

MAX_VIOLATIONS: Final = 20
_ARMOUR: Final = (b"-----BEGIN PGP MESSAGE-----\n", b"-----END PGP MESSAGE-----\n")
_NAME_KEYS: Final = frozenset({"ho_ten", "giao_vien", "giao_vien_chu_nhiem"})
_NAME_KEYS_OF: Final = {
    Kind.HOC_SINH: _NAME_KEYS | {"ten"},
    Kind.HO_SO: _NAME_KEYS,
    Kind.NAM_CU: _NAME_KEYS | {"hieu_truong"},
    Kind.CAN_BO: _NAME_KEYS,
}


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file's document where nothing is wrong with it, else its findings."""

    document: Json
    findings: tuple[Finding, ...] = ()


def inspect(path: RecordPath, raw: bytes) -> Inspected:
    """Read one file by itself."""
    if path.kind is Kind.HO_SO_KIN:
        return Inspected(None, tuple(fault.at(path.path) for fault in _sealed_faults(raw)))
    try:
        document = parse(raw)
    except FaultyError as error:
        return Inspected(None, (error.fault.at(path.path),))
    faults = list(_faults(path, document)) or list(_text_faults(path, document, raw))
    if not faults:
        return Inspected(document)
    lines = lines_of(raw)
    return Inspected(None, tuple(_located(fault, lines).at(path.path) for fault in faults))


def _located(fault: Fault, lines: dict[str, int]) -> Fault:
    if fault.line is not None or fault.pointer is None:
        return fault
    return Fault(fault.code, fault.message, nearest(lines, fault.pointer), fault.pointer)


def _sealed_faults(raw: bytes) -> Iterator[Fault]:
    try:
        check_size(len(raw))
    except FaultyError as error:
        yield error.fault
        return
    if not (raw.startswith(_ARMOUR[0]) and raw.endswith(_ARMOUR[1])):
        yield Fault("HB103", "không phải một thông điệp OpenPGP dạng chữ: mã hoá lại trang lí lịch", 1)


def _faults(path: RecordPath, document: Json) -> Iterator[Fault]:
    """What the schema refuses; if nothing, what the path, the names and the cancelled entries contradict."""
    name = path.kind.schema
    if not fits(name, document):
        explained: dict[str | None, Fault] = {}
        for violation in violations(name, document):
            fault = explain(violation)
            explained.setdefault(fault.pointer, fault)  # One reason a place is enough to mend it.
        yield from islice(explained.values(), MAX_VIOLATIONS)
        if not explained:
            yield Fault("HB108", "tệp không đúng lược đồ", 1)
        return
    if isinstance(document, dict):
        yield from _contradictions(path, document)
        yield from _void_entries(document)
        if path.kind in _NAME_KEYS_OF:
            yield from _name_faults(document, _NAME_KEYS_OF[path.kind])
        if path.kind is Kind.CAN_BO:
            yield from _told_twice(document)


def _contradictions(path: RecordPath, document: dict[str, Json]) -> Iterator[Fault]:
    said: dict[str, str | None] = {
        "nam_hoc": path.year,
        "lop": path.class_id,
        "hoc_ki": path.term.value if path.term else None,
        "mon": path.subject,
        "ma": path.student,
    }
    for key, expected in said.items():
        if expected is not None and key in document and document[key] != expected:
            message = f"«{key}» là «{document[key]}» nhưng tệp nằm ở chỗ của «{expected}»: sửa khoá, hoặc chuyển tệp"
            yield Fault("HB110", message, pointer=pointer_to(key))


def _void_entries(document: dict[str, Json]) -> Iterator[Fault]:
    for key, entries in document.items():
        if not isinstance(entries, list):
            continue
        void: set[int] = set()
        for index, entry in enumerate(entries):
            number = entry.get("huy") if isinstance(entry, dict) else None
            if not isinstance(number, int):
                continue
            void.add(number)
            if number > index:
                message = f"«huy» là {number}: chỉ huỷ được một mục đứng trước (đếm từ 1)"
                yield Fault("HB108", message, pointer=pointer_to(key, index, "huy"))


def _told_twice(document: dict[str, Any]) -> Iterator[Fault]:
    """A person with two rows, or a key that is two people's: every reader would believe another one."""
    seen: set[str] = set()
    for number, row in enumerate(document["can_bo"]):
        places = [(row["ma"], pointer_to("can_bo", number, "ma"))]
        for place, key in enumerate(row.get("khoa", ())):
            places.append((key["van_tay"], pointer_to("can_bo", number, "khoa", place, "van_tay")))
        for said, pointer in places:
            if said in seen:
                message = f"«{said}» đã ghi ở một dòng khác: mỗi người một dòng, mỗi khoá của một người"
                yield Fault("HB112", message, pointer=pointer)
            seen.add(said)


def _name_faults(value: Json, keys: frozenset[str], at: str = "", *, named: bool = False) -> Iterator[Fault]:
    """The faults of every text, or list of texts, that stands under one of the keys."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _name_faults(inner, keys, at + pointer_to(key), named=key in keys)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _name_faults(item, keys, at + pointer_to(index), named=named)
    elif named and isinstance(value, str) and (reason := name_fault(value)):
        yield Fault("HB106", reason, pointer=at)


def _text_faults(path: RecordPath, document: Json, raw: bytes) -> Iterator[Fault]:
    """Whether the bytes are the one text of the document."""
    modeline = raw.startswith(modeline_of(path).encode())
    canonical = write(path, document, modeline=modeline)
    if canonical == raw:
        return
    text = raw.decode()
    if not modeline and split_modeline(text)[0]:
        yield Fault("HB102", f"dòng lược đồ phải là: {modeline_of(path).strip()}", 1)
        return
    yield _first_difference(path, text, canonical.decode())


def _first_difference(path: RecordPath, text: str, wanted: str) -> Fault:
    """Line and column where the text leaves its canonical form; a few letters of both, unless they are personal."""
    shorter = min(len(text), len(wanted))
    at = next((at for at in range(shorter) if text[at] != wanted[at]), shorter)
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    message = f"chưa đúng dạng chuẩn từ cột {column}"
    has, want = (_word_at(side, at) for side in (text, wanted))
    if path.kind not in _NAME_KEYS_OF and has != want and want:
        message += f" (đang là «{has}», phải là «{want}»)" if has else f" (phải là «{want}»)"
    return Fault("HB102", f"{message}: chạy `hocba fmt`", line)


def _word_at(text: str, at: int) -> str:
    """The word of a line around a place, to show in a message."""
    start = max(text.rfind(sign, 0, at) for sign in " \n[{") + 1
    line = text[start : start + 40].partition("\n")[0]
    return line.partition(" ")[0].rstrip(",]}")
