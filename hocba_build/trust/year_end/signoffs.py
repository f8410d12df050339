"""Sign-offs: a statement that people and plain tools can read, the files it must name, and whether it may stand.

Nguồn: quy chế của trường, Điều 7 (giáo viên bộ môn), Điều 8 (giáo viên chủ nhiệm), Điều 9 (lãnh đạo).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.values import ClassId, PersonId, SubjectId, Term, YearId
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.policy import Staffing
from hocba_build.trust.state import LedgerState, SignOff
from hocba_build.trust.year_end.scopes import HOMEROOM, LEADER, SUBJECT, brought_in, files_in

DOMAIN: Final = "hocba-signoff/v1"
WORDS: Final = {
    SUBJECT: "Tôi xác nhận các điểm số, mức đánh giá và nhận xét dưới đây là đúng và đủ.",
    HOMEROOM: "Tôi xác nhận kết quả rèn luyện, chuyên cần, nhận xét và hồ sơ của lớp dưới đây là đúng và đủ.",
    LEADER: "Tôi đã kiểm tra việc kí xác nhận của các lớp dưới đây.",
}
_HEAD: Final = re.compile(
    r"hocba-signoff/v1\n"
    r"lap-so: (?P<founding>[0-9a-f]{40})\n"
    r"tep: (?P<path>signatures/[a-z0-9./-]+)\n"
    r"muc-so: (?P<index>0|[1-9][0-9]{0,8})\n"
    r"nguoi: (?P<person>[a-z][a-z0-9.-]{0,31})\n"
    r"(?:thay: (?P<other>[a-z][a-z0-9.-]{0,31})\n)?"
    r"vai-tro: (?P<role>bo-mon|chu-nhiem|lanh-dao)\n"
    r"(?P<scopes>(?:pham-vi: [a-z0-9.-]+(?:/[a-z0-9-]+)?\n)+)"
    r"loi: (?P<words>[^\n]+)\n\n"
    r"(?P<files>(?:[0-9a-f]{64}  [a-z0-9./-]+\n)*)"
)


class StatementFaultError(ValueError):
    """Why a text is no statement that may stand here."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a statement says before it names its files; ``path`` is where it will lie."""

    founding: Oid
    path: str
    index: int
    person: PersonId
    role: str
    scopes: tuple[str, ...]
    instead_of: PersonId | None = None


def statement(draft: Draft, files: Mapping[str, str]) -> bytes:
    """The text that is signed; ``files`` are SHA-256 by path."""
    lines = [DOMAIN, f"lap-so: {draft.founding}", f"tep: {draft.path}", f"muc-so: {draft.index}"]
    lines.append(f"nguoi: {draft.person}")
    if draft.instead_of is not None:
        lines.append(f"thay: {draft.instead_of}")
    lines += [f"vai-tro: {draft.role}", *(f"pham-vi: {scope}" for scope in sorted(draft.scopes))]
    lines += [f"loi: {WORDS[draft.role]}", "", *(f"{files[path]}  {path}" for path in sorted(files))]
    return ("\n".join(lines) + "\n").encode()


def read_statement(raw: bytes, year: YearId) -> tuple[Draft, dict[str, str]]:
    """A statement and its files; only the text that ``statement`` would write is one.

    Raises:
        StatementFaultError: with the reason.
    """
    try:
        found = _HEAD.fullmatch(raw.decode())
    except UnicodeDecodeError:
        found = None
    if found is None:
        raise StatementFaultError("không đúng dạng của bản kí xác nhận")
    files = {line[66:]: line[:64] for line in found["files"].splitlines()}
    scopes = tuple(line.partition(": ")[2] for line in found["scopes"].splitlines())
    other = PersonId(found["other"]) if found["other"] else None
    signer, index = PersonId(found["person"]), int(found["index"])
    draft = Draft(Oid(found["founding"]), found["path"], index, signer, found["role"], scopes, other)
    if statement(draft, files) != raw or not found["path"].startswith(f"signatures/ky-xac-nhan/{year}/"):
        raise StatementFaultError("không đúng dạng của bản kí xác nhận")
    return draft, files


