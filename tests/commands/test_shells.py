"""What shells and man know of the commands: made of the parsers, and understood by the shells that are here."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tui.commands.workbench import COMMANDS, command_parser
from tui.i18n.words import Words

SHARE = ROOT / "packaging" / "share"
BASH = SHARE / "bash-completion" / "completions" / "kehoach"


def completed(*typed: str) -> set[str]:
    """What bash offers for the last of these words."""
    words = " ".join(f"'{word}'" for word in typed)
    asked = f"COMP_WORDS=({words}); COMP_CWORD={len(typed) - 1}; _kehoach"
    script = f"compopt() {{ :; }}; source '{BASH}'; {asked}; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


def test_bash_offers_commands_options_values_and_files() -> None:
    assert {"status", "schema"} <= completed("kehoach", "s") and "data" in completed("kehoach", "da")
    assert {"--json", "--sarif", "--help"} <= completed("kehoach", "check", "--")
    assert "notice" in completed("kehoach", "report", "--kind", "")
    assert "--xlsx" not in completed("kehoach", "check", "--") and "--xlsx" in completed("kehoach", "x.toml", "export", "--")


@pytest.mark.parametrize(
    ("shell", "file"),
    [
        ("zsh", "zsh/site-functions/_kehoach"),
        ("fish", "fish/vendor_completions.d/kehoach.fish"),
        ("bash", "bash-completion/completions/kehoach"),
    ],
)
def test_a_shell_that_is_here_understands_its_file(shell: str, file: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not on this machine")
    done = subprocess.run([shell, "-n", str(SHARE / file)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("page", "language"), [("man1", "en"), ("vi/man1", "vi")])
def test_the_manual_has_every_command_with_every_option(page: str, language: str) -> None:
    text = (SHARE / "man" / page / "kehoach.1").read_text(encoding="utf-8")
    for name in COMMANDS:
        _, _, part = text.partition(f".SS kehoach {name}".replace("-", "\\-"))
        assert part, name
        for action in command_parser(name, Words(language))[0]._actions:
            for option in action.option_strings:
                assert option.replace("-", "\\-") in part.partition("\n.SS ")[0], (name, option)
    assert not [line for line in text.splitlines() if line.startswith("'")], "a line that begins so is a command of roff"


def test_no_file_names_anything_of_this_machine() -> None:
    for file in SHARE.rglob("*"):
        assert not file.is_file() or str(Path.home()) not in file.read_text(encoding="utf-8") or str(Path.home()) == "/"
