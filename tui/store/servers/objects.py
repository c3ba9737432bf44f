"""Files among git's objects, read from one process that is asked again and again; one too large for a plan is none."""

from __future__ import annotations

import contextlib
import subprocess
from typing import Final

import attrs

from tui.model.text import N_, say
from tui.store.log.history_parts import MOST_BYTES
from tui.store.servers.git import Git, ServerError

_KEPT: Final = 64
"""How many files are remembered: a plan is looked at several times on its way."""
_SMALL: Final = 4 << 20
"""Bytes up to which one is."""


@attrs.define
class Objects:
    """The files by the names of their objects. To be closed."""

    git: Git
    _process: subprocess.Popen[bytes] | None = None
    _known: dict[str, bytes] = attrs.field(factory=dict, repr=False)

    def read(self, oid: str) -> bytes:
        """The bytes of a file. Raises :class:`ServerError`: there is none of this name, or it is too large."""
        if oid in self._known:
            return self._known[oid]
        data = self._read(oid)
        if len(data) <= _SMALL:
            while len(self._known) >= _KEPT:
                del self._known[next(iter(self._known))]
            self._known[oid] = data
        return data

    def _read(self, oid: str) -> bytes:
        process = self._process = self._process or self.git.start("cat-file", "--batch")
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(f"{oid}\n".encode())
            process.stdin.flush()
            told = process.stdout.readline().split()
            if len(told) != 3 or told[1] != b"blob":
                raise ServerError(say(N_("a file is missing in this copy of the repository ({oid}); a new clone has it"), oid=oid))
            size = int(told[2])
            if size > MOST_BYTES:
                self.close()
                raise ServerError(say(N_("a file in the repository is larger than {most} MiB"), most=MOST_BYTES >> 20))
            data = process.stdout.read(size)
            if len(data) != size or process.stdout.read(1) != b"\n":
                raise ServerError(say(N_("git ended before its time")))
        except OSError as error:
            self.close()
            raise ServerError(say(N_("git ended before its time"))) from error
        return data

    def close(self) -> None:
        """Let the process go."""
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        process.kill()
        process.wait()
