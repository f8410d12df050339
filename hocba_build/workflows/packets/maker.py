"""A leaver's packet from the ledger: locked years with everything that proves them to a stranger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.results import evaluate_year
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import ClassId, SchoolLevel, StudentId, YearId
from hocba_build.exchange.packet import (
    MANIFEST,
    PARTIAL_PAGES,
    SHEET,
    SUMMARY,
    SUMS,
    Contents,
    Packet,
    leaf_path,
    pages_path,
    sums,
    view_path,
    way_path,
)
from hocba_build.exchange.packet_check import judge_packet
from hocba_build.exchange.packet_time import WitnessFiles
from hocba_build.publishing.transcript.stored import store
from hocba_build.publishing.transcript.view import Approvals, Results, transcript_view
from hocba_build.records.copies import recall_path
from hocba_build.records.layout import Kind, path_for
from hocba_build.records.reader import Source, read_records
from hocba_build.trust.founding import Sheet, read_sheet
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.papers.office_copies import recalls_in
from hocba_build.trust.papers.partial import Partial
from hocba_build.trust.policy import read_root
from hocba_build.trust.year_end.leaf_proof import prove
from hocba_build.trust.year_end.locks import Leaf, read_class
from hocba_build.workflows.audit.corrections import pages_before
from hocba_build.workflows.ledger.founding import sheet_of
from hocba_build.workflows.ledger.history import History
from hocba_build.workflows.packets.moments import moment_files
from hocba_build.workflows.packets.pages import packet_edition, partial_pages, printed, summary


@dataclass(frozen=True, slots=True)
class _Held:
    """A locked year of the pupil: the number of the lock's act, the class, and all leaves of the lock."""

    act: int
    class_id: ClassId
    classes: Mapping[ClassId, Mapping[StudentId, Leaf]]


