"""What a sync rests on, without a server: histories as one, what git says in a sentence, addresses, and what leads out of a folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tui.model.plan import Plan
from tui.store.log.joined_history import added, entries, last_joined, settled, union, with_join
from tui.store.log.record import Note, line_of
from tui.store.servers.clone import folder_of
from tui.store.servers.git import Answer, Git, OutOfReach, ServerError, failed, last_line, refused_url, shown_url
from tui.store.servers.objects import Objects
from tui.store.servers.pending import Pending, keep, pending_for
from tui.store.servers.repository import Repository, place_of

AT = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def saved(before: str, after: str, who: str = "lan", joined: str = "") -> bytes:
    return line_of(AT, Note(who, who, joined=joined), before, after, [], None)


BASE, MINE, THEIRS = saved("0", "1"), saved("1", "2", "nam"), saved("1", "3")


def test_every_entry_of_both_stands_once_and_the_servers_stays_as_it_is() -> None:
    one = union(BASE + MINE, BASE + THEIRS)
    assert one == BASE + THEIRS + MINE
    assert union(one, one) == one == union(BASE, one) and union(b"", one) == one == union(one, b"")
    assert added(BASE, one) == THEIRS + MINE and added(one, BASE) == b"" == union(b"", b"")


def test_how_a_save_ended_is_told_by_whoever_knows() -> None:
    kept = settled(BASE + MINE, "2")
    assert kept.startswith(BASE + MINE) and kept != BASE + MINE and settled(kept, "2") == kept == settled(kept, "9")
    assert union(kept, BASE + MINE) == kept == union(BASE + MINE, kept)
    assert settled(BASE + MINE, "1") not in (kept, BASE + MINE) and settled(b"", "1") == b"" and settled(b"torn\n", "1") == b"torn\n"


def test_a_torn_line_keeps_nothing_from_being_joined() -> None:
    torn = BASE + MINE[:20] + b"\n"
    assert union(torn, BASE + THEIRS) == BASE + THEIRS + MINE[:20] + b"\n"
    assert [entry.after for entry in entries(torn)] == ["1"]


def test_the_entry_of_a_join_has_the_text_only_where_nothing_else_gives_it() -> None:
    plan = Plan()
    (*_, known) = entries(with_join(BASE + MINE, Note("nam", ""), ("2", "text", plan), ("4", plan)))
    (*_, unknown) = entries(with_join(BASE, Note("nam", ""), ("9", "text", plan), ("4", plan)))
    assert (known.text, known.before, known.after, unknown.text) == (None, "2", "4", "text")


def test_what_was_taken_in_is_told_newest_first() -> None:
    assert last_joined(saved("0", "1", joined="a") + BASE + saved("1", "2", joined="b")) == ["b", "a"]
    assert last_joined(b"") == []


@pytest.mark.parametrize(
    ("said", "kind", "told"),
    [
        (
            "ssh: Could not resolve hostname x: Name or service not known\nfatal: Could not read.",
            OutOfReach,
            "reached",
        ),
        ("fatal: unable to access 'https://x/': Could not resolve host: x", OutOfReach, "reached"),
        ("ssh: connect to host x port 22: Connection refused", OutOfReach, "reached"),
        ("fatal: the remote end hung up unexpectedly", OutOfReach, "reached"),
        ("git@x: Permission denied (publickey).\nfatal: Could not read from remote repository.", ServerError, "does not let you"),
        ("fatal: could not read Username for 'https://x': terminal prompts disabled", ServerError, "no password for https://x/y is known"),
        ("fatal: Authentication failed for 'https://lan:secret@x/y'", ServerError, "does not take the name and password"),
        ("remote: x\nfatal: unable to access 'https://x/': The requested URL returned error: 403", ServerError, "does not let you"),
        (
            "No ED25519 host key is known for x and you have requested strict checking.\nHost key verification failed.\nfatal: Could not.",
            ServerError,
            "is not known here yet",
        ),
        (
            "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.\nfatal: Could not read.",
            ServerError,
            "another key than before",
        ),
        (
            "fatal: unable to access 'https://x/': server certificate verification failed. CAfile: x",
            ServerError,
            "none this machine trusts",
        ),
        ("fatal: unable to access 'https://x/': The requested URL returned error: 503", OutOfReach, "reached"),
        ("error: cannot run ssh: No such file or directory\nfatal: unable to fork", ServerError, "ssh is not installed here"),
        ("ssh: connect to host x port 14033: Connection refused", OutOfReach, "reached"),
        ("fatal: wrong thing at ssh://x:14033/y", ServerError, "wrong thing"),
        ("ERROR: Repository not found.\nfatal: Could not read from remote repository.", OutOfReach, "no repository"),
        ("fatal: 'x' does not appear to be a git repository\nfatal: the remote end hung up", OutOfReach, "no repository"),
        ("fatal: wrong \x1b[31mthing\x07 at https://lan:secret@x/y\nfatal: the remote end hung up", ServerError, "wrong"),
    ],
)
def test_what_git_says_is_one_sentence(said: str, kind: type[ServerError], told: str) -> None:
    fault = failed(Answer(128, b"", said), "https://lan:secret@x/y")
    assert type(fault) is kind and told in str(fault)
    assert "\x1b" not in str(fault) and "\x07" not in str(fault) and "secret" not in str(fault)


def test_an_address_is_shown_without_what_is_secret_in_it() -> None:
    assert shown_url("https://lan:mật@x/y.git") == "https://x/y.git" and "\x1b" not in shown_url("\x1b[2J")
    assert last_line("") == "" and len(last_line("fatal: " + "x" * 500)) <= 200


@pytest.mark.parametrize("url", ["https://x/y", "ssh://git@x/y", "git@x:y.git", "../y", "/y", "file:///y", "C", "a:b::c"])
def test_addresses_that_are_taken(url: str) -> None:
    assert refused_url(url) is None


@pytest.mark.parametrize("url", ["", " ", "-x", "ext::sh", "EXT::sh", "fd::3", "ftp://x", "javascript://x", "a\nb", "a\0b"])
def test_addresses_that_are_not(url: str) -> None:
    assert refused_url(url) is not None


def test_a_folder_is_called_as_the_repository() -> None:
    assert [folder_of(url) for url in ("https://x/a.git", "git@x:k/a", "x:a", "/srv/a/", "kế hoạch.git")] == [
        "a",
        "a",
        "a",
        "a",
        "kế hoạch",
    ]
    assert [folder_of(url) for url in ("https://x/..", "/", "a/\x1b[2J", ".git")] == ["", "", "", ""]


@pytest.mark.parametrize("path", ["../a", "a/../../b", "/etc/passwd", "a//b", ".git/config", "a/.GIT/hooks/x", "./a", "a\0b", ""])
def test_no_path_leads_out(path: str, tmp_path: Path) -> None:
    git = Git(tmp_path)
    repository = Repository(git, tmp_path, tmp_path, tmp_path, "main", "origin", "x", "main", {}, Objects(git))
    with pytest.raises(ServerError, match="leads out"):
        place_of(repository, path)
    assert place_of(repository, "a/b.toml") == tmp_path / "a" / "b.toml"


def test_what_is_to_be_decided_is_found_without_git(tmp_path: Path) -> None:
    state = tmp_path / ".git" / "kehoach"
    state.mkdir(parents=True)
    (tmp_path / "x").mkdir()
    one = Pending("x/plan.toml", "a", "b", "c", "d")
    keep(state, [one])
    assert pending_for(tmp_path / "x" / "plan.toml") == one and pending_for(tmp_path / "plan.toml") is None
    for damaged in (b"", b"[]", b'{"open": 1}', b'{"open": [{"path": "x/plan.toml"}]}', b"\xff"):
        (state / "open.json").write_bytes(damaged)
        assert pending_for(tmp_path / "x" / "plan.toml") is None
    keep(state, ())
    assert list(state.iterdir()) == [] and pending_for(Path("/plan.toml")) is None
