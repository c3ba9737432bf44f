"""Many sessions at once, without browsers: each opens the plan through the proxy and presses keys, and every answer is waited for."""

from __future__ import annotations

import asyncio
import os
import re
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import aiohttp
import attrs

_KEY: Final = "j"
_AT_ONCE: Final = 2
"""Sessions that start at the same time."""
_FIRST: Final = b"keys"
"""What a session draws last when it is there."""
_THERE: Final = b"Workload"
"""… and when it shows the tasks."""
_COLOURS: Final = re.compile(rb"\x1b\[[0-9;]*m")
_PAUSE_S: Final = 1.0
"""Between two keys of a person, on average."""


@attrs.frozen
class Pressed:
    """What came of it: seconds from each key to what it changed on the screen, its bytes, seconds of processors, memory."""

    waits: Sequence[float]
    sizes: Sequence[int]
    cpu_s: float
    """Of all the programs while keys were pressed."""
    memory_mib: float
    """Of all the programs, shared pages counted once (PSS)."""
    sessions: int

    def told(self) -> str:
        """It in a sentence."""
        waits = sorted(self.waits)
        late = waits[int(len(waits) * 0.95)]
        return (
            f"{self.sessions} sessions × {len(waits) // self.sessions} keys: {len(waits)} of {len(waits)} answered; "
            f"median {statistics.median(waits) * 1000:.0f} ms, 95 of 100 within {late * 1000:.0f} ms; "
            f"{statistics.median(self.sizes):.0f} bytes a key; "
            f"{self.cpu_s * 1000 / len(waits):.1f} ms of a processor a key; {self.memory_mib / self.sessions:.0f} MiB a session"
        )


async def pressed(origin: str, path: str, people: Sequence[str], keys: int) -> Pressed:
    """Have each of the people press so many keys, at moments of their own."""
    opening = asyncio.Semaphore(_AT_ONCE)
    all_there, pressing = asyncio.Event(), asyncio.Event()
    there: list[str] = []
    waits: list[float] = []
    sizes: list[int] = []

    async def one(name: str, number: int) -> None:
        auth = aiohttp.BasicAuth(name, name)
        url = f"{origin}{path}ws?width=120&height=36&tab={name}"
        async with aiohttp.ClientSession(auth=auth) as client:
            async with opening:
                socket = await client.ws_connect(url, headers={"Origin": origin}, max_msg_size=0)
                await _drawn(socket, _FIRST)
                await socket.send_json(["stdin", "4"])
                await _drawn(socket, _THERE)
            there.append(name)
            if len(there) == len(people):
                all_there.set()
            while not pressing.is_set():  # who does not answer the server's question whether they are there counts as gone
                await _drained(socket, 0.5)
            await asyncio.sleep(_PAUSE_S * number / len(people))
            for _ in range(keys):
                begun = time.perf_counter()
                await socket.send_json(["stdin", _KEY])
                size = 0
                while size == 0:
                    message = await socket.receive(timeout=60)
                    assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message
                    size = len(message.data) if message.type is aiohttp.WSMsgType.BINARY else 0
                waits.append(time.perf_counter() - begun)
                sizes.append(size)
                await asyncio.sleep(_PAUSE_S)
                await _drained(socket)
            await socket.close()

    async def measured() -> tuple[float, float]:
        await all_there.wait()
        programs = _programs()
        assert len(programs) == len(people), programs
        memory, before = sum(map(_memory, programs)), sum(map(_cpu, programs))
        pressing.set()
        while len(waits) < keys * len(people):
            await asyncio.sleep(0.05)
        return memory, sum(map(_cpu, programs)) - before

    async with asyncio.TaskGroup() as group:
        measuring = group.create_task(measured())
        for number, name in enumerate(people):
            group.create_task(one(name, number))
    memory, cpu = measuring.result()
    return Pressed(waits, sizes, cpu, memory, len(people))


async def _drawn(socket: aiohttp.ClientWebSocketResponse, last: bytes) -> None:
    """Read until something has been drawn, whatever colours its letters have."""
    shown = b""
    while last not in shown:
        message = await socket.receive(timeout=240)
        assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message
        if message.type is aiohttp.WSMsgType.BINARY:
            shown += _COLOURS.sub(b"", message.data)


async def _drained(socket: aiohttp.ClientWebSocketResponse, seconds: float = 0.01) -> None:
    """Read what has come meanwhile."""
    while True:
        try:
            await socket.receive(timeout=seconds)
        except TimeoutError:
            return


def _programs() -> list[int]:
    """The processes of the workbench that a server has started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                told, called = (entry / "environ").read_bytes(), (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if b"TERM_PROGRAM=kehoach-serve" in told and b"\0-m\0tui\0" in called:
                found.append(int(entry.name))
    return [one for one in found if int(_stat(one)[1]) not in found]  # not what it has started itself


def _stat(process: int) -> list[str]:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def _cpu(process: int) -> float:
    fields = _stat(process)
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(process: int) -> float:
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
