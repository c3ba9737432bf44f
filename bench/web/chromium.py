"""Chromium without a window, driven by its own protocol: people each in a profile of their own, their keys, and every request they make."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import aiohttp
import pyte

_WAITS_S: Final = 30.0
_NO_CSI: Final = re.compile(rb"\x1b\[[<>=?][0-9;]*[a-z]")
"""Sequences pyte takes for others."""
KEYS: Final = {
    "enter": ("Enter", 13, "\r"),
    "escape": ("Escape", 27, ""),
    "tab": ("Tab", 9, ""),
    "down": ("ArrowDown", 40, ""),
    "up": ("ArrowUp", 38, ""),
    "right": ("ArrowRight", 39, ""),
    "backspace": ("Backspace", 8, ""),
    "f5": ("F5", 116, ""),
}
_CTRL: Final = 2


class Browser:
    """Chromium, and what it answers."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._asked: dict[int, asyncio.Future[Any]] = {}
        self._number = 0
        self.people: dict[str, Person] = {}
        self._listening = asyncio.create_task(self._listen())

    async def asks(self, method: str, parameters: dict[str, Any] | None = None, session: str | None = None) -> Any:
        """What Chromium answers to a command of its protocol. Raises RuntimeError for an error."""
        self._number += 1
        answer = self._asked[self._number] = asyncio.get_running_loop().create_future()
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters or {}}
        if session is not None:
            message["sessionId"] = session
        await self._socket.send_json(message)
        return await asyncio.wait_for(answer, _WAITS_S)

    async def _listen(self) -> None:
        async for message in self._socket:
            told = json.loads(message.data)
            answer = self._asked.pop(told.get("id", 0), None)
            if answer is not None and not answer.done():
                if "error" in told:
                    answer.set_exception(RuntimeError(told["error"]["message"]))
                else:
                    answer.set_result(told["result"])
            elif (person := self.people.get(told.get("sessionId", ""))) is not None:
                person.told(told["method"], told["params"])

    async def person(self, name: str, downloads: Path) -> Person:
        """Somebody with a profile, and a page, of their own."""
        context = (await self.asks("Target.createBrowserContext"))["browserContextId"]
        downloads.mkdir(parents=True, exist_ok=True)
        where = {"behavior": "allow", "downloadPath": str(downloads), "browserContextId": context}
        await self.asks("Browser.setDownloadBehavior", where)
        person = Person(self, name, downloads, context)
        await person.new_tab()
        return person