class PacketMaker:
    """Makes a pupil's packet from the ledger's newest entry."""

    def __init__(
        self, history: History, pupil: StudentId, partial: Partial | None = None, source: Source | None = None
    ) -> None:
        """Take the judged ledger, and the statement of the pupil's running year where there is one.

        ``source`` holds the entry's records with the pupil's sealed life page opened, where it could be.
        """
        self.history, self.pupil, self.partial = history, pupil, partial
        self.trees, self.state, self.tree = history.trees, history.state, history.tree
        self.source = TreeSource(self.trees, self.tree) if source is None else source

    @cached_property
    def records(self) -> SchoolRecords:
        """The records of that entry."""
        records = read_records(self.source).records
        if records is None or self.pupil not in records.students:
            raise HocbaError(f"Không có học sinh {self.pupil} trong sổ.", "Xem lại mã học sinh.")
        return records

    @cached_property
    def sheet(self) -> Sheet:
        """The founding sheet."""
        return read_sheet(self._sheet)

    @cached_property
    def _sheet(self) -> bytes:
        return sheet_of(self.trees, self.state.founding)

    @cached_property
    def held(self) -> dict[YearId, _Held]:
        """The locked years that have a leaf of the pupil.

        Raises:
            RefusedError: one of the pupil's years is open for a correction.
        """
        found = {}
        for year, lock in sorted(self.state.locks.items()):
            if not self._attended(year):
                continue
            if lock.scope is not None:
                raise RefusedError(f"Năm học {year} đang mở để sửa.", "Khoá lại năm ấy trước khi lập gói: hocba board.")
            classes = dict(self._classes(year, lock.acts))
            own = [class_id for class_id, leaves in classes.items() if self.pupil in leaves]
            if own:
                found[year] = _Held(lock.acts, own[0], classes)
        return found

    @property
    def life_is_sealed(self) -> bool:
        """Whether the pupil's life page stays out, since nobody here can open it."""
        return self.pupil in self.records.sealed_families

    def open_years(self) -> Iterator[YearId]:
        """The pupil's years that are not locked."""
        return (year for year in sorted(self.records.years) if self._attended(year) and year not in self.held)

    def _attended(self, year: YearId) -> bool:
        entered = self.records.years.get(year)
        return entered is not None and any(
            row.student == self.pupil for held in entered.classes.values() for row in held.school_class.enrolments
        )

    def _classes(self, year: YearId, act: int) -> Iterator[tuple[ClassId, dict[StudentId, Leaf]]]:
        folder = f"signatures/khoa-so/{year}/{act:04d}/"
        for path, blob in self.trees.files(self.tree, folder.rstrip("/")):
            name = path.removeprefix(folder)
            if name not in ("khoa.yaml", "khoa.yaml.asc"):
                yield ClassId(name.removesuffix(".yaml")), read_class(self.trees.content(blob))

    def make(self) -> Packet:
        """The packet.

        Raises:
            RefusedError: nothing of the pupil is locked.
            HocbaError: no such pupil, or the pages cannot be printed.
        """
        if not self.held and self.partial is None:
            raise RefusedError(
                f"Học sinh {self.pupil} chưa có năm học nào đã khoá.", "Khoá sổ năm học, hoặc lập gói cho năm đang học."
            )
        kept = tuple(year for year, pupils in sorted(self.records.legacy.items()) if self.pupil in pupils)
        contents = self._contents(kept)
        files = dict(self._files(contents)) | self._moments
        files[MANIFEST] = contents.text()
        approvals = Approvals(before=pages_before(self.history, self.held))
        leaves = {year: files[leaf_path(year)] for year in self.held}
        for level in contents.levels:
            view = transcript_view(
                self.records,
                self._results(),
                self.pupil,
                level,
                locked=frozenset(self.held),
                approvals=approvals,
            )
            files |= {view_path(level): store(view), pages_path(level): printed(view, leaves)}
        if self.partial is not None:
            files[PARTIAL_PAGES] = partial_pages(self.partial)
        files[SUMMARY] = summary(Packet(contents, files), judge_packet(Packet(contents, files), self.sheet))
        files[SUMS] = sums(files)
        return Packet(contents, files)

    def _contents(self, kept: tuple[YearId, ...]) -> Contents:
        grades = {self.records.years[year].classes[one.class_id].school_class.grade for year, one in self.held.items()}
        grades |= {self.records.legacy[year][self.pupil].grade for year in kept}
        return Contents(
            pupil=self.pupil,
            school=self.sheet.school,
            founding=self.state.founding,
            index=self.state.index,
            tip=self.state.tip,
            edition=packet_edition(),
            locks={year: one.act for year, one in self.held.items()},
            kept=kept,
            partial=self.partial.path if self.partial else None,
            witnessed=tuple(year for year in self.held if WitnessFiles(year).token in self._moments),
            levels=tuple(sorted({SchoolLevel.of_grade(grade) for grade in grades}, key=lambda level: level.value)),
        )

    def _files(self, contents: Contents) -> Iterator[tuple[str, bytes]]:
        yield SHEET, self._sheet
        for year, one in self.held.items():
            proof = prove(one.classes, one.class_id, self.pupil)
            yield leaf_path(year), proof.leaf
            yield way_path(year), proof.way()
            for path in (contents.lock_path(year), f"{contents.lock_path(year)}.asc"):
                yield path, self._content(path)
        yield from self._own_records(contents)
        yield from self._recall()
        if self.partial is not None:
            yield from self._statement(self.partial)
        for path, blob in self.trees.files(self.tree, "signatures/goc"):
            if not path.endswith(".pem"):
                yield path, self.trees.content(blob)
        for person in self._root_persons():
            for path, blob in self.trees.files(self.tree, f"signatures/keys/{person}"):
                yield path, self.trees.content(blob)

    @cached_property
    def _moments(self) -> dict[str, bytes]:
        """The witnesses of the locked years: each the oldest that has seen the lock."""
        return {
            path: raw
            for year, one in self.held.items()
            for path, raw in moment_files(self.history, self.pupil, year, one.act)
        }

    def _own_records(self, contents: Contents) -> Iterator[tuple[str, bytes]]:
        path = path_for(Kind.HOC_SINH, student=self.pupil)
        yield path, self._content(path)
        life = path_for(Kind.HO_SO, student=self.pupil)
        if life in self.source:
            yield life, self.source[life]
        for year in contents.kept:
            page = path_for(Kind.NAM_CU, year=year, student=self.pupil)
            yield page, self._content(page)

    def _statement(self, partial: Partial) -> Iterator[tuple[str, bytes]]:
        """The statement of the running year, both signatures, and the registrar's certificate."""
        paths = [partial.path, *map(partial.signature_path, (partial.registrar, partial.principal))]
        paths.append(f"signatures/keys/{partial.registrar}/{partial.registrar_key}.asc")
        yield from ((path, self._content(path)) for path in paths)

    def _recall(self) -> Iterator[tuple[str, bytes]]:
        """The newest recall list, where the principal has signed one: it says what stood when the packet was made."""
        if lists := recalls_in(self.trees, self.tree):
            path = recall_path(lists[-1].year, lists[-1].number)
            yield from ((one, self._content(one)) for one in (path, f"{path}.asc"))

    def _root_persons(self) -> list[str]:
        """Everybody whom a root sheet ever named."""
        named: set[str] = set(self.sheet.keys)
        for path, blob in self.trees.files(self.tree, "signatures/goc"):
            if path.endswith(".yaml"):
                named |= set(read_root(self.trees.content(blob), path).keys)
        return sorted(named)

    def _results(self) -> Results:
        students = self.records.students
        return {year: evaluate_year(self.records.years[year], students, {self.pupil}) for year in self.held}

    def _content(self, path: str) -> bytes:
        blob = self.trees.entry(self.tree, path)
        if blob is None:
            raise HocbaError(f"Sổ thiếu {path}.", "Xem hocba verify.")
        return self.trees.content(blob)


__all__ = ["PacketMaker"]
