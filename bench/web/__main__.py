"""``python -m bench.web``: two people in Chromium behind nginx, then Caddy, on one plan; then forty sessions of twenty keys."""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

import attrs

from bench.subjects import REPOSITORY
from bench.web import load
from bench.web.chromium import Browser, Person, chromium
from bench.web.front import PATH, Front, caddy, free_port, nginx, wait_for

PLAN: Final = REPOSITORY / "data" / "plan.toml"
NOBODY: Final = 65534
PEOPLE: Final = ("lan", "nam")


@attrs.frozen
class Served:
    """A server of ``kehoach serve`` that can be ended and begun again."""

    folder: Path
    port: int
    public: str
    more: tuple[str, ...]
    process: list[subprocess.Popen[bytes]]

    @property
    def plan(self) -> Path:
        return self.folder / "plans" / "plan.toml"

    def start(self) -> None:
        """Run it as an account that is not the superuser."""
        other = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder / "home"),
            "LANG": "C.UTF-8",
            "LANGUAGE": "en",
            "PYTHONPATH": str(REPOSITORY),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        command = [sys.executable, "-m", "tui", "serve", str(self.plan), "--port", str(self.port), "--public-url", self.public]
        command += ["--user-header", "X-Remote-User", "--secret-file", str(self.folder / "secret"), "--lang", "en", *self.more]
        with (self.folder / "serve.log").open("ab") as log:
            self.process[:] = [subprocess.Popen(command, cwd=self.folder, env=environment, stdout=log, stderr=log, **other)]  # type: ignore[call-overload]
        wait_for(self.port)

    def stop(self, *, killed: bool = False) -> None:
        for process in self.process:
            if killed:
                process.kill()
            else:
                process.terminate()
            process.wait()
        self.process.clear()


@contextmanager
def serving(folder: Path, port: int, secret: str, public: str, *more: str) -> Iterator[Served]:
    """A server over a copy of the plan that comes with the program."""
    for name in ("plans", "home"):
        (folder / name).mkdir(parents=True)
    shutil.copyfile(PLAN, folder / "plans" / "plan.toml")
    (folder / "secret").write_text(secret)
    (folder / "secret").chmod(0o600)
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    served = Served(folder, port, public, more, [])
    served.start()
    try:
        yield served
    finally:
        served.stop()


@attrs.frozen
class Scene:
    """What stands for one proxy: it, the server behind it, and two people in a browser each."""

    front: Front
    served: Served
    lan: Person
    nam: Person
    browser: Browser
    pictures: Path | None

    def own_files(self, name: str) -> list[Path]:
        """The files of this name among those of persons on the server."""
        return list((self.served.folder / "home").rglob(f"files/{name}"))

    async def pictured(self, person: Person, name: str) -> None:
        if self.pictures is not None:
            await asyncio.sleep(0.5)  # fonts, and the last frame, are drawn
            await person.picture(self.pictures / f"{name}.png")


def told(what: str) -> None:
    print(f"✓ {what}", flush=True)


# -- the scenes -------------------------------------------------------------------------------------------------------

TASK: Final = "III.1.a#1"


async def edits(scene: Scene) -> None:
    """Both open the plan; what one saves is theirs by name, and the other is asked about the same field."""
    for person in (scene.lan, scene.nam):
        await person.looks_at(scene.front.url + "0/")
        await person.types("4")
        await person.sees("Workload")
        await person.types("l")
    await scene.pictured(scene.lan, "trinh-duyet")
    await scene.lan.types("O")
    await scene.lan.sees("nam (", "since")
    await scene.lan.presses("escape")
    await scene.lan.presses("enter")
    await scene.lan.types(" của Lan")
    await scene.lan.presses("enter")
    await scene.lan.sees("1 unsaved")
    await scene.nam.presses("enter")
    await scene.nam.types(" của Nam")
    await scene.nam.presses("enter")
    await scene.nam.sees("1 unsaved")
    await scene.lan.presses("ctrl+s")
    await scene.lan.sees("saved", gone="unsaved")
    assert "của Lan" in scene.served.plan.read_text(encoding="utf-8")
    told("edited and saved in a browser")
    await scene.nam.presses("ctrl+s")
    await scene.nam.sees("của Lan", "của Nam", "lan (")
    await scene.pictured(scene.nam, "trinh-duyet-xung-dot")
    told("the other is asked about the same field, and by whom it was changed")


async def decides(scene: Scene) -> None:
    """Nam keeps their own, and the history tells both by name."""
    await scene.nam.types("ml")
    await scene.nam.sees("saved", gone="unsaved")
    assert "của Nam" in scene.served.plan.read_text(encoding="utf-8")
    await scene.nam.types("HH")
    await scene.nam.sees("lan (", "nam (")
    await scene.nam.presses("escape", "escape")
    await scene.nam.sees("Workload")
    told("decided, saved, and both are in the history by name")


