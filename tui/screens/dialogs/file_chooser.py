"""The one box that asks for a file: a path that is typed and completed, over what stands in its folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.i18n.words import Words
from tui.model.text import N_, Sentence, printable
from tui.screens.dialogs.frame import Dialog
from tui.store.files.folder_listing import FolderEntry, FolderListing, Kinds, completed, listed, meant_path, split
from tui.store.files.new_file import folder_fault, with_ending
from tui.store.files.reach import why_not_looked_at, why_not_put
from tui.widgets.inputs import TextField
from tui.widgets.options import Options


class FileChooser(Dialog[Path]):
    """Ask for a file, or where one is to go. ``check`` says what is wrong with a path, "" when nothing is.

    Tab completes what is typed, ↓ goes into the list, Enter takes a file and goes into a folder. Names with a dot are listed
    when one is typed; of files of other kinds it is said how many there are.
    """

    purpose = N_("Asks for a file. Tab goes on with what is typed as far as it is clear; the list shows what stands in the folder.")

    BINDINGS = [
        Binding("tab", "complete", show=False),
        Binding("down,ctrl+n", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "move(8)", show=False),
        Binding("pageup", "move(-8)", show=False),
    ]
    wide = True
    leaves_draft = True

    def __init__(
        self,
        words: Words,
        title: str,
        start: str,
        check: Callable[[Path], str],
        kinds: Kinds,
        *,
        folder: bool = False,
        writes: Sentence | None = None,
        ending: str = "",
    ) -> None:
        super().__init__(
            printable(title), words(N_("Tab completes · ↓ list · Enter takes, or goes into the folder · ~ home folder · Esc backs out"))
        )
        self.start = start
        self.check = check
        self.kinds = kinds
        self.folder = folder
        """Whether a folder is the answer as well."""
        self.writes = writes
        """Where files usually go, in words, when something is to be written there: its folder has to be there and open to it."""
        self.ending = ending
        """What a typed name without an ending gets; "" for nothing."""
        self.wrong = ""
        """What is said at first: why the last answer did not do."""
        self.listing = FolderListing(folder="")

    def compose_body(self) -> ComposeResult:
        yield TextField(self.start, id="answer")
        yield Static("", id="ask-fault", classes="fault", markup=False)
        yield Static("", id="chosen", markup=False)
        yield Options(id="items", classes="whole")

    def on_mount(self) -> None:
        self.query_one("#items").can_focus = False  # letters are the path's, wherever somebody clicks
        field = self._field
        field.focus()
        field.cursor_position = len(field.value)
        self._show()
        self._complain(self.wrong)

    @property
    def _field(self) -> TextField:
        return self.query_one("#answer", TextField)

    @property
    def _list(self) -> Options:
        return self.query_one("#items", Options)

    # -- the list -----------------------------------------------------------------------------------------------------

    @on(TextField.Changed, "#answer")
    def _typing(self, event: TextField.Changed) -> None:
        event.stop()
        if (path := _begun_anew(event.value)) != event.value:
            self._type(path)
            return
        if event.value != self.start:
            self._complain("")  # of what stood there before
        self._show()

    def _show(self) -> None:
        """List what goes on from what is typed; a whole name is one of those there are."""
        typed = self._field.value
        self.listing = listed(typed, self.kinds)
        options = self._list
        options.clear_options()
        options.add_options(Option(Content(self._line(entry))) for entry in self.listing.entries)
        if not self.listing.entries:
            options.add_option(Option(Content(self._nothing()), disabled=True))
        options.highlighted = None
        self.query_one("#chosen", Static).update(printable(self._told()))

    @staticmethod
    def _line(entry: FolderEntry) -> str:
        return f"▸ {entry.shown}/" if entry.is_folder else f"  {entry.shown}"

    def _nothing(self) -> str:
        if self.listing.fault is not None:
            return "✗ " + self.words(N_("the folder cannot be read: {why}"), why=self.listing.fault)
        return self.words(
            N_("nothing here goes on like that") if split(self._field.value)[1] else N_("there is nothing to choose from yet")
        )

    def _told(self) -> str:
        """Which kinds are taken, and what is there besides what is listed."""
        listing, words = self.listing, self.words
        told = [words.sentence(self.writes)] if self.writes is not None else []
        told.append(words(N_("takes {kinds}"), kinds=words(self.kinds.label) if self.kinds.label else words(N_("any file"))))
        if listing.more:
            told.append(words.count("{n} more: type on", "{n} more: type on", listing.more))
        if listing.others:
            told.append(words.count("{n} file of another kind", "{n} files of other kinds", listing.others))
        if listing.hidden:
            told.append(words.count("{n} hidden: type a dot", "{n} hidden: type a dot", listing.hidden))
        return " · ".join(told)

    def action_move(self, rows: int) -> None:
        """Into the list, and up out of it again."""
        options, last = self._list, len(self.listing.entries) - 1
        if abs(rows) == 1 and options.goes_on_in_row(rows):
            return
        here = -1 if options.highlighted is None else options.highlighted
        to = min(here + rows, last)
        options.highlighted = to if to >= 0 else None

    def action_complete(self) -> None:
        """Go on with what is typed as far as it is clear; where it is not, the list shows what there is."""
        entry = self._highlighted
        if entry is not None:
            self._put(entry)
            return
        text = completed(self._field.value, self.listing)
        if text == self._field.value:
            self.action_move(1)
        else:
            self._type(text)

    @property
    def _highlighted(self) -> FolderEntry | None:
        index = self._list.highlighted
        return self.listing.entries[index] if index is not None and index < len(self.listing.entries) else None

    def _put(self, entry: FolderEntry) -> None:
        """Have an entry in the field: a folder is gone into."""
        self._type(split(self._field.value)[0] + entry.shown + ("/" if entry.is_folder else ""))

    def _type(self, text: str) -> None:
        self._field.value = text
        self._field.cursor_position = len(self._field.value)

    # -- the answer ---------------------------------------------------------------------------------------------------

    @on(TextField.Submitted, "#answer")
    def _typed(self, event: TextField.Submitted) -> None:
        event.stop()
        self.keep()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.keep()

    def unkept(self) -> bool:
        return False  # Esc leaves the path as a draft: the box has it the next time

    def keep(self) -> None:
        """Answer with the path, if nothing is wrong with it; a folder is gone into where a file is asked for."""
        entry = self._highlighted
        if entry is not None:
            path = Path(self.listing.folder) / entry.name
            self._put(entry)
            if entry.is_folder:
                return
        else:
            text = self._field.value.strip()
            if not text:
                self._complain(self.words(N_("a file name is needed")))
                return
            path = meant_path(text)
            if self._out_of_reach(path):
                return
            if not self.folder and (text == "~" or _is_folder(path)):
                if not text.endswith("/"):
                    self._type(text + "/")
                self._complain(self.words(N_("that is a folder: choose a file in it, or type a name")))
                return
            path = with_ending(path, "" if text.endswith("/") else self.ending)
        if self._out_of_reach(path):
            return
        wrong = self._unwritable(path) or self.check(path)
        self._complain(wrong)
        if not wrong:
            self.dismiss(path)

    def _out_of_reach(self, path: Path) -> bool:
        """Whether a path is nobody's business here; then that is said, and nothing of what stands there."""
        why = why_not_looked_at(path) if self.writes is None else why_not_put(path)
        if why is not None:
            self._complain(self.words.sentence(why))
        return why is not None

    def _unwritable(self, path: Path) -> str:
        """Why nothing can be written there, as far as its folder says; "" where it can, or nothing is to be written."""
        if self.writes is None:
            return ""
        inside = path / "_" if not self.folder and self._field.value.rstrip().endswith("/") else path
        fault = folder_fault(inside)
        return self.words.sentence(fault) if fault else ""

    def _complain(self, wrong: str) -> None:
        fault = self.query_one("#ask-fault", Static)
        fault.update(f"✗ {printable(wrong)}" if wrong else "")
        fault.set_class(bool(wrong), "shown")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _begun_anew(typed: str) -> str:
    """A whole path typed behind the folder one works in (``.//srv``, ``./~/plans``) is that path alone."""
    rest = typed.removeprefix("./")
    return rest if rest != typed and (rest.startswith("/") or rest == "~" or rest.startswith("~/")) else typed
