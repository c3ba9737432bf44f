"""Who is let in by the word of the office's proxy, and where what is theirs is kept."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tui.model.text import Sentence
from tui.web.persons import Gate, Home, NoSecret, home_of, person_named, secret_in

SECRET = "0123456789abcdef01234567"
GATE = Gate("X-Remote-User", SECRET.encode())


def test_only_who_knows_the_secret_says_who_somebody_is() -> None:
    assert GATE.person([SECRET], ["lan"]) == "lan"
    for secrets in ([], [""], ["x" * 24], [SECRET, SECRET], [SECRET + " "], ["\udcff"]):
        refused = GATE.person(secrets, ["lan"])
        assert isinstance(refused, Sentence) and "own server" in str(refused), secrets
    for names in ([], [""], ["lan", "nam"]):
        assert isinstance(GATE.person([SECRET], names), Sentence), names
    assert SECRET not in repr(GATE)


def test_a_name_is_a_name_and_nothing_a_page_a_path_or_a_terminal_would_act_on() -> None:
    for name in ("lan", "nguyễn.lan", "LAN_2", "lan@so-tc.gov.vn", "a" * 64, "7"):
        assert person_named(name) == name
    assert person_named("nguye\u0302\u0303n") == "nguyễn", "one spelling of a name is one person"
    for name in (
        *("", " lan", "lan ", "lan nam", "<b>lan</b>", "../lan", "a/b", ".lan", "-lan", "_x", "lan:nam", "lan\n", "lan\x1b[31m"),
        *("lan\u202enam", "lan\u200b", "a" * 65, "lan\udcff", "lan;x", "lan'", 'lan"', "lan&", "\\lan", "%00", "lan\0"),
    ):
        assert person_named(name) is None, repr(name)
        assert isinstance(GATE.person([SECRET], [name]), Sentence)


def test_an_account_of_its_own_lets_in_its_person_alone() -> None:
    own = Gate("X-Remote-User", SECRET.encode(), only="lan")
    assert own.person([SECRET], ["lan"]) == "lan" and "another person" in str(own.person([SECRET], ["nam"]))


def test_a_secret_others_may_read_or_that_can_be_guessed_is_none(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(SECRET + "\n")
    for mode, what in ((0o644, "no secret"), (0o620, "no secret"), (0o601, "no secret")):
        file.chmod(mode)
        with pytest.raises(NoSecret) as refused:
            secret_in(file)
        assert what in str(refused.value.sentence)
    for mode in (0o600, 0o640, 0o400):
        file.chmod(mode)
        assert secret_in(file) == SECRET.encode()
    for text in ("", "short", "with blanks in it and quite long enough", "ố" * 30):
        file.chmod(0o600)
        file.write_text(text)
        with pytest.raises(NoSecret):
            secret_in(file)
    with pytest.raises(OSError):
        secret_in(tmp_path)


def own(home: Home) -> list[str]:
    """The folders of a person; settings for all users are everybody's."""
    return [value for name, value in home.environment().items() if name != "XDG_CONFIG_DIRS"]


def test_what_is_a_persons_is_nobody_elses(tmp_path: Path) -> None:
    lan, nam = home_of("lan", tmp_path / "web"), home_of("nam", tmp_path / "web")
    assert lan.folder != nam.folder and set(own(lan)).isdisjoint(own(nam))
    assert home_of("lan", tmp_path / "web") == lan
    for folder in (lan.folder, *lan.folder.iterdir(), tmp_path / "web"):
        assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0, folder
    assert "lan" not in str(lan.folder.relative_to(tmp_path)) and (lan.folder / "person").read_text() == "lan\n"
    (tmp_path / "elsewhere").mkdir()
    lan.files.rmdir()
    lan.files.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotADirectoryError):
        home_of("lan", tmp_path / "web")
