"""In a list of a file's names or columns ``g`` goes where Home goes, as ``G`` goes where End goes."""

from __future__ import annotations

import pytest
from textual.binding import Binding, BindingsMap

from tui.screens.dialogs.names_said import NamesSaid
from tui.screens.dialogs.sheet_reading import SheetReading


def _keys_of(box: type[NamesSaid] | type[SheetReading]) -> dict[str, list[Binding]]:
    """The keys of a box with those of what it builds on."""
    return BindingsMap.merge([BindingsMap(kind.__dict__.get("BINDINGS", [])) for kind in reversed(box.__mro__)]).key_to_bindings


@pytest.mark.parametrize("box", [NamesSaid, SheetReading])
def test_the_first_row_has_the_keys_the_last_has(box: type[NamesSaid] | type[SheetReading]) -> None:
    actions = {key: {one.action for one in bound} for key, bound in _keys_of(box).items()}
    assert actions["g"] == actions["home"] == {"first"}
    assert actions["G"] == actions["end"] == {"last"}
