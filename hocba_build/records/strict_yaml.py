"""The only door to PyYAML: a strict subset of YAML, read without implicit types.

The C parser gives events, and a small stack makes the document: nothing is composed recursively, an alias is refused
when it is met, and the depth is bounded, so no input can cost more than its own length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from yaml import CBaseLoader, MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
)

from hocba_build.records.document import MAX_DEPTH, MAX_KEY, Json, check_value, split_modeline, text_of
from hocba_build.records.faults import FaultyError, pointer_to, stop

_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(\.[0-9]{1,4})?")
_NUMERIC_START: Final = frozenset("-0123456789")
_WORDS: Final[dict[str, Json]] = {"null": None, "true": True, "false": False}
_COMMA: Final = re.compile("[0-9],[0-9]")
_PROBLEMS: Final = (
    ("expected ':'", "thiếu dấu hai chấm sau khoá"),
    ("mapping values are not allowed", "có dấu hai chấm ở chỗ không được phép: đặt giá trị trong ngoặc kép"),
    ("',' or ']'", "danh sách [ … ] thiếu dấu phẩy hoặc dấu đóng ngoặc"),
    ("',' or '}'", "khối { … } thiếu dấu phẩy hoặc dấu đóng ngoặc"),
    ("end of stream", "tệp kết thúc giữa chừng: thiếu dấu đóng ngoặc"),
    ("cannot start any token", "kí tự không thể mở đầu một giá trị: đặt giá trị trong ngoặc kép"),
    ("unknown escape", "dấu \\ không hợp lệ trong ngoặc kép: viết \\\\ hoặc bỏ đi"),
    ("expected key", "thụt lề sai, hoặc dòng này không thuộc khối nào"),
    ("block end", "thụt lề sai, hoặc dòng này không thuộc khối nào"),
    ("undefined alias", "không dùng bí danh (*): chép giá trị ra"),
)


def parse(raw: bytes) -> Json:
    """The document of a file's bytes; raises ``FaultyError`` with the first fault of its text."""
    text = text_of(raw)
    reader = _Reader(text)
    try:
        return reader.read()
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise stop("HB103", _syntax(error.problem or ""), line) from None
    except YAMLError:
        raise stop("HB103", _syntax(""), 1) from None


def _syntax(problem: str) -> str:
    for words, sentence in _PROBLEMS:
        if words in problem:
            return f"YAML sai cú pháp: {sentence}"
    return "YAML sai cú pháp ở dòng này: so với một tệp cùng loại rồi sửa"


class _Reader:
    """Events in, one document out."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parser = CBaseLoader(text)
        self._containers: list[dict[str, Json] | list[Json]] = []
        self._keys: list[str | None] = []
        self._root: list[Json] = []
        self._escapes = "\\" in text or "|" in text or ">" in text
        self._commas = _COMMA.search(text) is not None
        self._spans: list[tuple[int, int]] | None = [] if "#" in split_modeline(text)[1] else None

    def read(self) -> Json:
        """Read the only document of the stream."""
        documents = 0
        while (event := self._parser.get_event()) is not None:
            if isinstance(event, ScalarEvent):
                self._scalar(event)
            elif isinstance(event, CollectionStartEvent):
                self._open(event)
            elif isinstance(event, CollectionEndEvent):
                self._containers.pop()
                self._keys.pop()
            elif isinstance(event, DocumentStartEvent):
                documents += 1
                _check_document(event, documents)
            elif isinstance(event, AliasEvent):
                raise stop("HB105", f"không dùng bí danh (*{event.anchor}): chép giá trị ra", _line(event))
        if not self._root:
            raise stop("HB103", "tệp trống: xoá tệp, hoặc ghi nội dung", 1)
        if self._spans is not None:
            _check_comments(self._text, self._spans)
        return self._root[0]

    def _scalar(self, event: ScalarEvent) -> None:
        if event.anchor is not None or event.tag is not None:
            _refuse_properties(event)
        if self._spans is not None:
            self._spans.append(_span(event))
        text: str = event.value
        if self._escapes or "\n" in text:
            check_value(text, _line(event))
        if event.style:
            self._add(text, event)
            return
        self._add(self._plain(text, event), event)

    def _plain(self, text: str, event: ScalarEvent) -> Json:
        """A plain scalar: one of three words, an exact number, else the text itself."""
        if not text:
            raise self._missing(event)
        if text[0] in _NUMERIC_START and (found := _NUMBER.fullmatch(text)):
            if self._commas:
                self._check_comma(text, event)
            return Decimal(text) if found[1] else int(text)
        return _WORDS.get(text, text)

    def _missing(self, event: ScalarEvent) -> FaultyError:
        key = self._keys[-1] if self._keys else None
        if key is None:
            return stop("HB103", "thiếu giá trị: điền vào, hoặc bỏ dấu đứng trước", _line(event))
        return stop("HB103", f"khoá «{key}» không có giá trị: điền vào, hoặc bỏ cả khoá", _line(event))

    def _check_comma(self, text: str, event: ScalarEvent) -> None:
        """``8,5`` in a flow context are two values to YAML and one score to a person: ask, never guess."""
        end = _span(event)[1]
        following = re.match(r",([0-9]+)", self._text[end : end + 12])
        if following and self._containers:
            wrong, right = f"{text},{following[1]}", f"{text}.{following[1]}"
            message = f"«{wrong}» không rõ là một hay hai số: nếu là một điểm, viết dấu chấm: {right}"
            raise stop("HB103", f"{message}; nếu là hai, thêm dấu cách sau dấu phẩy", _line(event))

    def _open(self, event: CollectionStartEvent) -> None:
        if event.anchor is not None or event.tag is not None:
            _refuse_properties(event)
        if len(self._containers) >= MAX_DEPTH:
            raise stop("HB107", f"lồng nhau quá {MAX_DEPTH} tầng: không phải một tệp hồ sơ", _line(event))
        container: dict[str, Json] | list[Json] = {} if isinstance(event, MappingStartEvent) else []
        self._add(container, event)
        self._containers.append(container)
        self._keys.append(None)

    def _add(self, value: Json, event: Event) -> None:
        if not self._containers:
            self._root.append(value)
            return
        container = self._containers[-1]
        if isinstance(container, list):
            container.append(value)
            return
        key = self._keys[-1]
        if key is None:
            self._keys[-1] = _key(value, container, event)
        else:
            container[key] = value
            self._keys[-1] = None


def _key(value: Json, container: dict[str, Json], event: Event) -> str:
    if not isinstance(value, str):
        raise stop("HB103", "khoá phải là chữ: đặt trong ngoặc kép", _line(event))
    if value in container:
        raise stop("HB104", f"khoá «{value}» có hai lần: chỉ giữ lại một", _line(event))
    if len(value) > MAX_KEY:
        raise stop("HB107", f"khoá dài quá {MAX_KEY} kí tự", _line(event))
    return value


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _span(event: Event) -> tuple[int, int]:
    """Where the event's text begins and ends, in characters."""
    if event.start_mark is None or event.end_mark is None:
        return (0, 0)
    return event.start_mark.index, event.end_mark.index


