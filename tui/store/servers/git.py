"""Calls of git that a hostile repository can make nothing of: no shell, no hooks, no transport that runs a command, no prompt unasked.

What git prints on standard error is somebody's text; it is shown through :func:`~tui.model.text.printable` only.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import attrs

from tui.model.text import N_, Sentence, printable, say
from tui.store.files.errors import StoreError, shown_path

_KEPT: Final = frozenset(
    {
        *("GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_SSL_NO_VERIFY", "GIT_PROXY_COMMAND"),
        *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES"),
    }
)
"""Variables of git that say how this user reaches a server; any other, as a hook of git has them, would lead to another repository."""
_TRANSPORTS: Final = "file:git:http:https:ssh"
_SETTINGS: Final = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "protocol.ext.allow=never",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "http.lowSpeedLimit=1",
    "http.lowSpeedTime=60",
    "advice.detachedHead=false",
)
_LOOK_EVERY: Final = 0.1
"""Seconds between two looks whether it is still wanted."""
_MOST_SAID: Final = 200
"""Characters of what git says that are repeated."""

Wanted = Callable[[], None]
"""Called again and again while a server is waited for; what it raises ends the waiting."""


def always() -> None:
    """It is wanted in any case."""


class ServerError(StoreError):
    """What could not be done with a repository or its server."""


class OutOfReach(ServerError):
    """The server cannot be reached: nothing is wrong here, and later it may go on."""


@attrs.frozen
class Answer:
    """What a call of git came to."""

    code: int
    out: bytes
    said: str
    """Standard error."""


@attrs.define
class Git:
    """git in one folder. ``asks``: it may ask for a password on the terminal. ``handed_on`` are open files every call keeps open."""

    folder: Path
    asks: bool = False
    handed_on: tuple[int, ...] = ()
    wanted: Wanted = always
    own_ssh: bool = False
    """Whether the settings of this user say by which ssh a server is reached; then nothing is said of it here."""

    def run(self, *arguments: str, given: bytes | None = None, index: Path | None = None, more: Mapping[str, str] | None = None) -> Answer:
        """Call git and wait for it. Raises :class:`ServerError` where there is no git, and what ``wanted`` raises."""
        process = self.start(*arguments, takes=given is not None, says=True, index=index, more=more)
        try:
            out, said = _waited(process, given, self.wanted)
        except BaseException:
            _end(process)
            raise
        return Answer(process.returncode, out, said.decode("utf-8", "replace"))

    def start(
        self, *arguments: str, takes: bool = True, says: bool = False, index: Path | None = None, more: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start git, reading what it prints. ``takes``: it is given something; ``says``: what it says of faults is read as well.

        Raises :class:`ServerError` where there is no git.
        """
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        environment = _environment(self.asks, self.own_ssh) | dict(more or {})
        if index is not None:
            environment["GIT_INDEX_FILE"] = str(index)
        try:
            return subprocess.Popen(
                ["git", *settings, *arguments],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.PIPE if takes else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE if says else subprocess.DEVNULL,
                pass_fds=self.handed_on,
                start_new_session=not self.asks,
            )
        except FileNotFoundError as error:
            if not self.folder.is_dir():
                raise ServerError(say(N_("{path}: there is no such folder"), path=shown_path(self.folder))) from error
            raise ServerError(say(N_("git is not installed here; a plan on several servers needs it"))) from error
        except (OSError, ValueError) as error:  # ValueError: a NUL in an argument
            raise ServerError(say(N_("git could not be started: {reason}"), reason=printable(str(error)))) from error

    def out(self, *arguments: str, given: bytes | None = None, index: Path | None = None, more: Mapping[str, str] | None = None) -> bytes:
        """What a call prints. Raises :class:`ServerError` where it fails."""
        answer = self.run(*arguments, given=given, index=index, more=more)
        if answer.code:
            raise failed(answer)
        return answer.out

    def line(self, *arguments: str) -> str | None:
        """The one line a call prints; None where it fails or prints nothing."""
        answer = self.run(*arguments)
        text = os.fsdecode(answer.out).removesuffix("\n")
        return text if answer.code == 0 and text else None


def settings_of(git: Git) -> dict[str, str]:
    """The settings that hold in a folder, by ``section.name.key``; of several the last, as git takes it.

    From then on git goes by what they say of ssh.
    """
    answer = git.run("config", "--list", "-z")
    found = {}
    for entry in answer.out.split(b"\0"):
        key, _, value = os.fsdecode(entry).partition("\n")
        if key:
            found[key] = value
    git.own_ssh = "core.sshcommand" in found
    return found


def _waited(process: subprocess.Popen[bytes], given: bytes | None, wanted: Wanted) -> tuple[bytes, bytes]:
    while True:
        try:
            return process.communicate(given, timeout=_LOOK_EVERY if wanted is not always else None)
        except subprocess.TimeoutExpired:
            given = None  # what was handed over already
            wanted()


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, signal.SIGTERM)
        else:
            process.terminate()
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        process.communicate(timeout=5)


def _environment(asks: bool, own_ssh: bool) -> dict[str, str]:
    found = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or key in _KEPT}
    found |= {"LC_ALL": "C", "LANGUAGE": "C", "GIT_ALLOW_PROTOCOL": _TRANSPORTS, "GIT_OPTIONAL_LOCKS": "0"}
    if not asks:
        # a window of git's own would wait for an answer where nobody may be; a program the person names in GIT_ASKPASS knows one
        found |= {"GIT_TERMINAL_PROMPT": "0", "GCM_INTERACTIVE": "never", "GIT_ASKPASS": found.get("GIT_ASKPASS", "")}
    if not own_ssh and "GIT_SSH_COMMAND" not in found and "GIT_SSH" not in found:
        found["GIT_SSH_COMMAND"] = f"ssh -oConnectTimeout=20{'' if asks else ' -oBatchMode=yes'}"
    return found


