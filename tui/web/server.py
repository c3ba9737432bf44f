"""The server of ``kehoach serve``: pages, the connection of a terminal, and a person's files; every request from the office's proxy alone.

Built on aiohttp; the terminal in the page is the one textual-serve brings. Both come with the extra ``web`` and are loaded here only.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib import resources
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import attrs
import textual_serve
from aiohttp import WSMsgType, web

from tui.i18n.words import Words
from tui.model.clock import Clock
from tui.model.text import N_, Sentence, printable, say
from tui.start import places, prepared
from tui.store.files.errors import reason
from tui.web import files, page
from tui.web.persons import SECRET_HEADER, Gate, Home, home_of
from tui.web.process import Session, Start

_ENDED, _ELSEWHERE, _REFUSED = 4000, 4001, 4002
"""Why a connection is closed, which a page does not make again by itself: the program ended, another tab shows it, there is no room."""
_LOOKED_AFTER: Final = 2.0
"""Seconds between two looks at what is to end."""
_HEARTBEAT: Final = 20.0
_MOST_MESSAGE: Final = 1 << 22
_KEPT: Final = "private, max-age=86400"
_OWN: Final = {
    "page.js": "text/javascript; charset=utf-8",
    "page.css": "text/css; charset=utf-8",
    "signs.woff2": "font/woff2",
    "braille.woff2": "font/woff2",
}
_OF_TEXTUAL: Final = {
    "textual.js": ("js/textual.js", "text/javascript; charset=utf-8"),
    "xterm.css": ("css/xterm.css", "text/css; charset=utf-8"),
    "text.ttf": ("fonts/RobotoMono-VariableFont_wght.ttf", "font/ttf"),
}
_PERSON: Final = web.RequestKey("person", str)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@attrs.frozen(kw_only=True)
class Served:
    """What is served, and how far."""

    plans: tuple[str, ...]
    """Their paths, without links."""
    gate: Gate
    public: str
    """The address browsers know: ``https://office.example/kehoach``."""
    homes: Path
    """Where what is the persons' is kept."""
    own_home: Home | None = None
    """Where the account is the person's own: its folders; everybody else is refused."""
    options: tuple[str, ...] = ()
    """What the program is started with besides the plan."""
    sessions: int = 40
    of_one: int = 4
    idle: float = 3600.0
    longest: float = 12 * 3600.0
    kept: float = 60.0
    """Seconds a session goes on whose connection is lost."""
    limits: files.Limits = attrs.field(factory=lambda: files.Limits(one=20 << 20, all=200 << 20))

    @property
    def origin(self) -> str:
        """What a browser says a page comes from that is ours."""
        scheme, _, rest = self.public.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}".lower()


