"""A field of several lines that Vietnamese input methods can type into, and what stands in a field of either kind.

Apart from :mod:`tui.widgets.inputs`, for Textual's text area takes a fiftieth of a start, and no start shows one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from tui.terminal.textual_internals.nodes import let_go
from tui.widgets.inputs import TextField, TypedRun, prose, same_start, typed_character


def text_in(field: Widget) -> str | None:
    """What stands in a field that is typed into; None for any other widget."""
    return field.value if isinstance(field, TextField) else field.text if isinstance(field, ProseField) else None


def put_text(field: Widget, text: str) -> None:
    """Have a text stand in a field that is typed into, the cursor behind it."""
    if isinstance(field, TextField):
        field.value = text
        field.action_end()
    elif isinstance(field, ProseField):
        field.load_text(text)
        field.move_cursor(field.document.end)


_PROSE_KEYS: Final[dict[str, Callable[[TextArea], object]]] = {
    "delete": TextArea.action_delete_right,
    "left": TextArea.action_cursor_left,
    "right": TextArea.action_cursor_right,
    "up": TextArea.action_cursor_up,
    "down": TextArea.action_cursor_down,
    "home": TextArea.action_cursor_line_start,
    "end": TextArea.action_cursor_line_end,
    "ctrl+home": lambda area: area.move_cursor((0, 0)),
    "ctrl+end": lambda area: area.move_cursor(area.document.end),
    "shift+left": lambda area: area.action_cursor_left(select=True),
    "shift+right": lambda area: area.action_cursor_right(select=True),
    "shift+home": lambda area: area.action_cursor_line_start(select=True),
    "shift+end": lambda area: area.action_cursor_line_end(select=True),
    "ctrl+left": TextArea.action_cursor_word_left,
    "ctrl+right": TextArea.action_cursor_word_right,
    "ctrl+w": TextArea.action_delete_word_left,
    "ctrl+u": TextArea.action_delete_to_start_of_line,
}

_STAYS_IN_PROSE: Final = frozenset({"backspace", "enter", *_PROSE_KEYS})


class ProseField(TextArea):
    """A field of several lines, wrapped to its width. ``text`` is always what :func:`prose` makes of it."""

    takes_text: ClassVar[bool] = True

    def __init__(
        self,
        text: str = "",
        placeholder: str = "",
        *,
        read_only: bool = False,
        compact: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        self._typed = TypedRun()
        super().__init__(
            prose(text),
            placeholder=Content(placeholder),
            soft_wrap=True,
            tab_behavior="focus",
            read_only=read_only,
            compact=compact,
            highlight_cursor_line=False,  # two lines less to send for each move
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
        )
        self.cursor_blink = False
        self.match_cursor_bracket = False

    def on_unmount(self) -> None:
        let_go(self)  # it watches the theme

    def load_text(self, text: str) -> None:
        """Show another text, cleaned; forgets the field's own undo history."""
        super().load_text(prose(text))

    def edit(self, edit: Edit) -> EditResult:
        """Every edit passes here, pasted ones too; its text is cleaned."""
        edit.text = prose(edit.text)
        return super().edit(edit)

    async def on_key(self, event: events.Key) -> None:
        if (character := typed_character(event)) is not None:
            self._put(character)
        elif event.key == "backspace":
            self._backspace()
        elif (act := _PROSE_KEYS.get(event.key)) is not None:
            act(self)
        else:
            return  # TextArea's own handler goes on: it inserts a line break at once
        event.stop()
        event.prevent_default()

    def stays_put(self, event: events.Key | events.Paste) -> bool:
        """Whether the field only edits its text, so that the next key is its own as well."""
        return isinstance(event, events.Paste) or typed_character(event) is not None or event.key in _STAYS_IN_PROSE

    async def on_paste(self, event: events.Paste) -> None:
        if text := prose(event.text):
            self._put(text)
        event.stop()
        event.prevent_default()

    def _put(self, text: str) -> None:
        if self.read_only:
            return
        start, end = sorted(self.selection)
        before = self.document[start[0]][: start[1]]
        self._replace_tail(before, self._typed.put(before, text), end)

    def _backspace(self) -> None:
        start, end = sorted(self.selection)
        before = self.document[start[0]][: start[1]]
        if start != end or not before:
            self.action_delete_left()  # a selection, or the line break before
        elif not self.read_only:
            self._replace_tail(before, self._typed.take_back(before), end)

    def _replace_tail(self, before: str, after: str, end: tuple[int, int]) -> None:
        same = same_start(before, after)
        self.replace(after[same:], (sorted(self.selection)[0][0], same), end, maintain_selection_offset=False)