# -- what it says ---------------------------------------------------------------------------------------------------

_AWAY: Final = (
    *("could not resolve host", "connection refused", "connection timed out", "network is unreachable", "no route to host"),
    *("unable to look up", "operation timed out", "failed to connect", "connection reset"),
    *("operation too slow", "temporary failure in name resolution", "could not resolve hostname", "couldn't connect to server"),
    *("error: 502", "error: 503", "error: 504", "http 502", "http 503", "http 504"),  # a proxy answers, and nobody behind it
    *("connection closed by", "empty reply from server", "name or service not known"),
)
_CUT: Final = ("the remote end hung up", "early eof", "rpc failed", "unexpected disconnect")
"""What is said of a line that broke, and after most other faults as well."""
_NO_PASSWORD: Final = ("could not read username", "could not read password", "terminal prompts disabled")
_WRONG_PASSWORD: Final = "authentication failed"
_REFUSED: Final = (
    *("permission denied", "access denied"),
    *("error: 401", "error: 403", "http 401", "http 403", "not authorized", "insufficient permission"),
    *("unable to create temporary object directory", "unpacker error", "dubious ownership"),
)
_NO_CERTIFICATE: Final = (
    "ssl certificate problem",
    "server certificate verification failed",
    "certificate subject name",
    "no alternative certificate",
)
_NO_SSH: Final = ("cannot run ssh", "ssh: not found", "ssh: command not found")
_NOT_THERE: Final = (
    "not found",
    "does not exist",
    "does not appear to be a git repository",
    "no such file or directory",
    "is not a repository",
)
_WITH_PASSWORD: Final = re.compile(r"(?<=://)[^/@\s]*@")
_PASSWORD_IN: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/@\s]*:[^/@\s]+@")


def failed(answer: Answer, server: str = "") -> ServerError:
    """Why a call failed, in a sentence: the server cannot be reached, lets nobody in, has no such repository, or as git says it."""
    said = answer.said.lower()
    if any(sign in said for sign in _AWAY):
        return OutOfReach(say(N_("the server {server} cannot be reached"), server=shown_url(server)))
    if "dubious ownership" in said:
        return ServerError(say(N_("git does not touch this repository, for it is another user's: {said}"), said=last_line(answer.said)))
    if any(sign in said for sign in _NO_SSH):
        return ServerError(say(N_("ssh is not installed here; the server {server} is reached by it"), server=shown_url(server)))
    if any(sign in said for sign in _NO_CERTIFICATE):
        told = N_("the certificate of {server} is none this machine trusts: ask its administrator for the one to install (http.sslCAInfo)")
        return ServerError(say(told, server=shown_url(server)))
    if "host key verification failed" in said:
        if "host identification has changed" in said or "has changed and you have requested" in said:
            return ServerError(
                say(N_("{server} shows another key than before, or is another server: ask its administrator"), server=shown_url(server))
            )
        told = N_("the key of {server} is not known here yet: sign in to it by ssh once and compare its fingerprint")
        return ServerError(say(told, server=shown_url(server)))
    if server and any(sign in said for sign in _NO_PASSWORD):
        told = N_("no password for {server} is known here: a credential helper of git has to know it, or in a terminal git asks for it")
        return ServerError(say(told, server=shown_url(server)))
    if server and _WRONG_PASSWORD in said:
        return ServerError(say(N_("{server} does not take the name and password git has for it"), server=shown_url(server)))
    if server and any(sign in said for sign in _REFUSED):
        return ServerError(say(N_("{server} does not let you do that; ask who looks after it for the right"), server=shown_url(server)))
    if server and any(sign in said for sign in _NOT_THERE):
        return OutOfReach(say(N_("there is no repository at {server}"), server=shown_url(server)))
    told = last_line(answer.said)
    if any(sign in told.lower() for sign in _CUT):
        return OutOfReach(say(N_("the server {server} cannot be reached"), server=shown_url(server)))
    return ServerError(say(N_("git says: {said}"), said=told or str(answer.code)))


def last_line(said: str) -> str:
    """The line of what git said that says most: the first that begins with ``fatal`` or ``error``, else the last."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    told = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[-1] if lines else "")
    text = printable(_WITH_PASSWORD.sub("", told.partition(": ")[2] if told.startswith(("fatal:", "error:")) else told))
    return text if len(text) <= _MOST_SAID else text[: _MOST_SAID - 1] + "…"


def shown_url(url: str) -> str:
    """An address as it may be shown: without a name and password in it, and nothing a terminal would act on."""
    return printable(_WITH_PASSWORD.sub("", url))


def has_password(url: str) -> bool:
    """Whether a password stands in an address: each call of git would have it among its arguments, which every user of the machine sees."""
    return _PASSWORD_IN.match(url) is not None


def refused_url(url: str) -> Sentence | None:
    """Why an address is none that may be asked; None where it may."""
    if not url.strip():
        return say(N_("an empty name is no address"))
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in url):
        return say(N_("an address has no control characters"))
    if url.startswith("-"):
        return say(N_("an address does not begin with “-”; a folder that is called so is ./-…"))
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*)(::|://)", url)
    if scheme is not None and (scheme[2] == "::" or scheme[1].lower() not in _TRANSPORTS.split(":")):
        return say(N_("{scheme} is no way to a repository that is taken: https, ssh, git, or a folder"), scheme=printable(scheme[0]))
    return None
