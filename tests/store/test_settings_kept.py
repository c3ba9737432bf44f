"""The theme is remembered in config.toml as an edit is in a plan: everything else in it stays as it is written."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import law
from tui.config import config_path, keep_theme, read_config, shared_paths
from tui.i18n.words import Words
from tui.start.language import chosen_language
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


WORDS = Words("vi")
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


# -- for all users of the machine -------------------------------------------------------------------------------------


def test_what_a_person_does_not_say_is_as_it_is_for_all(tmp_path: Path) -> None:
    own, near, far = (tmp_path / name for name in ("own.toml", "near.toml", "far.toml"))
    far.write_text(
        "theme = 'light'\nmouse = false\npanel_size = 30\n[keys]\nsave = 'w'\nundo = 'x'\n[widths.tasks]\nsummary = 40\ndue = 12\n"
    )
    near.write_text("panel_size = 35\n")
    own.write_text("theme = 'dark'\n[keys]\nsave = 's'\n[widths.tasks]\ndue = 9\n")
    found = read_config(own, [near, far])
    assert (found.theme, found.mouse, found.panel_size, found.resume) == ("dark", False, 35, True)
    assert found.keys == {"save": "s", "undo": "x"} and found.widths == {"tasks": {"summary": 40, "due": 9}}
    assert read_config(None, [far]).theme == "light" and read_config(own).mouse is True


def test_a_fault_names_the_file_it_stands_in_and_the_others_count(tmp_path: Path) -> None:
    own, shared = tmp_path / "own.toml", tmp_path / "shared.toml"
    shared.write_text("theme = ")
    own.write_text("theme = 'dark'\nwire = 'x'\n")
    found = read_config(own, [shared, tmp_path / "gone.toml"])
    told = [WORDS.sentence(fault) for fault in found.faults]
    assert len(told) == 2 and "shared.toml" in told[0] and "own.toml" in told[1] and found.theme == "dark"


def test_the_folders_of_all_are_those_of_the_specification() -> None:
    assert shared_paths({}) == [Path("/etc/xdg/kehoach/config.toml")]
    assert shared_paths({"XDG_CONFIG_DIRS": "/a:relative::/b"}) == [Path("/a/kehoach/config.toml"), Path("/b/kehoach/config.toml")]


def test_the_language_of_all_counts_where_the_person_has_chosen_none(tmp_path: Path) -> None:
    environ = {"XDG_CONFIG_HOME": str(tmp_path / "own"), "XDG_CONFIG_DIRS": str(tmp_path / "all")}
    for folder in ("own", "all"):
        (tmp_path / folder / "kehoach").mkdir(parents=True)
    (tmp_path / "all" / "kehoach" / "config.toml").write_text('language = "en"\n')
    assert chosen_language(environ) == "en"
    (tmp_path / "own" / "kehoach" / "config.toml").write_text('theme = "dark"\n')
    assert chosen_language(environ) == "en"
    (tmp_path / "own" / "kehoach" / "config.toml").write_text('language = "vi"\n')
    assert chosen_language(environ) == "vi"
