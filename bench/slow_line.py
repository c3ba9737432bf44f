"""A slow line that loses packets between two network namespaces, for a kernel without ``netem``.

    python -m bench.slow_line NAMESPACE NAMESPACE DELAY LOSS

A device ``line0`` is made at each end; every frame that goes in at one comes out at the other after so many seconds, and
that part of the IP packets never does, by chance but the same at every run. It says ``joined`` and goes on until its input ends.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import random
import select
import struct
import sys
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Final

DEVICE: Final = b"line0"
_TUNSETIFF: Final = 0x400454CA
_TAP_WITHOUT_HEADER: Final = 0x0002 | 0x1000
_NEW_NETWORK: Final = 0x40000000
_ARP: Final = b"\x08\x06"
_LARGEST: Final = 65_536


def main(arguments: Sequence[str] | None = None) -> int:
    """Join the two until standard input ends; exit code 0. Raises OSError."""
    here, there, delay, loss = sys.argv[1:] if arguments is None else arguments
    ends = [_device_in(here), _device_in(there)]
    print("joined", flush=True)
    _forward(ends, float(delay), float(loss))
    return 0


def _device_in(namespace: str) -> int:
    """A network device in that namespace, as a file of frames."""
    with Path("/run/netns", namespace).open("rb") as place:
        if ctypes.CDLL(None, use_errno=True).setns(place.fileno(), _NEW_NETWORK):
            raise OSError(ctypes.get_errno(), namespace)
    file = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(file, _TUNSETIFF, struct.pack("16sH22x", DEVICE, _TAP_WITHOUT_HEADER))
    return file


def _forward(ends: Sequence[int], delay: float, loss: float) -> None:
    chance = [random.Random(end) for end in range(2)]
    waiting: deque[tuple[float, int, bytes]] = deque()
    poll = select.poll()
    for file in (*ends, 0):
        poll.register(file, select.POLLIN)
    while True:
        timeout = max(0.0, waiting[0][0] - time.monotonic()) * 1000 if waiting else None
        for file, _ in poll.poll(timeout):
            if file == 0:
                return  # nobody reads or writes it: it is closed when the benchmark ends
            end = ends.index(file)
            for frame in _frames(file):
                if frame[12:14] == _ARP or chance[end].random() >= loss:
                    waiting.append((time.monotonic() + delay, ends[1 - end], frame))
        while waiting and waiting[0][0] <= time.monotonic():
            _, file, frame = waiting.popleft()
            try:
                os.write(file, frame)
            except OSError:
                continue  # the end is down: lost as well


def _frames(file: int) -> list[bytes]:
    frames = []
    while True:
        try:
            frames.append(os.read(file, _LARGEST))
        except OSError:
            return frames


if __name__ == "__main__":
    sys.exit(main())
