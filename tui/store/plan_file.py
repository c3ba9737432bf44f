"""The plan file loaded, with all its problems; :mod:`tui.store.plan_save` saves it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import attrs

from tui.model.checks import NewerFormat, read_plan
from tui.model.fields import FORMAT, TABLES
from tui.model.plan import Plan, Problem
from tui.model.text import N_, Sentence, printable, say
from tui.store.files.errors import CannotRead, shown_path
from tui.store.files.file_state import FileState, decoded, ends_in_a_letter, read_file
from tui.store.lazy import Lazy
from tui.store.toml.beside import read_beside
from tui.store.toml.limits import Excessive, Room
from tui.store.toml.parse import Progress, cut_of, no_collecting, no_progress, parsed_by_record
from tui.store.toml.regular import Regular

if TYPE_CHECKING:  # only what is broken is salvaged
    from tui.frames.disk_cache import Answer, KeptFrame
    from tui.store.log.history import Known
    from tui.store.toml.recover import Salvaged

_BOM = "\ufeff"
_PARSING = 0.6
"""The part of loading that is parsing; the rest is checking."""

CheckedRecords: TypeAlias = Mapping[str, Mapping[str, Any]]
"""Records in which nothing was found wrong, by table and id."""


@attrs.frozen
class SaveBase:
    """The text this session's saves are written from, and what it holds: the file as it was before the first of them."""

    state: FileState = attrs.field(repr=False)
    _doc: Mapping[str, Any] | Lazy[Mapping[str, Any]] = attrs.field(eq=False, repr=False)
    regular: Regular | None = attrs.field(default=None, eq=False, repr=False)

    @classmethod
    def of(cls, text: str, doc: Mapping[str, Any]) -> SaveBase:
        """A text that is in no file."""
        return cls(FileState(Path(), text.encode("utf-8", "surrogatepass")), doc)

    @property
    def text(self) -> str:
        """The text, with its byte order mark."""
        return self.state.data.decode("utf-8", "surrogatepass")

    @property
    def unread_doc(self) -> Mapping[str, Any] | Lazy[Mapping[str, Any]]:
        """What it holds, or what will give it."""
        return self._doc

    @property
    def doc(self) -> Mapping[str, Any]:
        """What it holds."""
        return self._doc.value if isinstance(self._doc, Lazy) else self._doc


@attrs.frozen
class Kept:
    """A snapshot's folder, and its files of derived frames by name; see :mod:`tui.store.snapshot.read`."""

    folder: Path
    frames: Mapping[str, str]


@attrs.frozen
class Loaded:
    """A plan as one version of its file holds it.

    ``doc`` is the parsed file, the base of the next save and of a merge. ``read_only_because`` is set when the file
    is not valid TOML: what could be read is shown, and the file is not written over. ``save_base`` (None: this very
    text) still has what saves of this session took out; see :mod:`tui.store.save_base`. ``problems`` and ``doc`` may be
    given as :class:`Lazy`: then they are worked out when first asked for.
    """

    plan: Plan
    _problems: tuple[Problem, ...] | Lazy[tuple[Problem, ...]] = attrs.field(eq=False)
    state: FileState
    _doc: Mapping[str, Any] | Lazy[Mapping[str, Any]] = attrs.field(eq=False, repr=False)
    read_only_because: Sentence | None = None
    save_base: SaveBase | None = None
    checked_records: CheckedRecords | Lazy[CheckedRecords] | None = attrs.field(default=None, eq=False, repr=False)
    """Records an earlier version had, in which nothing was found wrong; None where it was not looked for problems by records."""
    snapshot: Kept | None = attrs.field(default=None, eq=False, repr=False)
    """Where this very file is kept in the cache, when it was opened from there."""
    answers: Mapping[str, Answer] = attrs.field(factory=dict, eq=False, repr=False)
    """What an earlier session worked out of this very file; see :mod:`tui.store.snapshot.answers`."""
    handed: Lazy[Mapping[str, Answer]] | None = attrs.field(default=None, eq=False, repr=False)
    """The same of a second process of this start, which is waited for when it is asked for; see :mod:`tui.session.first_view`."""
    recoded: int = attrs.field(default=0, eq=False)
    """Items of meetings whose reasons the file holds in a sentence and the plan in codes; the next save writes those."""
    regular: Regular | None = attrs.field(default=None, eq=False, repr=False)
    """What the file holds, where its text was read record by record: a save need not look through it again."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the file, each with its line."""
        return self._problems.value if isinstance(self._problems, Lazy) else self._problems

    @property
    def kept_frames(self) -> Callable[[], Mapping[str, KeptFrame]]:
        """What gives the derived frames of this very file that an earlier session has kept, or that are handed over, by name."""
        handed, found = self.handed, self.answers if self.snapshot is None else self.snapshot.frames
        return lambda: found if handed is None else handed.value

    @property
    def is_checked(self) -> bool:
        """Whether it has been looked for problems yet."""
        return not isinstance(self._problems, Lazy) or self._problems.made

    @property
    def doc(self) -> Mapping[str, Any]:
        """The parsed file. Nothing in it is ever changed in place."""
        return self._doc.value if isinstance(self._doc, Lazy) else self._doc

    @property
    def unread_doc(self) -> Mapping[str, Any] | Lazy[Mapping[str, Any]]:
        """The parsed file, or where nobody has asked for it what will give it."""
        return self._doc

    @property
    def known_regular(self) -> Regular | None:
        """What the file holds, whole, where its text is known to be regular: it was read record by record, or written so."""
        room = self.regular.room if self.regular is not None else self.state.written.room if self.state.written is not None else None
        if room is None:
            return None
        return self.regular if self.regular is not None and not self.regular.stored else Regular(self.doc, room)

    @property
    def text(self) -> str:
        """The file's text."""
        return decoded(self.state)

    @property
    def errors(self) -> int:
        """How many problems are more than warnings."""
        return sum(not p.warning for p in self.problems)


