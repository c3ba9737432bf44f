"""In a list of a file's names or columns ``g`` goes where Home goes, as ``G`` goes where End goes."""

from __future__ import annotations

import pytest
from textual.binding import BindingsMap

from tui.screens.dialogs.names_said import NamesSaid
from tui.screens.dialogs.sheet_reading import SheetReading


@pytest.mark.parametrize("box", [NamesSaid, SheetReading])
def test_the_first_row_has_the_keys_the_last_has(box: type[NamesSaid] | type[SheetReading]) -> None:
    keys = BindingsMap(box.BINDINGS).key_to_bindings
    assert [one.action for one in keys["g"]] == [one.action for one in keys["home"]] == ["first"]
    assert [one.action for one in keys["G"]] == [one.action for one in keys["end"]] == ["last"]