class Server:
    """The sessions of everybody, and what answers their requests."""

    def __init__(self, served: Served, words: Words) -> None:
        self.served, self.words = served, words
        self.sessions: list[Session] = []
        self._tabs: dict[str, Session] = {}
        self._beginning = 0
        self._kept_open: dict[Session, web.WebSocketResponse] = {}
        self._assets = _assets()
        scheme = "wss" if served.origin.startswith("https") else "ws"
        self._policy = page.policy(f"{scheme}://{served.origin.partition('://')[2]}")

    def application(self) -> web.Application:
        """The application of aiohttp."""

        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._guarded(request, handler)

        application = web.Application(middlewares=[web.middleware(guarded)], client_max_size=_MOST_MESSAGE)
        application.add_routes(
            [
                web.get("/", self._index),
                web.get(r"/{plan:\d{1,3}}", self._to_page),
                web.get(r"/{plan:\d{1,3}}/", self._page),
                web.get(r"/{plan:\d{1,3}}/ws", self._connection),
                web.get("/page/{name}", self._asset),
                web.get("/files", self._list),
                web.post("/files", self._upload),
                web.get("/files/{name}", self._download),
                web.delete("/files/{name}", self._delete),
            ]
        )
        application.cleanup_ctx.append(self._looking_after)
        return application

    # -- who may ask ----------------------------------------------------------------------------------------------------

    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let in who is known, answer faults in a sentence, and have every answer say what a browser may do with it."""
        gate, headers = self.served.gate, request.headers
        person = gate.person(headers.getall(SECRET_HEADER, []), headers.getall(gate.user_header, []))
        answer: web.StreamResponse
        if isinstance(person, Sentence):
            answer = self._told(403, person)
        elif self._is_forged(request):
            answer = self._told(403, say(N_("the request does not come from a page of this server")))
        else:
            request[_PERSON] = person
            try:
                answer = await handler(request)
            except web.HTTPMethodNotAllowed:
                answer = self._told(405, say(N_("this is not done here")))
            except web.HTTPNotFound:
                answer = self._told(404, say(N_("there is nothing here")))
            except OSError as fault:
                answer = self._told(507 if fault.errno in (errno.ENOSPC, errno.EDQUOT) else 500, reason(fault))
            except Exception as fault:  # of the server's own: whoever mends it finds it in the log
                self._log("".join(traceback.format_exception(fault)))
                answer = self._told(500, say(N_("a fault of the server: it is in its log; your work goes on")))
        if not answer.prepared:
            self._secure(answer)
        return answer

    def _is_forged(self, request: web.Request) -> bool:
        """Whether a request that does something comes from another site's page, or does not say from where."""
        does = request.method not in ("GET", "HEAD") or "upgrade" in request.headers.get("Connection", "").lower()
        origins = request.headers.getall("Origin", [])
        if does or request.path.endswith("/ws"):
            return [origin.lower() for origin in origins] != [self.served.origin]
        from_here = request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
        return not from_here and request.headers.get("Sec-Fetch-Mode") != "navigate"

    def _secure(self, answer: web.StreamResponse) -> None:
        headers = answer.headers
        headers.setdefault("Content-Security-Policy", self._policy)
        headers.setdefault("Cache-Control", "no-store")
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Cross-Origin-Opener-Policy"] = headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), clipboard-write=(self)"
        headers["Server"] = "kehoach"

    def _told(self, status: int, sentence: Sentence) -> web.Response:
        return _html(page.told(self.words.sentence(sentence), self.words), status)

    # -- pages ----------------------------------------------------------------------------------------------------------

    async def _index(self, request: web.Request) -> web.StreamResponse:
        if len(self.served.plans) == 1:
            return _redirect("0/")
        names = [Path(plan).name for plan in self.served.plans]
        twice = {name for name in names if names.count(name) > 1}
        shown = [f"{Path(plan).parent.name}/{name}" if name in twice else name for plan, name in zip(self.served.plans, names, strict=True)]
        return _html(page.plans([printable(name) for name in shown], request[_PERSON], self.words))

    async def _to_page(self, request: web.Request) -> web.StreamResponse:
        return _redirect(f"{self._plan(request)}/")

    async def _page(self, request: web.Request) -> web.StreamResponse:
        plan = Path(self.served.plans[self._plan(request)])
        return _html(page.workbench(f"Kế hoạch · {printable(plan.stem)}", request[_PERSON], self.words))

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        if (found := self._assets.get(request.match_info["name"])) is None:
            raise web.HTTPNotFound
        data, kind = found
        return web.Response(body=data, headers={"Content-Type": kind, "Cache-Control": _KEPT})

    def _plan(self, request: web.Request) -> int:
        number = int(request.match_info["plan"])
        if number >= len(self.served.plans):
            raise web.HTTPNotFound
        return number

    # -- files ----------------------------------------------------------------------------------------------------------

    def _home(self, person: str) -> Home:
        return self.served.own_home or home_of(person, self.served.homes)

    async def _list(self, request: web.Request) -> web.StreamResponse:
        found = files.own_files(self._home(request[_PERSON]).files)
        return web.json_response({"files": [{"name": one.name, "size": one.size, "folder": one.is_folder} for one in found]})

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        async def pieces() -> AsyncIterator[bytes]:
            async for piece in request.content.iter_chunked(1 << 16):
                yield piece

        try:
            name = await files.take(self._home(request[_PERSON]).files, request.query.get("name", ""), pieces(), self.served.limits)
        except files.NotTaken as refused:
            return web.json_response({"why": self.words.sentence(refused.sentence)}, status=413 if request.can_read_body else 400)
        except OSError as fault:
            return web.json_response({"why": self.words.sentence(reason(fault))}, status=507)
        self._log(f"{request[_PERSON]}: {self.words(N_('uploaded'))} {name}")
        return web.json_response({"name": name})

    async def _download(self, request: web.Request) -> web.StreamResponse:
        path = self._own(request)
        if path.is_dir():
            data, name = await asyncio.to_thread(files.packed, path), f"{path.name}.zip"
        else:
            data, name = await asyncio.to_thread(path.read_bytes), path.name
        headers = {
            "Content-Type": files.TYPES.get(Path(name).suffix.lower(), "application/octet-stream"),
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        }
        return web.Response(body=data, headers=headers)

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        files.take_away(self._own(request))
        return web.json_response({})

    def _own(self, request: web.Request) -> Path:
        path = files.own_file(self._home(request[_PERSON]).files, request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound
        return path

    # -- the terminal ---------------------------------------------------------------------------------------------------

    async def _connection(self, request: web.Request) -> web.StreamResponse:
        """A page's terminal: the session of this tab, else one whose connection was lost, else a new one."""
        person, plan = request[_PERSON], self._plan(request)
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT, max_msg_size=_MOST_MESSAGE, compress=True)
        self._secure(socket)
        await socket.prepare(request)
        size = _number(request.query.get("width"), 80), _number(request.query.get("height"), 24)
        session = await self._session_for(person, plan, request.query.get("tab", "")[:64], size, socket)
        if session is None:
            return socket
        before = self._kept_open.get(session)
        self._kept_open[session] = socket
        show, tell = socket.send_bytes, socket.send_str
        session.looked_at_by(show, tell, size)
        if before is not None:
            await _close(before, _ELSEWHERE, self.words(N_("this session is shown in another tab now")))
        watching = asyncio.create_task(self._close_at_end(session, socket))
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT or not await self._answered(message.data, session, socket):
                    break
        finally:
            if session.ended.done():
                await watching  # it is saying so
            watching.cancel()
            session.left_by(show)
            if self._kept_open.get(session) is socket:
                del self._kept_open[session]
        return socket

    async def _session_for(self, person: str, plan: int, tab: str, size: tuple[int, int], socket: web.WebSocketResponse) -> Session | None:
        """The session to show; None, said, where there can be none."""
        living = [one for one in self.sessions if one.person == person and one.plan == plan and not one.ended.done()]
        found = self._tabs.get(tab)
        if found not in living:
            found = next((one for one in living if one.left is not None), None)
        if found is None:
            why = self._no_room(person)
            if why is None:
                try:
                    found = await self._begin(person, plan, size)
                except OSError as fault:
                    why = reason(fault)
            if found is None:
                assert why is not None
                self._log(f"{person}: {self.words.sentence(why)}")
                await _close(socket, _REFUSED, self.words.sentence(why))
                return None
        for name in [name for name, session in self._tabs.items() if session is found or session.ended.done()]:
            del self._tabs[name]
        if tab:
            self._tabs[tab] = found
        return found

    def _no_room(self, person: str) -> Sentence | None:
        if len(self.sessions) + self._beginning >= self.served.sessions:
            return say(N_("{count} sessions are open, and more are not let in: try again later"), count=self.served.sessions)
        if sum(one.person == person for one in self.sessions) >= self.served.of_one:
            return say(N_("you have {count} sessions open: close one of them"), count=self.served.of_one)
        return None

    async def _begin(self, person: str, plan: int, size: tuple[int, int]) -> Session:
        home, is_own = self._home(person), self.served.own_home is not None
        self._beginning += 1
        try:
            start = Start(
                person=person,
                acts_for="" if is_own else person,
                plans=self.served.plans,
                folder=home.files,
                environment=(places.own_variables() if is_own else home.environment()) | _prepared(),
                options=self.served.options,
            )
            session = await Session.begin(start, plan, size)
        finally:
            self._beginning -= 1
        self.sessions.append(session)
        self._log(f"{person}: {self.words(N_('a session begins'))} ({session.process.pid})")
        session.ended.add_done_callback(lambda _: self._gone(session))
        return session

    def _gone(self, session: Session) -> None:
        if session in self.sessions:
            self.sessions.remove(session)
            self._log(f"{session.person}: {self.words(N_('a session has ended'))} ({session.process.pid})")

    async def _answered(self, data: str, session: Session, socket: web.WebSocketResponse) -> bool:
        """Do what a message of the page says; whether it was one."""
        try:
            kind, *rest = json.loads(data)
            if kind == "stdin":
                session.type(str(rest[0]))
            elif kind == "resize":
                session.resize(int(rest[0]["width"]), int(rest[0]["height"]))
            elif kind == "ping":
                await socket.send_json(["pong", str(rest[0])[:32]])
        except (ValueError, TypeError, LookupError, OverflowError, RecursionError):
            return False
        except ConnectionError:
            return False
        return True

    async def _close_at_end(self, session: Session, socket: web.WebSocketResponse) -> None:
        await asyncio.shield(session.ended)
        await _close(socket, _ENDED, self.words(page.SENTENCES["ended"]))

    # -- what ends ------------------------------------------------------------------------------------------------------

    async def _looking_after(self, _: web.Application) -> AsyncIterator[None]:
        looking = asyncio.create_task(self._look_after())
        yield
        looking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await looking
        await asyncio.gather(*(session.end() for session in list(self.sessions)))

    async def _look_after(self) -> None:
        while True:
            await asyncio.sleep(min(_LOOKED_AFTER, self.served.kept, self.served.idle))
            await self.end_what_is_over(time.monotonic())

    async def end_what_is_over(self, now: float) -> None:
        """End the sessions nobody looks at any more, nobody works in, or that are too old; what is unsaved in them stays in the journal."""
        over = [one for one in self.sessions if self._is_over(one, now)]
        await asyncio.gather(*(one.end() for one in over))

    def _is_over(self, session: Session, now: float) -> bool:
        lost = session.left is not None and now - session.left >= self.served.kept
        return lost or now - session.used >= self.served.idle or now - session.begun >= self.served.longest

    @staticmethod
    def _log(told: str) -> None:
        print(f"{Clock().now():%Y-%m-%d %H:%M:%S} {printable(told)}", file=sys.stderr, flush=True)