class Speaker(Protocol):
    """What says sentences in the user's language, e.g. ``tui.i18n.Words``."""

    def sentence(self, sentence: Sentence, /) -> str: ...


# -- loading ------------------------------------------------------------------------------------------------------


def load(path: str | os.PathLike[str], progress: Progress = no_progress) -> Loaded:
    """The plan in a file, with every problem and its line.

    ``progress`` is told now and then how far it is, 0 to 1; what it raises stops the loading and comes out here. A text
    that is not regular (see :mod:`tui.store.toml.parse`) is parsed in one step.
    Raises :class:`CannotRead` when the file cannot be read at all or needs a newer program.
    """
    return load_state(read_file(path), progress)


def load_text(text: str, name: str = "plan.toml") -> Loaded:
    """The plan in a text that is in no file yet. Raises :class:`CannotRead` for a newer format."""
    return load_state(FileState(Path(name), text.encode("utf-8", "surrogatepass")))


def load_state(
    state: FileState, progress: Progress = no_progress, near: Loaded | None = None, checked_records: CheckedRecords | None = None
) -> Loaded:
    """The plan in bytes already read, e.g. what :class:`ChangedOnDisk` carries. Raises :class:`CannotRead`.

    What stands byte for byte as in ``near``, another version of the plan, is taken over from it: the same objects.
    Those that are in ``checked_records`` (when None: those of ``near`` that are) are not checked again.
    """
    beside = _beside(state, near)
    text = decoded(state).removeprefix(_BOM) if beside is None else ""
    saved: Salvaged | None = None
    doc: Mapping[str, Any]
    room: Room | None
    try:
        if beside is None and ends_in_a_letter(state):
            raise ValueError("Half a letter (at end of document)")
        if beside is not None:
            doc, room = beside
        elif state.doc is not None:
            doc, room = state.doc, None
        else:
            doc, room = _parsed(text, near, lambda part: progress(part * _PARSING))
    except Excessive as error:
        template = N_("{path}, line {line}: {what}. It is not opened, for it would take too much memory.")
        told = say(template, path=shown_path(state.path), line=error.line, what=error.sentence)
        raise CannotRead(told, error.line) from error
    except (ValueError, RecursionError) as error:
        from tui.store.toml.recover import salvage

        saved = salvage(text, error)
        doc, room = saved.doc, None
    try:
        if checked_records is None:
            checked_records = checked_records_in(near) if near is not None else {}
        with no_collecting():
            plan, problems = read_plan(doc, checked_records, lambda part: progress(_PARSING + part * (1 - _PARSING)))
    except NewerFormat as error:
        from tui.store.toml.problem_lines import lines_of

        line = (saved.lines if saved else lines_of(text or decoded(state).removeprefix(_BOM), doc, ())).get(("format",), 1)
        template = N_("{path}, line {line}: the file has format {found}; this program reads up to {format}. Use a newer version of it.")
        what = say(template, path=shown_path(state.path), line=line, found=printable(str(error.args[0])), format=FORMAT)
        raise CannotRead(what, line) from error
    recoded = _carried_over(plan) if saved is None else 0
    regular = None if room is None else Regular(doc, room)
    if saved is None and not problems:
        return Loaded(plan, (), state, doc, recoded=recoded, regular=regular)
    from tui.store.toml.problem_lines import at_line, lines_of

    if saved is None:
        found = lines_of(text or decoded(state).removeprefix(_BOM), doc, problems)
        return Loaded(plan, tuple(at_line(p, found, doc) for p in problems), state, doc, recoded=recoded, regular=regular)
    problems = [at_line(p, saved.lines, doc) for p in saved.put_into(plan, problems)]
    template = N_("line {line} of the file is not valid TOML; mend it in a text editor. Until then the plan is open for reading only.")
    return Loaded(plan, tuple(problems), state, doc, say(template, line=problems[0].line))