def files_of(trees: Trees, tree: Oid, year: YearId, role: str, scopes: Iterable[str]) -> dict[str, Oid]:
    """The existing record files that a statement with these scopes must name."""
    folder = f"records/{year}"
    wanted = [f"{folder}/{name}" for scope in scopes for name in files_in(role, scope)]
    if role == HOMEROOM:
        wanted.append(f"{folder}/nam-hoc.yaml")
        for scope in scopes:
            wanted += [path for path, _ in trees.files(tree, f"{folder}/{brought_in(scope)}")]
    found = {path: trees.entry(tree, path) for path in wanted}
    return {path: blob for path, blob in found.items() if blob is not None}


def standing(state: LedgerState, year: YearId, role: str, class_id: ClassId) -> list[SignOff]:
    """The fresh statements of a role that cover a class."""
    return [
        one
        for one in state.sign_offs
        if one.year == year
        and one.role == role
        and any(scope.partition("/")[0] == class_id for scope in one.scopes)
        and state.is_fresh(one)
    ]


def underlying(state: LedgerState, year: YearId, role: str, scopes: Iterable[str]) -> list[SignOff]:
    """The statements that another one must name: subjects' below the homeroom's, the homeroom's below the leader's."""
    below = {HOMEROOM: SUBJECT, LEADER: HOMEROOM}.get(role)
    found = {
        one.path: one
        for scope in scopes
        for one in (standing(state, year, below, ClassId(scope.partition("/")[0])) if below else ())
    }
    return list(found.values())


def due(staffing: Staffing, subjects: Mapping[ClassId, Iterable[SubjectId]]) -> dict[str, frozenset[PersonId]]:
    """Who must sign each subject of each class: everybody named for either semester."""
    return {
        f"{class_id}/{subject}": frozenset(
            person for term in (Term.HK1, Term.HK2) for person in staffing.assignments.teachers(class_id, subject, term)
        )
        for class_id, taught in subjects.items()
        for subject in taught
    }


def named_for(staffing: Staffing, role: str, scope: str) -> frozenset[PersonId]:
    """Whose signatures a subject or homeroom scope waits for."""
    class_id, _, subject = scope.partition("/")
    if role == HOMEROOM:
        return staffing.named_homeroom(ClassId(class_id))
    return due(staffing, {ClassId(class_id): (SubjectId(subject),)})[scope] if subject else frozenset()


def in_place_of(
    staffing: Staffing, stand_ins: Mapping[PersonId, PersonId], absent: PersonId, scope: str
) -> frozenset[PersonId]:
    """Who may sign a scope instead of a person: deputies, and whom an open unlock names for who has left."""
    class_id, _, subject = scope.partition("/")
    held = staffing.deputies(absent, ClassId(class_id), SubjectId(subject) if subject else None)
    return held | {stand_ins[absent]} if absent in stand_ins else held


def may_sign(
    staffing: Staffing, stand_ins: Mapping[PersonId, PersonId], draft: Draft, scope: str
) -> frozenset[PersonId]:
    """Who may sign a subject or homeroom scope as a statement says: in the own name, or instead of who is named."""
    named = named_for(staffing, draft.role, scope)
    if draft.instead_of is None:
        return named
    return in_place_of(staffing, stand_ins, draft.instead_of, scope) if draft.instead_of in named else frozenset()


def missing_subjects(
    state: LedgerState, year: YearId, class_id: ClassId, staffing: Staffing
) -> dict[str, frozenset[PersonId]]:
    """The subjects of a class with the persons whose fresh signature is still missing (a deputy's counts for both)."""
    taught = {subject for held, subject, _ in staffing.assignments.teaching if held == class_id}
    wanted = due(staffing, {class_id: sorted(taught)})
    missing: dict[str, frozenset[PersonId]] = {}
    for scope, persons in wanted.items():
        signed = {
            name
            for one in state.sign_offs
            if one.role == SUBJECT and one.year == year and scope in one.scopes and state.is_fresh(one)
            for name in (one.person, one.instead_of)
        }
        if left := persons - signed:
            missing[scope] = frozenset(left)
    return missing