def run(server: Server, host: str, port: int, begun: Callable[[str], None]) -> None:
    """Serve until a signal ends it; ``begun`` is told the address. Raises OSError where the port is not to be had."""
    asyncio.run(_serve(server, host, port, begun))


async def _serve(server: Server, host: str, port: int, begun: Callable[[str], None]) -> None:
    runner = web.AppRunner(server.application(), access_log=None, handle_signals=False, shutdown_timeout=2.0)
    await runner.setup()
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        address = runner.addresses[0]
        begun(f"http://{f'[{host}]' if ':' in host else host}:{address[1]}")
        await ended.wait()
    finally:
        await runner.cleanup()


def _assets() -> dict[str, tuple[bytes, str]]:
    """What pages are made of, by its name: read once, and nothing else is to be had."""
    ours, theirs = resources.files("tui.web") / "page", resources.files(textual_serve) / "static"
    found = {name: ((ours / name).read_bytes(), kind) for name, kind in _OWN.items()}
    return found | {name: (theirs.joinpath(path).read_bytes(), kind) for name, (path, kind) in _OF_TEXTUAL.items()}


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")


def _redirect(path: str) -> web.Response:
    """To a page beside this one, whatever the proxy calls it."""
    return web.Response(status=302, headers={"Location": path})


def _prepared() -> dict[str, str]:
    """Where sessions have the code of a start from: prepared once for all of this account, not by each person's first session."""
    return {prepared.VARIABLE: os.environ.get(prepared.VARIABLE) or places.cache_folder() or "0"}


def _number(text: Any, otherwise: int) -> int:
    try:
        return int(text)
    except (TypeError, ValueError):
        return otherwise


async def _close(socket: web.WebSocketResponse, code: int, why: str) -> None:
    """Say why in the page, then close: a page that was told makes no other connection by itself."""
    with contextlib.suppress(ConnectionError, RuntimeError):
        await socket.send_json(["kehoach", {"over": why}])
    with contextlib.suppress(ConnectionError, RuntimeError):
        await socket.close(code=code)