def _beside(state: FileState, near: Loaded | None) -> tuple[dict[str, Any], Room] | None:
    """What the bytes hold, and the room in them, where they are those of ``near`` but for the values of some records."""
    if near is None or near.read_only_because is not None or state.doc is not None:
        return None
    known = near.known_regular
    return None if known is None else read_beside(state.data, near.state.data, known)


def _carried_over(plan: Plan) -> int:
    """How many items of meetings told in a sentence of the program why they stand there: the plan has it in codes from now on."""
    if not holds_sentences(plan):
        return 0
    from tui.store.older_reasons import carry_over  # hardly a plan has any

    return carry_over(plan)


def holds_sentences(plan: Plan) -> bool:
    """Whether an item of a meeting has a reason that is no code."""
    items = (item for review in plan.tables["reviews"].values() for item in review.get("items", ()))
    return any("why" in item and not str(item["why"]).startswith("[[") for item in items)


def _parsed(text: str, near: Loaded | None, progress: Progress) -> tuple[Mapping[str, Any], Room | None]:
    if near is None or near.read_only_because is not None:
        return parsed_by_record(text, None, {}, progress)
    return parsed_by_record(text, cut_of(near.text.removeprefix(_BOM), near.doc), near.doc, progress)


def checked_records_in(loaded: Loaded) -> CheckedRecords:
    """The records in which nothing was found wrong; where nobody has looked yet, what is known of an earlier version.

    A table is the very one of the version only where nothing at all is wrong with that.
    """
    if not loaded.is_checked:
        known = loaded.checked_records
        return (known.value if isinstance(known, Lazy) else known) or {}
    faulty = {(p.table, p.id) for p in loaded.problems}
    checked_records: dict[str, Mapping[str, Any]] = {}
    for name, spec in TABLES.items():
        records = loaded.doc.get(name)
        if records is not None and not spec.single and isinstance(records, Mapping):
            checked_records[name] = {id: values for id, values in records.items() if (name, id) not in faulty} if faulty else records
    return checked_records


def known_of(loaded: Loaded) -> Known | None:
    """A version as one beside which those of its history are read, or what this session's saves are written from; None where neither is
    known without reading all of it."""
    from tui.store.log.history import Known

    if loaded.read_only_because is not None:
        return None
    for version in (loaded, loaded.save_base):
        regular = None if version is None else version.regular
        if version is not None and regular is not None and not regular.stored and version.state.is_read:
            return Known(version.state.data, regular, checked_records_in(loaded))
    return None


def format_problem(problem: Problem, file_name: str, words: Speaker) -> str:
    """``file:line: table.id.field: sentence`` on one line that is safe for a terminal; parts that are unknown are left out."""
    place = shown_path(file_name) if problem.line is None else f"{shown_path(file_name)}:{problem.line}"
    where = f"{problem.where}: " if problem.where else ""
    return printable(f"{place}: {where}{words.sentence(problem.what)}")
