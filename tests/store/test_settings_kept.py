"""The theme is remembered in config.toml as an edit is in a plan: everything else in it stays as it is written."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import law
from tui.config import config_path, keep_theme, read_config
from tui.store.files.errors import StoreError

OWN = """\
# cài đặt của tôi   \n
wire = "plain"  # đường truyền chậm
theme = 'paper' # sáng

# phím
[keys]
save = ["ctrl+s", "w"] # hai phím
"""


@pytest.mark.parametrize("linked", [False, True])
def test_only_the_theme_is_written_anew(tmp_path: Path, linked: bool) -> None:
    real = tmp_path / "dotfiles" / "mine.toml"
    real.parent.mkdir()
    real.write_text(OWN, encoding="utf-8")
    real.chmod(0o640)
    path = tmp_path / "config.toml"
    if linked:
        path.symlink_to(Path("dotfiles") / "mine.toml")
    else:
        path = real
    keep_theme(path, "dark")
    assert path.is_symlink() == linked
    assert real.read_text(encoding="utf-8") == OWN.replace("'paper'", '"dark"')
    assert stat.S_IMODE(real.stat().st_mode) == 0o640 and [p.name for p in real.parent.iterdir()] == ["mine.toml"]


@pytest.mark.parametrize(
    "text",
    ["", "# nothing\n", "[keys]\nsave = 'w'\n", "\ufeff# mark\r\ntheme = 'a'\r\n", "keys.save = 'w'", "theme = 3 # no name\n"],
)
def test_a_file_of_any_shape_takes_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode())
    before = tomllib.loads(text.removeprefix("\ufeff"))
    keep_theme(path, "dark")
    after = path.read_bytes().decode()
    assert tomllib.loads(after.removeprefix("\ufeff")) == {**before, "theme": "dark"}
    assert read_config(path).theme == "dark" and read_config(path).faults == ()
    assert after.startswith("\ufeff") == text.startswith("\ufeff") and ("\r\n" in after) == ("\r\n" in text)


COMMENTS = st.lists(st.text(st.sampled_from("abc ộ=[]\"'"), max_size=12), max_size=4)


@law(15, 300)
@given(COMMENTS, st.sampled_from(["paper", "dark"]))
def test_no_comment_is_lost(tmp_path_factory: pytest.TempPathFactory, notes: list[str], theme: str) -> None:
    path = tmp_path_factory.mktemp("settings") / "config.toml"
    path.write_text("".join(f"# {note}\n" for note in notes) + "theme = 'x'\n", encoding="utf-8")
    keep_theme(path, theme)
    assert path.read_text(encoding="utf-8") == "".join(f"# {note}\n" for note in notes) + f'theme = "{theme}"\n'


def test_the_first_setting_makes_the_file_for_its_owner() -> None:
    path = config_path()
    assert path is not None
    path.unlink(missing_ok=True)
    try:
        keep_theme(path, "dark")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600 and read_config(path).theme == "dark"
    finally:
        path.unlink()


@pytest.mark.parametrize("harm", ["protected", "no TOML", "a folder", "no home"])
def test_what_cannot_be_kept_is_said_and_harms_nothing(tmp_path: Path, harm: str) -> None:
    path: Path | None = tmp_path / "config.toml"
    assert path is not None
    if harm == "a folder":
        path.mkdir()
    else:
        path.write_text("theme = [" if harm == "no TOML" else OWN, encoding="utf-8")
    if harm == "protected":
        path.chmod(0o444)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError):
        keep_theme(None if harm == "no home" else path, "dark")
    assert before == (path.read_bytes() if path.is_file() else None)