class Person:
    """Somebody at a page: what they press, and what their browser shows and asks for. Their password is their name."""

    def __init__(self, browser: Browser, name: str, downloads: Path, context: str) -> None:
        self.browser, self.name, self.downloads, self.context = browser, name, downloads, context
        self.requests: list[str] = []
        """The address of every request, and connection, of their pages."""
        self.blocked: list[str] = []
        """What the content security policy, or a fault of the script, has said."""
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        self._session = self._target = ""

    async def asks(self, method: str, **parameters: Any) -> Any:
        return await self.browser.asks(method, parameters, self._session)

    async def new_tab(self) -> None:
        """Another page; what is pressed from now on is pressed there."""
        target = {"url": "about:blank", "browserContextId": self.context}
        self._target = (await self.browser.asks("Target.createTarget", target))["targetId"]
        attached = await self.browser.asks("Target.attachToTarget", {"targetId": self._target, "flatten": True})
        self._session = attached["sessionId"]
        self.browser.people[self._session] = self
        for domain in ("Page", "Network", "Runtime", "Log", "DOM"):
            await self.asks(f"{domain}.enable")
        await self.asks("Emulation.setDeviceMetricsOverride", width=1280, height=800, deviceScaleFactor=1, mobile=False)
        await self.asks("Fetch.enable", handleAuthRequests=True, patterns=[{"urlPattern": "*"}])

    async def close_tab(self) -> None:
        await self.browser.asks("Target.closeTarget", {"targetId": self._target})

    def told(self, method: str, told: dict[str, Any]) -> None:
        """What Chromium tells of a page."""
        if method == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])
        elif method == "Network.webSocketCreated":
            self.requests.append(told["url"])
            size = re.search(r"width=(\d+)&height=(\d+)", told["url"])
            if size is not None:
                self.screen.reset()
                self.screen.resize(int(size[2]), int(size[1]))
        elif method == "Network.webSocketFrameReceived":
            self._frame(told["response"])
        elif method == "Fetch.requestPaused":
            self._later("Fetch.continueRequest", requestId=told["requestId"])
        elif method == "Fetch.authRequired":
            answer = {"response": "ProvideCredentials", "username": self.name, "password": self.name}
            self._later("Fetch.continueWithAuth", requestId=told["requestId"], authChallengeResponse=answer)
        elif method == "Page.javascriptDialogOpening":
            self._later("Page.handleJavaScriptDialog", accept=True)
        elif method == "Runtime.exceptionThrown":
            self.blocked.append(json.dumps(told["exceptionDetails"])[:400])
        elif method == "Log.entryAdded" and told["entry"]["source"] == "security":
            self.blocked.append(told["entry"]["text"])

    def _later(self, method: str, **parameters: Any) -> None:
        async def ask() -> None:
            with contextlib.suppress(RuntimeError):  # a request of a page that is left
                await self.asks(method, **parameters)

        self._asking = asyncio.ensure_future(ask())

    def _frame(self, frame: dict[str, Any]) -> None:
        if frame["opcode"] == 2:
            self._stream.feed(_NO_CSI.sub(b"", base64.b64decode(frame["payloadData"])))

    async def goes_to(self, url: str) -> None:
        await self.asks("Page.navigate", url=url)

    async def looks_at(self, url: str, seen: str = "? ") -> None:
        """Open the workbench, wait until it is there."""
        await self.goes_to(url)
        await self.sees(seen)

    async def script(self, text: str) -> Any:
        """What a script in the page gives."""
        return (await self.asks("Runtime.evaluate", expression=text, returnByValue=True, awaitPromise=True))["result"].get("value")

    async def until_script(self, text: str, what: str) -> None:
        """Return when a script in the page gives something that is true. Raises AssertionError."""
        end = asyncio.get_running_loop().time() + _WAITS_S
        while not await self.script(text):
            if asyncio.get_running_loop().time() > end:
                raise AssertionError(f"{self.name}: {what}\n{self.shown}")
            await asyncio.sleep(0.05)

    @property
    def shown(self) -> str:
        """What the program has drawn in the terminal of the page."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    async def sees(self, *texts: str, gone: str = "") -> str:
        """What is on the screen once all of these stand there, and ``gone`` does not. Raises AssertionError."""
        await self.until(lambda: all(text in self.shown for text in texts) and not (gone and gone in self.shown), f"{self.name}: {texts}")
        return self.shown

    async def until(self, happened: Callable[[], object], what: str) -> None:
        """Return when something has happened. Raises AssertionError that shows the screen."""
        end = asyncio.get_running_loop().time() + _WAITS_S
        while not happened():
            if asyncio.get_running_loop().time() > end:
                raise AssertionError(f"{what}\n{self.shown}")
            await asyncio.sleep(0.02)

    async def types(self, text: str) -> None:
        """Press the keys of a text."""
        for letter in text:
            await self.asks("Input.dispatchKeyEvent", type="keyDown", text=letter, unmodifiedText=letter, key=letter)
            await self.asks("Input.dispatchKeyEvent", type="keyUp", key=letter)

    async def presses(self, *keys: str) -> None:
        """Press keys by name: ``enter``, ``ctrl+s``."""
        for key in keys:
            if key.startswith("ctrl+"):
                letter = key[-1]
                code = {"key": letter, "code": f"Key{letter.upper()}", "windowsVirtualKeyCode": ord(letter.upper()), "modifiers": _CTRL}
            else:
                name, number, text = KEYS[key]
                code = {"key": name, "code": name, "windowsVirtualKeyCode": number, **({"text": text} if text else {})}
            await self.asks("Input.dispatchKeyEvent", type="keyDown", **code)
            await self.asks("Input.dispatchKeyEvent", type="keyUp", **code)

    async def clicks(self, selector: str) -> None:
        await self.script(f"document.querySelector({json.dumps(selector)}).click()")

    async def uploads(self, *paths: Path) -> None:
        """Choose files in the page's own field."""
        root = (await self.asks("DOM.getDocument"))["root"]["nodeId"]
        field = (await self.asks("DOM.querySelector", nodeId=root, selector="#upload"))["nodeId"]
        await self.asks("DOM.setFileInputFiles", nodeId=field, files=[str(path) for path in paths])

    async def said(self) -> str:
        """What the page says at its top."""
        return str(await self.script("document.getElementById('said').textContent"))

    async def picture(self, path: Path) -> None:
        """Put what is seen into a file."""
        taken = await self.asks("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(taken["data"]))


@asynccontextmanager
async def chromium(folder: Path) -> AsyncIterator[Browser]:
    """Chromium with nothing but this machine in reach. Raises FileNotFoundError where it is not installed."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise FileNotFoundError("chromium is not installed here")
    arguments = [
        *("--headless=new", "--remote-debugging-port=0", f"--user-data-dir={folder}", "--no-first-run", "--disable-background-networking"),
        *("--disable-component-update", "--disable-sync", "--disable-gpu", "--force-device-scale-factor=1", "--hide-scrollbars"),
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
    ]
    process = await asyncio.create_subprocess_exec(found, *arguments, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE)
    assert process.stderr is not None
    address = ""
    while not address and (line := await process.stderr.readline()):
        told = re.search(rb"DevTools listening on (ws://\S+)", line)
        address = told[1].decode() if told else ""
    silent = asyncio.create_task(process.stderr.read())
    try:
        async with aiohttp.ClientSession() as client, client.ws_connect(address, max_msg_size=1 << 28) as socket:
            yield Browser(socket)
    finally:
        process.terminate()
        await process.wait()
        silent.cancel()
