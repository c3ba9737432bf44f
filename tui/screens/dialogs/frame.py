"""What all dialogs share: a box over the screen, a title, a line of keys, Esc that backs out and loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar

from rich.console import RenderableType
from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from tui.model.text import N_, printable
from tui.screens.dialogs.box import Box, plain_of
from tui.screens.dialogs.fields import Fields
from tui.screens.drafting import MOST, REST
from tui.screens.over_plan import OverPlan
from tui.screens.room import fits, too_small_words
from tui.store.log.draft import Draft, DraftPlace
from tui.terminal.later import AfterRest, after_refresh
from tui.terminal.textual_internals.nodes import clock
from tui.terminal.textual_internals.screens import stand_over
from tui.widgets.inputs import TextField
from tui.widgets.prose_field import ProseField, put_text, text_in
from tui.widgets.remark import Remark

if TYPE_CHECKING:
    from tui.store.presence import Place

Answer = TypeVar("Answer")
_LOW: Final = 22
"""Lines of a screen below which what stands around the middle of a box gives way to it."""


class Dialog(OverPlan, ModalScreen[Answer | None], Generic[Answer]):
    """A box in the middle of the screen; ``None`` is the answer when somebody backs out.

    Somebody who has typed into a field of the box is asked before; a box that keeps the text elsewhere says so by ``unkept``.

    What stands in its fields is a draft until it is kept or dropped: it is in the journal a second after the last letter, and
    a box that opens at the same place has it in its fields, marked as a draft.
    """

    BINDINGS = [
        Binding("escape", "back_out", show=False),
        Binding("ctrl+g", "drop_draft", show=False),
        Binding("ctrl+r", "bring_back", show=False),
        Binding("f1,question_mark", "explain", show=False),
    ]
    purpose: ClassVar[str] = N_("A box that asks for something. What is behind it waits until it is answered, or left with Esc.")
    """What it is for, in two sentences: what its help begins with."""
    wide = False
    """Whether the box takes most of the screen."""
    explains = False
    """Whether it is itself the help of another box."""
    whole_key: ClassVar[str] = "F1"
    """The key that shows whole what the box has no room for."""
    seeks: ClassVar[bool] = False
    """Whether what is typed only looks for something in the box, and is gone with it."""
    leaves_draft: ClassVar[bool] = False
    """Whether what stands in the box when somebody backs out stays as a draft."""
    offers_draft: ClassVar[bool] = False
    """Whether a draft is only offered, and brought back by a key: what is typed is reckoned with at once."""
    goes_on = False
    """Whether what waits as a draft was typed a moment ago, in a cell the box takes the place of: nothing is said of it."""
    belongs_to: DraftPlace = ()
    """The record, field or meeting that is typed about: there a draft belongs, with the kind of the box. Without it the title says so."""
    about: Place | None = None
    """The record that is being changed in the box: others are told."""
    time_to_read: ClassVar[float] = 0.15
    """Seconds after the box came up in which no key gives an answer that destroys something."""
    _seen_at: float | None = None

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__()
        self.box_title = title
        self.hint = hint
        self._noting = AfterRest(self, self.note_draft, REST, MOST)

    def compose(self) -> ComposeResult:
        with Box(self.words, self.whole_key, classes="wide" if self.wide else None):
            yield Static(printable(self.box_title), id="box-title", markup=False)
            yield Static("", id="box-draft", markup=False)
            yield from self.compose_body()
            if self.hint:
                yield Remark(self.hint, id="box-hint")
        yield too_small_words(self.words)

    def render(self) -> RenderableType:
        stand_over(self)
        return super().render()

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.width, event.size.height)

    def _fit(self, width: int, height: int) -> None:
        too_small = not fits(width, height)
        self.query_one("#too-small").display = too_small  # over the box, which keeps its focus
        self.query_one("#box").set_class(height < _LOW, "low")
        # laid out in no room a scrollbar takes the last column, without which nothing is left to be scrolled, and so on for ever
        self.query_one("#box").set_class(too_small, "cramped")

    def compose_body(self) -> ComposeResult:
        """The widgets between title and keys."""
        raise AssertionError("a dialog has a body")

    def on_mount(self) -> None:
        self._fit(*self.app.size)  # it is painted before it is told its own size
        self._at_first = {field: text_in(field) for field in self._fields()}
        self._place_draft()
        after_refresh(self, self._seen)

    def _fields(self) -> list[Widget]:
        return [*self.query(TextField), *self.query(ProseField)]

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        """Focus a widget; the fields of a box scroll to it themselves."""
        among_fields = widget is not None and any(isinstance(one, Fields) for one in widget.ancestors)
        super().set_focus(widget, scroll_visible and not among_fields, from_app_focus)

    # -- whether it was read ------------------------------------------------------------------------------------------

    def _seen(self) -> None:
        self._seen_at = clock()

    def was_read(self) -> bool:
        """Whether the key that is answered now was pressed by somebody who saw the box; says it where not.

        A key that came together with the one that opened the box, or directly after it, was meant for something else.
        """
        read = self._seen_at is not None and self.ui.key_read_at >= self._seen_at + self.time_to_read
        if not read:
            self.say_below(self.words(N_("that key came before the question could be read; press it again")))
        return read

    def on_paste(self, event: events.Paste) -> None:
        """Pasted where nothing takes it."""
        event.stop()
        self.say_below(self.words(N_("nothing here takes what was pasted")))

    def say_below(self, text: str) -> None:
        """Say in the line of keys why something is not done."""
        for line in self.query("#box-hint").results(Remark):
            line.say(f"✗ {text} · {self.hint}")

    # -- help ---------------------------------------------------------------------------------------------------------

    def action_explain(self) -> None:
        """Say what the box is for, and its keys; what stands in it stays."""
        if self.ui.screen is not self:
            return
        if self.explains:
            self.say_below(self.words(N_("this is the help already")))
        else:
            keys = [f"· {part.strip()}" for part in self.hint.split("·") if part.strip()]
            told = "\n".join([*self._cut_here(), self.words(self.purpose), "", *keys, *self._keys_of_all()])
            self.ui.show_help(f"{self.words(N_('Keys of this box'))}: {self.box_title}", told)

    def _cut_here(self) -> list[str]:
        """Whole what the box has no room for, the keys apart, which stand in the help anyway."""
        keys = {plain_of(hint) for hint in self.query("#box-hint").results(Static)}
        return [line for text in self.query_one(Box).cut() if text not in keys for line in (text, "")]

    def _keys_of_all(self) -> list[str]:
        """The keys every box has that its own line does not name."""
        told = [N_("F1 this help")]
        if any(not self.seeks for _ in self._fields()):
            told += [N_("Ctrl+U empties a field · Ctrl+W deletes a word"), N_("Ctrl+G drops a draft")]
        return [f"· {self.words(text)}" for text in told]

    def unanswered(self, event: events.Key) -> None:
        """A key that does nothing in the box: say so."""
        if (shown := self.pressed_for(event)) is not None:
            self.say_below(self.words(N_("{key} does nothing here"), key=shown))

    # -- backing out --------------------------------------------------------------------------------------------------

    def action_back_out(self) -> None:
        if self.unkept():
            self.ui.ask_before_dropping(self.keep, self.drop)
        else:
            self.leave()

    def unkept(self) -> bool:
        """Whether something was typed that would be lost with the box."""
        return not self.seeks and any(text_in(field) != self._at_first.get(field, "") for field in self._fields())

    def keep(self) -> None:
        """Take what was typed, as the key of the box for it does."""
        raise AssertionError("a dialog with fields keeps what is typed there")

    def leave(self) -> None:
        """Close the box: nothing is lost with it, or it keeps what was typed elsewhere."""
        if self.leaves_draft:
            self.note_draft()
            self._left = True
        elif self._waited:  # Esc leaves it as it was
            self.session.journal.drafts.note(Draft(self.draft_place, self.box_title, self._waited))
            self._left = True
        self.dismiss(None)

    def drop(self) -> None:
        """Close the box, and what was typed with it."""
        self.dismiss(None)

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        self._noting.cancel()
        if not self._left:  # after what keeps it has reached the disk
            self.session.journal.drafts.forget(self.draft_place, self.ui.soon)
        return super().dismiss(result)

    # -- what is typed and not kept yet -------------------------------------------------------------------------------

    _left = False
    _offered: Mapping[str, Any] = {}
    """A draft that nobody has brought back."""
    _waited: Mapping[str, Any] = {}
    """The draft that was offered when the box came up, unless somebody has dropped it."""

    @property
    def draft_place(self) -> DraftPlace:
        """Where what is typed here belongs."""
        return (type(self).__name__, *(self.belongs_to or (self.box_title,)))

    def typed_now(self) -> Mapping[str, Any]:
        """What stands in the box and is not kept, by the name of its field."""
        if self.seeks:
            return {}
        return {_name_of(field): text for field in self._fields() if (text := text_in(field)) != self._at_first.get(field, "")}

    def put_typed(self, fields: Mapping[str, Any]) -> None:
        """Have what :meth:`typed_now` gave in the fields again; of an empty mapping what stood there at first."""
        for field in self._fields():
            text = fields.get(_name_of(field), self._at_first.get(field))
            if isinstance(text, str) and text != text_in(field):
                put_text(field, text)

    def note_draft(self) -> None:
        """Have the journal hold what is typed."""
        self._noting.cancel()
        if not self.query("#box-title") or not all(field.is_attached for field in self._at_first):
            return  # the program is leaving, and fields go before their box: what is noted stands
        self.session.journal.drafts.note(Draft(self.draft_place, self.box_title, {**self._offered, **self.typed_now()}))

    @on(TextField.Changed)
    @on(ProseField.Changed)
    def stirred(self) -> None:
        """Something in the box has changed."""
        if not self.seeks:
            self._noting.stir()

    def _place_draft(self) -> None:
        draft = None if self.seeks else self.session.journal.drafts.at(self.draft_place)
        if draft is None:
            return
        if self.offers_draft:
            self._offered = self._waited = draft.fields
            self._say_of_draft(self.words(N_("what you typed before was not kept: Ctrl+R brings it back, Ctrl+G drops it")))
        else:
            self.put_typed(draft.fields)
            if not self.goes_on:
                self._say_of_draft(self.words(N_("△ typed before and not kept: a draft; Ctrl+G drops it")))

    def _say_of_draft(self, text: str) -> None:
        line = self.query_one("#box-draft", Static)
        line.update(text)
        line.set_class(bool(text), "shown")

    def action_drop_draft(self) -> None:
        """Have the fields as they were before somebody typed into them."""
        if self.query_one("#box-draft").has_class("shown"):
            if not self._offered:
                self.put_typed({})
            self._offered = self._waited = {}
            self.note_draft()
            self._say_of_draft("")

    def action_bring_back(self) -> None:
        """Have what was typed before in the fields that hold nothing new."""
        if self._offered:
            self.put_typed({**self._offered, **self.typed_now()})
            self._offered = {}
            self._say_of_draft("")


def _name_of(field: Widget) -> str:
    return field.id or type(field).__name__
