"""``kehoach serve`` without a browser: who is let in, what every answer says, files both ways, sessions that are left and found again."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pyte
import pytest

aiohttp = pytest.importorskip("aiohttp", reason="the extra “web” is not installed: aiohttp")
pytest.importorskip("textual_serve", reason="the extra “web” is not installed: textual-serve")

from tests.support.patience import PATIENCE  # noqa: E402
from tui.i18n.words import Words  # noqa: E402
from tui.web.files import Limits  # noqa: E402
from tui.web.persons import Gate  # noqa: E402
from tui.web.process import Session  # noqa: E402
from tui.web.server import Served, Server  # noqa: E402

SECRET = "0123456789abcdef01234567"
ORIGIN = "https://office.example"
LAN = {"X-Kehoach-Secret": SECRET, "X-Remote-User": "lan"}
NAM = {**LAN, "X-Remote-User": "nam"}


@asynccontextmanager
async def serving(tmp_path: Path, *plans: Path, **more: Any) -> AsyncIterator[tuple[Any, Server]]:
    """A server over plans on a port that is free, and a client of it."""
    from aiohttp import web

    served = Served(
        plans=tuple(os.path.realpath(plan) for plan in plans),
        gate=Gate("X-Remote-User", SECRET.encode()),
        public=f"{ORIGIN}/kehoach",
        homes=tmp_path / "web",
        options=("--lang", "en"),
        limits=Limits(one=100, all=1000),
        **more,
    )
    server = Server(served, Words("en"))
    runner = web.AppRunner(server.application(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with aiohttp.ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as client:
            yield client, server
    finally:
        await runner.cleanup()


async def test_nobody_is_let_in_past_the_proxy_and_every_answer_is_closed_to_other_sites(tmp_path: Path, plan_file: Path) -> None:
    async with serving(tmp_path, plan_file, plan_file) as (client, server):
        told = []
        for path in ("/", "/0/", "/page/page.js", "/page/none", "/files", "/9/", "/0", "/nothing"):
            refused = await client.get(path, headers={"X-Remote-User": "lan"})
            assert refused.status == 403 and "own server" in await refused.text(), path
            for headers in ({**LAN, "X-Remote-User": "<b>x</b>"}, {**LAN, "X-Kehoach-Secret": "x"}):
                answer = await client.get(path, headers=headers)
                assert answer.status == 403 and "<b>" not in await answer.text(), path
                told.append(answer)
            told.append(await client.get(path, headers=LAN, allow_redirects=False))
        assert [answer.status for answer in told[2::3]] == [200, 200, 200, 404, 200, 404, 302, 404]
        assert told[20].headers["Location"] == "0/", "beside it, whatever the proxy calls it"
        for answer in told:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "script-src 'self';" in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["X-Frame-Options"] == "DENY"
        page = await (await client.get("/0/", headers=LAN)).text()
        assert "://" not in page and not re.search(r"<script(?![^>]* src=)|\son\w+=|<style", page), "nothing from elsewhere, nothing to run"
        assert not server.sessions


async def test_a_page_of_another_site_does_nothing_here(tmp_path: Path, plan_file: Path) -> None:
    async with serving(tmp_path, plan_file) as (client, server):
        for origin in (
            {},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": f"{ORIGIN}.evil.example"},
            {"Origin": f"{ORIGIN}:444"},
        ):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await client.ws_connect("/0/ws", headers={**LAN, **origin})
            assert refused.value.status == 403
            assert (await client.post("/files?name=a.csv", data=b"1", headers={**LAN, **origin})).status == 403
            assert (await client.delete("/files/a.csv", headers={**LAN, **origin})).status == 403
        read = await client.get("/files", headers={**LAN, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"})
        assert read.status == 403
        assert (await client.put("/files", headers={**LAN, "Origin": ORIGIN})).status == 405
        assert not server.sessions and not (tmp_path / "web").exists()


async def test_files_go_both_ways_and_to_their_person_alone(tmp_path: Path, plan_file: Path) -> None:
    async with serving(tmp_path, plan_file) as (client, _):
        up = {**LAN, "Origin": ORIGIN}
        assert await (await client.post("/files", params={"name": "../Báo cáo.csv"}, data=b"a;b", headers=up)).json() == {
            "name": "Báo cáo.csv"
        }
        large = await client.post("/files", params={"name": "x.csv"}, data=b"x" * 101, headers=up)
        assert large.status >= 400 and "larger" in (await large.json())["why"]
        other = await client.post("/files", params={"name": "x.py"}, data=b"", headers=up)
        assert other.status >= 400 and "import" in (await other.json())["why"]
        listed = await (await client.get("/files", headers=LAN)).json()
        assert listed == {"files": [{"name": "Báo cáo.csv", "size": 3, "folder": False}]}
        got = await client.get("/files/Báo cáo.csv", headers=LAN)
        assert await got.read() == b"a;b" and "sandbox" in got.headers["Content-Security-Policy"]
        assert got.headers["Content-Disposition"] == "attachment; filename*=UTF-8''B%C3%A1o%20c%C3%A1o.csv"
        assert await (await client.get("/files", headers=NAM)).json() == {"files": []}
        for path in ("/files/Báo cáo.csv", "/files/..%2F..%2Fplan.toml", "/files/%2Fetc%2Fpasswd"):
            assert (await client.get(path, headers=NAM)).status == 404, path
        assert (await client.delete("/files/Báo cáo.csv", headers={**NAM, "Origin": ORIGIN})).status == 404
        assert (await client.delete("/files/Báo cáo.csv", headers=up)).status == 200
        assert await (await client.get("/files", headers=LAN)).json() == {"files": []}


class Page:
    """What a page does with its connection: a screen, keys, what it is told."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.screen = pyte.Screen(100, 30)
        self._stream = pyte.ByteStream(self.screen)
        self.told: list[Any] = []

    async def until(self, happened: Callable[[str], object]) -> str:
        """What is on the screen once something has happened there."""
        while not happened(shown := "\n".join(self.screen.display)):
            message = await self.socket.receive(timeout=PATIENCE)
            if message.type is aiohttp.WSMsgType.BINARY:
                self._stream.feed(re.sub(rb"\x1b\[[<>=?][0-9;]*[a-z]", b"", message.data))
            elif message.type is aiohttp.WSMsgType.TEXT:
                self.told.append(json.loads(message.data))
            else:
                raise AssertionError(f"closed ({message.type}, {message.data}): {self.told}\n{shown}")
        return shown

    async def closed(self) -> int:
        """Why it is closed from the other side."""
        while True:
            message = await self.socket.receive(timeout=PATIENCE)
            if message.type is aiohttp.WSMsgType.TEXT:
                self.told.append(json.loads(message.data))
            if message.type is aiohttp.WSMsgType.CLOSE:
                return int(message.data)
            assert message.type is not aiohttp.WSMsgType.CLOSED, self.told

    async def keys(self, text: str) -> None:
        await self.socket.send_json(["stdin", text])