async def fetches(scene: Scene) -> None:
    """What the workbench writes is downloaded by the browser of who asked for it, and a file that is uploaded is taken in."""
    lan = scene.lan
    await lan.types("F")
    await lan.sees("CSV")
    await lan.types("c")
    await lan.sees("Write it to")
    await lan.presses("enter")
    await lan.until(lambda: [p for p in lan.downloads.glob("*.csv")], "it is downloaded")
    (table,) = lan.downloads.glob("*.csv")
    assert "của Nam" in table.read_text(encoding="utf-8-sig") and not list(scene.nam.downloads.iterdir())
    told(f"downloaded through the page: {table.name}, {table.stat().st_size} bytes, and by nobody else")
    upload = scene.served.folder.parent / "sửa.csv"
    upload.write_text("id,status\nIII-1-a-2,đang thực hiện\n", encoding="utf-8")
    await lan.uploads(upload)
    await lan.until(lambda: scene.own_files("sửa.csv"), "it is uploaded")
    await lan.clicks("#files-button")
    await asyncio.sleep(0.5)
    await scene.pictured(lan, "trinh-duyet-tep")
    await lan.clicks("#files-close")
    await lan.types(":")
    await lan.types("import file")
    await lan.presses("enter")
    await lan.sees("sửa.csv", "takes workbooks")
    await lan.types("/etc/passwd")
    await lan.presses("enter")
    await lan.sees("only your own files")
    told("a path of the server is refused in the box that asks for a file")
    await lan.presses(*["backspace"] * len("/etc/passwd"))
    await lan.presses("down", "enter")
    await lan.sees("in progress", "1 change")
    await lan.presses("enter")
    await lan.sees("1 unsaved")
    told("uploaded and imported")


async def is_reconnected(scene: Scene) -> None:
    """A line that drops, and a tab that is closed, lead back to the session as it was, with what was not saved."""
    lan, front = scene.lan, scene.front
    front.stop()
    await lan.until_script("!document.getElementById('over').hidden", "the page says that the connection is lost")
    await scene.pictured(lan, "trinh-duyet-mat-noi")
    lan.screen.reset()
    front.start()
    await lan.sees("1 unsaved", "Workload")
    told("a connection that was lost is made again by itself, what was not saved stands there")
    await lan.close_tab()
    await lan.new_tab()
    await lan.looks_at(front.url + "0/", "1 unsaved")
    told("a tab that was closed and opened again goes on where it was")


async def is_offered_again(scene: Scene) -> None:
    """The server is killed: what was not saved is offered to who typed it, and to nobody else."""
    lan, nam, served = scene.lan, scene.nam, scene.served
    served.stop(killed=True)
    for person in (lan, nam):
        await person.until_script("!document.getElementById('over').hidden", "the page says that the connection is lost")
        person.screen.reset()
    served.start()
    await nam.sees("Workload", "? keys")
    await lan.sees("not saved")
    await scene.pictured(lan, "trinh-duyet-chua-luu")
    assert "not saved" not in nam.shown, nam.shown
    told("after the server was killed, what was not saved is offered to who typed it alone")


def nothing_from_elsewhere(scene: Scene) -> None:
    """Every request of every page went to the office's server, and the policy had nothing to refuse."""
    ours = (scene.front.url, scene.front.url.replace("http:", "ws:"), "data:,")
    for person in (scene.lan, scene.nam):
        others = [url for url in person.requests if not url.startswith(ours)]
        assert not others and person.requests, others
        assert not person.blocked, person.blocked
    count = len(scene.lan.requests) + len(scene.nam.requests)
    told(f"{count} requests of two people, 0 of them to anywhere else, 0 faults of the pages")


async def main_scene(scene: Scene) -> None:
    await edits(scene)
    await decides(scene)
    await fetches(scene)
    await is_reconnected(scene)
    await is_offered_again(scene)
    nothing_from_elsewhere(scene)


@contextmanager
def behind(kind: str, folder: Path, people: Sequence[str], *more: str) -> Iterator[tuple[Front, Served]]:
    """A proxy of a kind that knows these people, and a server behind it."""
    folder.mkdir()
    folder.chmod(0o755)
    (folder / "front").mkdir()
    port, secret = free_port(), secrets.token_hex(32)
    proxy = {"nginx": nginx, "caddy": caddy}[kind](folder / "front", port, secret, people)
    with proxy as front, serving(folder / "office", port, secret, front.url, *more) as served:
        yield front, served


@asynccontextmanager
async def scene_behind(kind: str, folder: Path, pictures: Path | None) -> AsyncIterator[Scene]:
    """A proxy of a kind, a server behind it, and two people."""
    with behind(kind, folder, PEOPLE) as (front, served):
        async with chromium(folder / "profile") as browser:
            lan, nam = [await browser.person(name, folder / f"downloads-{name}") for name in PEOPLE]
            yield Scene(front, served, lan, nam, browser, pictures)


async def run(options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="kehoach-web-") as name:
        Path(name).chmod(0o755)
        for kind in options.behind:
            async with scene_behind(kind, Path(name) / kind, options.pictures) as scene:
                print(f"behind {kind}", flush=True)
                await main_scene(scene)
        if options.sessions:
            people = [f"can-bo-{number:02}" for number in range(1, options.sessions + 1)]
            with behind("nginx", Path(name) / "many", people, "--sessions", str(options.sessions)) as (front, _):
                found = await load.pressed(front.origin, PATH + "0/", people, options.keys)
            told(found.told())
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.web", description=__doc__)
    parser.add_argument("--behind", nargs="*", choices=("nginx", "caddy"), default=("nginx", "caddy"))
    parser.add_argument("--sessions", type=int, default=40)
    parser.add_argument("--keys", type=int, default=20)
    parser.add_argument("--pictures", type=Path, help="the folder the pictures of the pages go to")
    return asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
