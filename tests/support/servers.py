"""A server with a bare repository and copies of it, each another body's; git as it is on a machine without anybody's settings."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import kehoach
from tests.support.paths import ROOT
from tests.support.small_plan import EMPTY
from tui.commands.main import main

PLAN = (
    EMPTY
    + """
[agencies.so-a]
name = "Sở A"
kind = "department"

[sections.I]
number = "I"
title = "Một"
order = 1
"""
    + "".join(
        f'\n[tasks.I-{n}]\nsection = "I"\norder = {n}\nsummary = "Việc {n}"\nleads = ["so-a"]\nstatus = "unreported"\n' for n in range(1, 7)
    )
)


def need_git() -> None:
    """Skip a test where there is no git: only sync and clone need it."""
    if shutil.which("git") is None:
        pytest.skip("there is no git here")


def git(folder: Path, *arguments: str, code: int = 0) -> str:
    """git by hand, and what it prints."""
    need_git()
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= {"PYTHONPATH": str(ROOT), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": "true"}
    for role in ("AUTHOR", "COMMITTER"):
        env |= {f"GIT_{role}_NAME": "Tay", f"GIT_{role}_EMAIL": "tay@example.org"}
    given = ["git", "-c", "init.defaultBranch=main", "-c", "core.quotePath=false", *arguments]
    done = subprocess.run(given, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr + done.stdout
    return done.stdout + done.stderr


def nobodys_git(patched: pytest.MonkeyPatch) -> None:
    """git without the settings of whoever runs the tests."""
    patched.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    patched.setenv("GIT_CONFIG_NOSYSTEM", "1")


def with_two_copies(folder: Path) -> Server:
    """A server with the copies lan and nam, which others are made like."""
    with pytest.MonkeyPatch.context() as patched:
        nobodys_git(patched)
        return Server(folder, "lan", "nam")


class Server:
    """A bare repository, and copies of it by their names."""

    def __init__(self, folder: Path, *names: str, plan: str = PLAN) -> None:
        self.folder = folder
        self.bare = folder / "máy chủ.git"
        git(folder, "init", "-q", "--bare", str(self.bare))
        if plan:
            self.clone("đầu")
            (folder / "đầu" / "plan.toml").write_text(plan, encoding="utf-8")
            assert self.sync("đầu") == 0
        for name in names:
            self.clone(name)

    @classmethod
    def like(cls, other: Server, folder: Path) -> Server:
        """Another server with copies, each as one that is there: to make them takes a second, to copy them a moment."""
        shutil.copytree(other.folder, folder, symlinks=True, dirs_exist_ok=True)
        made = cls.__new__(cls)
        made.folder, made.bare = folder, folder / other.bare.name
        for config in folder.glob("*/.git/config"):
            config.write_text(config.read_text(encoding="utf-8").replace(str(other.folder), str(folder)), encoding="utf-8")
        return made

    def clone(self, name: str, *more: str, code: int = 0) -> Path:
        assert main(["clone", str(self.bare), str(self.folder / name), "--lang", "en", *more]) == code
        return self.folder / name

    def sync(self, name: str, *more: str) -> int:
        return main(["sync", str(self.folder / name), "--lang", "en", *more])

    def plan(self, name: str) -> Path:
        return self.folder / name / "plan.toml"

    def set(self, name: str, task: str, field: str, value: Any, *, plan: str = "plan.toml") -> None:
        """An edit, saved."""
        opened = kehoach.open(self.folder / name / plan)
        opened.set("tasks", task, field, value)
        opened.save()

    def status(self, name: str, task: str, *, plan: str = "plan.toml") -> Any:
        return kehoach.open(self.folder / name / plan).record("tasks", task).get("status")

    def sent(self) -> str:
        """The commit the server's branch is at."""
        return git(self.bare, "rev-parse", "main").strip()

    def is_clean(self, name: str) -> bool:
        """Whether git has nothing to say of a copy, neither of files nor of anything under way."""
        place = self.folder / name / ".git"
        return git(self.folder / name, "status", "--porcelain") == "" and not (place / "MERGE_HEAD").exists()