Open = Callable[..., Awaitable[Page]]


def opening(client: Any) -> Open:
    async def opened(headers: dict[str, str], tab: str = "", plan: int = 0) -> Page:
        query = {"width": "100", "height": "30", "tab": tab}
        return Page(await client.ws_connect(f"/{plan}/ws", params=query, headers={**headers, "Origin": ORIGIN}))

    return opened


async def gone(session: Session) -> None:
    await asyncio.wait_for(asyncio.shield(session.ended), PATIENCE)


async def test_what_is_typed_is_found_again_by_who_typed_it_and_nobody_else(tmp_path: Path, plan_file: Path) -> None:
    before = plan_file.read_bytes()
    async with serving(tmp_path, plan_file, kept=3600.0) as (client, server):
        opened = opening(client)
        lan = await opened(LAN, "a")
        await lan.until(lambda shown: "Targets" in shown and "? keys" in shown)
        await lan.keys("4")
        await lan.keys("\x1b[24~")  # no key of anything: nothing happens
        await lan.keys("a")
        await lan.until(lambda shown: "New" in shown or "new" in shown)
        await lan.keys("\x1b")
        (session,) = server.sessions
        environment = Path(f"/proc/{session.process.pid}/environ").read_text()
        assert SECRET not in environment and "EDITOR" not in environment and "SHELL=" not in environment
        await lan.socket.close()
        again = await opened(LAN, "b")
        await again.until(lambda shown: "? keys" in shown)
        assert server.sessions == [session], "a connection that was lost leads back to where it was"
        stolen = await opened(LAN, "b")
        assert await again.closed() == 4001 and "another tab" in str(again.told)
        await stolen.until(lambda shown: "? keys" in shown)
        await stolen.socket.send_str("no JSON")
        await stolen.closed()
        session._signal(signal.SIGHUP)
        await gone(session)
        assert not server.sessions
    assert plan_file.read_bytes() == before


async def test_sessions_end_when_nobody_looks_or_works_and_there_are_no_more_than_there_may_be(
    tmp_path: Path, plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Any] = []

    async def begin(start: Any, plan: int, size: tuple[int, int]) -> Session:
        """A session of a program that only waits: what is asked of the server needs no workbench."""
        process = await asyncio.create_subprocess_exec("sleep", "3600", start_new_session=True)
        (terminal, inside), (told, tells) = os.openpty(), os.pipe()
        os.set_blocking(terminal, False)
        for handle in (inside, tells):
            os.close(handle)
        begun.append(start)
        return Session(start.person, plan, process, terminal, told)

    monkeypatch.setattr(Session, "begin", begin)
    async with serving(tmp_path, plan_file, plan_file, sessions=3, of_one=2, kept=60.0, idle=600.0, longest=3600.0) as (client, server):
        opened = opening(client)
        first, second = await opened(LAN, "a"), await opened(LAN, "b")
        third = await opened(LAN, "c")
        assert await third.closed() == 4002 and "you have 2 sessions" in str(third.told)
        nam = await opened(NAM, "a", 1)
        fourth = await opened({**LAN, "X-Remote-User": "bao"}, "a")
        assert await fourth.closed() == 4002 and "3 sessions are open" in str(fourth.told)
        assert [(one.person, one.plan) for one in server.sessions] == [("lan", 0), ("lan", 0), ("nam", 1)]
        assert begun[0].folder == begun[1].folder != begun[2].folder and begun[2].acts_for == "nam"
        now = time.monotonic()
        await server.end_what_is_over(now + 30)
        assert len(server.sessions) == 3
        await nam.keys("x")
        for session in server.sessions[:2]:
            session.used = now - 601
        await server.end_what_is_over(now)
        assert [one.person for one in server.sessions] == ["nam"], "who works is left alone"
        assert await first.closed() == await second.closed() == 4000 and "offered to you" in str(first.told)
        (last,) = server.sessions
        await nam.socket.close()
        while last.left is None:
            await asyncio.sleep(0)
        await server.end_what_is_over(last.left + 59)
        assert server.sessions
        await server.end_what_is_over(last.left + 60)
        assert not server.sessions
