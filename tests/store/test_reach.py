"""In a browser only what is the person's own is read and written, and who they are is the person, by the word of the account."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.support.handed_in import propose
from tests.support.in_browser import in_browser
from tui.i18n.words import Words
from tui.model.clock import Clock
from tui.reports.history import briefly_who, who
from tui.session.session import Session
from tui.start import browser
from tui.store import identity
from tui.store.files.errors import Locked
from tui.store.files.folder_listing import listed
from tui.store.files.lock import held
from tui.store.files.reach import offered, why_not_looked_at, why_not_put
from tui.store.log.history import Entry
from tui.store.log.record import note
from tui.store.plan_file import load
from tui.store.presence import peer_in
from tui.store.proposals import inbox
from tui.store.proposals.folder import set_up

EN = Words("en")
ACCOUNT = identity.login_of(os.geteuid())


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "plan.toml").write_text("")
    return in_browser(monkeypatch, tmp_path / "files", "lan", tmp_path / "plan.toml")


def test_only_own_files_and_the_plans_are_looked_at_and_only_own_are_written(files: Path, tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text("")
    (files / "link").symlink_to(tmp_path)
    (tmp_path / "files-of-nam").mkdir()
    for path in ("x.xlsx", "./x.xlsx", str(files / "x.xlsx"), "a/b.docx", "."):
        assert why_not_looked_at(path) is None and why_not_put(path) is None, path
    for path in ("../other.toml", "/etc/passwd", "link/other.toml", str(tmp_path / "files-of-nam"), "..", "/", "~root/x", "a\0b"):
        if path != "~root/x":  # a name like any other until the box has read it
            assert why_not_looked_at(path) is not None and why_not_put(path) is not None, path
    assert why_not_looked_at(tmp_path / "plan.toml") is None and why_not_put(tmp_path / "plan.toml") is not None


def test_a_folder_out_of_reach_is_not_listed(files: Path) -> None:
    (files / "sửa.xlsx").write_text("")
    assert [entry.name for entry in listed("./").entries] == ["sửa.xlsx"]
    for typed in ("/etc/", "../", "~root/", "/"):
        listing = listed(typed)
        assert listing.entries == () and listing.others == listing.hidden == 0 and "your own files" in str(listing.fault), typed


def test_at_a_terminal_nothing_is_out_of_reach() -> None:
    assert why_not_looked_at("/etc/passwd") is None and why_not_put("/etc/passwd") is None and not offered(Path("/etc/passwd"))
    assert identity.login() == ACCOUNT


@pytest.mark.parametrize("told", ["", "{}", "[]", "x", '{"person": 1, "folder": "/tmp", "plans": [], "told_by": null}'])
def test_what_cannot_be_read_of_a_session_allows_nothing(told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(browser.VARIABLE, told)
    assert why_not_looked_at(".") is not None and why_not_put("x") is not None and identity.login() == f"{ACCOUNT}:?"


def test_what_is_written_is_offered_by_its_name(files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, into = os.pipe()
    in_browser(monkeypatch, files, "lan", told_by=into)
    assert offered(Path("báo cáo.docx")) and offered(files / "thư") and offered(tmp_path / "plan.toml")
    os.close(into)
    with open(out, encoding="utf-8") as pipe:
        assert [json.loads(line) for line in pipe] == [{"file": "báo cáo.docx"}, {"file": "thư"}]
    assert offered(files / "late"), "a server that is gone is no fault"


# -- who it is --------------------------------------------------------------------------------------------------------


def entry(login: str, name: str, **more: object) -> Entry:
    return Entry(number=1, at=Clock().now(), login=login, name=name, reason="", outside=False, before="", after="", edits=(), **more)  # type: ignore[arg-type]


def test_the_person_is_who_saves_and_the_account_vouches_for_them(files: Path) -> None:
    told = note()
    assert (told.login, told.name) == (f"{ACCOUNT}:lan", "lan")
    saved = entry(told.login, told.name, writer=os.geteuid())
    assert who(saved, EN) == f"lan ({ACCOUNT}:lan)" and briefly_who(saved, EN) == f"lan ({ACCOUNT})"


def test_an_account_speaks_for_its_own_persons_alone() -> None:
    forged = entry("kehoach:lan", "lan", writer=os.geteuid())
    assert who(forged, EN).startswith(identity.full_name_of(os.geteuid())) and "the entry says: lan (kehoach:lan)" in who(forged, EN)
    assert briefly_who(forged, EN) == identity.full_name_of(os.geteuid())
    assert briefly_who(entry(f"{ACCOUNT}:lan", "lan", self_told=True), EN) == f"? lan ({ACCOUNT})"


def test_presence_names_the_person_by_whose_file_it_is() -> None:
    since = Clock().now().isoformat()

    def peer(login: str) -> tuple[str, str]:
        told = {"login": login, "name": "x", "since": since, "unsaved": 0, "editing": None, "showing": None}
        found = peer_in(json.dumps(told).encode(), os.geteuid(), 0)
        assert found is not None and not found.unreadable
        return found.login, found.name

    assert peer(f"{ACCOUNT}:lan") == (f"{ACCOUNT}:lan", f"lan ({ACCOUNT})")
    for login in (ACCOUNT, "nam", "nam:lan", f"{ACCOUNT}x:lan", ":lan", ""):
        assert peer(login) == (ACCOUNT, identity.full_name_of(os.geteuid())), login
    assert "\x1b" not in peer(f"{ACCOUNT}:a\x1b[2J")[0]


def test_who_holds_a_lock_is_told_by_the_person(files: Path, tmp_path: Path, plan_file: Path) -> None:
    with held(plan_file), pytest.raises(Locked, match=f"{ACCOUNT}:lan"), held(plan_file, wait=0.0):
        pass


def test_a_person_proposes_for_the_body_the_plan_names_them_for_and_another_of_the_account_does_not(
    plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = f'near_days = 7\nreport = [{{ login = "{ACCOUNT}:lan", agency = "so-tc" }}]'
    text = plan_file.read_text(encoding="utf-8").replace(
        'before = "11-20"\nevery = "year"\n', 'before = "11-20"\nevery = "year"\nfirst = 2025\n'
    )
    plan_file.write_text(text.replace("near_days = 7", entry), encoding="utf-8")
    set_up(plan_file, [])
    with monkeypatch.context() as patch:
        in_browser(patch, tmp_path / "lan", "lan", plan_file)
        propose(plan_file, status="in_progress")
    (handed_in,) = inbox.inbox(plan_file, [f"{ACCOUNT}:lan"]).waiting
    assert handed_in.login == f"{ACCOUNT}:lan"
    for person in ("nam", "Lan", ""):
        with monkeypatch.context() as patch:
            if person:
                in_browser(patch, tmp_path / person, person, plan_file)
            plan_file.chmod(0o444)
            assert Session(load(plan_file), EN, journaling=False).proposing is None, person