def _refuse_properties(event: ScalarEvent | CollectionStartEvent) -> None:
    if event.anchor is not None:
        raise stop("HB105", f"không dùng neo (&{event.anchor}): chép giá trị ra từng chỗ", _line(event))
    raise stop("HB105", f"không dùng thẻ kiểu ({event.tag}): bỏ thẻ đi", _line(event))


def _check_document(event: DocumentStartEvent, count: int) -> None:
    if event.version or event.tags:
        raise stop("HB105", "không dùng chỉ thị (%YAML, %TAG): bỏ dòng này", _line(event))
    if count > 1:
        raise stop("HB105", "một tệp chỉ có một tài liệu: bỏ dấu --- và phần sau", _line(event))


def _check_comments(text: str, spans: list[tuple[int, int]]) -> None:
    """Rewriting would lose a comment, so it is refused rather than dropped."""
    start = len(split_modeline(text)[0])
    for found in re.finditer(r"(?:(?<=\s)|^)#", text, re.MULTILINE):
        at = found.start()
        if at >= start and not any(first <= at < last for first, last in spans):
            message = "không có chỗ cho chú thích (#) trong hồ sơ: bỏ đi, hoặc đưa vào khoá nhận xét"
            raise stop("HB102", message, text.count("\n", 0, at) + 1)


def lines_of(raw: bytes) -> dict[str, int]:
    """The line of every place of a well-formed document, by JSON pointer; read only when a message needs it."""
    lines: dict[str, int] = {}
    try:
        text = raw.decode("utf-8", "replace")
        for pointer, line in _walk(CBaseLoader(text)):
            lines.setdefault(pointer, line)
    except YAMLError:
        pass  # The text was refused before; what was located so far is still right.
    return lines


def _walk(parser: CBaseLoader) -> Iterator[tuple[str, int]]:
    """Pointers with their lines, from a stack of (pointer, next index or None in a map, key)."""
    stack: list[list[str | int | None]] = []
    while (event := parser.get_event()) is not None:
        if isinstance(event, CollectionEndEvent):
            stack.pop()
            continue
        if not isinstance(event, ScalarEvent | CollectionStartEvent):
            continue
        pointer = ""
        if stack:
            prefix, index, key = stack[-1]
            if index is None and key is None:
                stack[-1][2] = event.value if isinstance(event, ScalarEvent) else ""
                yield f"{prefix}{pointer_to(str(stack[-1][2]))}", _line(event)
                continue
            pointer = f"{prefix}{pointer_to(index if isinstance(index, int) else str(key))}"
            stack[-1][1:] = [index + 1, None] if isinstance(index, int) else [None, None]
        yield pointer, _line(event)
        if isinstance(event, CollectionStartEvent):
            stack.append([pointer, None if isinstance(event, MappingStartEvent) else 0, None])


def locate(raw: bytes, pointer: str) -> int:
    """The line of a JSON pointer in a file, or of the nearest place above it that exists."""
    return nearest(lines_of(raw), pointer)


def nearest(lines: dict[str, int], pointer: str) -> int:
    """The line of a pointer in an index of lines, or of the nearest place above it."""
    while pointer and pointer not in lines:
        pointer = pointer.rpartition("/")[0]
    return lines.get(pointer, 1)
