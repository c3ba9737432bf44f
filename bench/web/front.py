"""The office's server in front: nginx or Caddy, with the very configuration that ``docs/serve.md`` shows, on ports of this machine."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import attrs

from bench.subjects import REPOSITORY

PATH: Final = "/kehoach/"
_WAITS_S: Final = 20.0


@attrs.frozen
class Front:
    """A proxy that runs: its port, and what ends and begins it again."""

    port: int
    begin: Sequence[str]
    environment: dict[str, str]
    folder: Path
    process: list[subprocess.Popen[bytes]]

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def url(self) -> str:
        return self.origin + PATH

    def start(self) -> None:
        """Run it until it answers."""
        with (self.folder / "front.log").open("ab") as log:
            self.process[:] = [subprocess.Popen(self.begin, cwd=self.folder, env=self.environment, stdout=log, stderr=log)]
        wait_for(self.port)

    def stop(self) -> None:
        """End it, and every connection over it."""
        for process in self.process:
            process.terminate()
            process.wait()
        self.process.clear()


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def wait_for(port: int) -> None:
    """Return when somebody answers at a port of this machine. Raises TimeoutError."""
    end = time.monotonic() + _WAITS_S
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError(port)


def shown_block(language: str) -> str:
    """The configuration in ``docs/serve.md`` in this language."""
    page = (REPOSITORY / "docs" / "serve.md").read_text(encoding="utf-8")
    found = re.search(rf"^```{language}\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert found is not None, language
    return found[1]


@contextmanager
def nginx(folder: Path, behind: int, secret: str, people: Sequence[str]) -> Iterator[Front]:
    """nginx over a server at a port, with basic authentication: everybody's password is their name."""
    port = free_port()
    (folder / "users").write_text("".join(f"{one}:{_hashed(one)}\n" for one in people))
    (folder / "secret.conf").write_text(f'proxy_set_header X-Kehoach-Secret "{secret}";\n')
    block = shown_block("nginx")
    for shown, here in (
        (r"listen 443 ssl;", f"listen 127.0.0.1:{port};"),
        (r"server_name office\.example;", "server_name localhost;"),
        (r" *ssl_\w+ .*;\n", ""),
        (r"/etc/nginx/kehoach\.users", str(folder / "users")),
        (r"/etc/nginx/kehoach\.secret", str(folder / "secret.conf")),
        (r"127\.0\.0\.1:8300", f"127.0.0.1:{behind}"),
    ):
        block, count = re.subn(shown, here, block)
        assert count, shown
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n"
        f"events {{ worker_connections 512; }}\nhttp {{\naccess_log off;\n{temporary}{block}}}\n"
    )
    yield from _running(Front(port, [_found("nginx"), "-c", str(folder / "nginx.conf"), "-p", str(folder)], dict(os.environ), folder, []))


@contextmanager
def caddy(folder: Path, behind: int, secret: str, people: Sequence[str]) -> Iterator[Front]:
    """The same with Caddy."""
    port = free_port()
    caddy = _found("caddy")
    block = shown_block("caddyfile")
    users = "".join(
        f"{one} {subprocess.run([caddy, 'hash-password', '--plaintext', one], capture_output=True, text=True, check=True).stdout.strip()}\n"
        for one in people
    )
    for shown, here in ((r"office\.example", f"http://localhost:{port}"), (r"127\.0\.0\.1:8300", f"127.0.0.1:{behind}")):
        block, count = re.subn(shown, here, block)
        assert count, shown
    block, count = re.subn(r"(?:^ *\w+ \$2a.*\n)+", lambda _: users, block, flags=re.MULTILINE)
    assert count == 1
    (folder / "Caddyfile").write_text(f"{{\nadmin off\nauto_https off\n}}\n{block}")
    environment = {**os.environ, "KEHOACH_SECRET": secret, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    yield from _running(Front(port, [caddy, "run", "--config", str(folder / "Caddyfile")], environment, folder, []))


def _running(front: Front) -> Iterator[Front]:
    front.start()
    try:
        yield front
    finally:
        front.stop()


def _hashed(password: str) -> str:
    told = subprocess.run(["openssl", "passwd", "-apr1", password], capture_output=True, text=True, check=True)
    return told.stdout.strip()


def _found(program: str) -> str:
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    if found is None:
        raise FileNotFoundError(f"{program} is not installed here")
    return found
