"""A repository over HTTPS with a password: git's own ``http-backend`` behind a small server with a certificate of its own."""

from __future__ import annotations

import base64
import os
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import attrs
import pytest

NAME: Final = "lan"
PASSWORD: Final = "mật-khẩu-thử-7f3a"


@attrs.define
class Secured:
    """The server: its address, the certificate a client has to trust, and who was seen with the password among their arguments."""

    url: str
    certificate: Path
    let_in: int = 0
    """Requests with the right password."""
    turned_away: int = 0
    seen_by_all: set[str] = attrs.field(factory=set)
    """Processes whose arguments had the password while a request was answered: anybody on the machine could read it there."""


def need_https() -> None:
    """Skip a test where git brings no server over HTTP, or nothing makes a certificate."""
    if shutil.which("git") is None or shutil.which("openssl") is None or not _backend().is_file():
        pytest.skip("git-http-backend and openssl are not both here")


def _backend() -> Path:
    return Path(subprocess.run(["git", "--exec-path"], capture_output=True, text=True, check=True).stdout.strip()) / "git-http-backend"


def certificate(folder: Path) -> Path:
    """A key and the certificate it has signed for this machine, in one file."""
    file = folder / "server.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"]
    made += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(file), "-out", str(folder / "cert.pem")]
    subprocess.run(made, check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + (folder / "cert.pem").read_bytes())
    return file


@contextmanager
def served(repository: Path, certificate: Path) -> Iterator[Secured]:
    """A bare repository over HTTPS while the block runs."""
    taken = "Basic " + base64.b64encode(f"{NAME}:{PASSWORD}".encode()).decode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            state.seen_by_all |= {words for words in _arguments() if PASSWORD in words}
            given = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers.get("Authorization") != taken:
                state.turned_away += "Authorization" in self.headers
                self._answer(401, [("WWW-Authenticate", 'Basic realm="plans"')], b"")
                return
            state.let_in += 1
            path, _, query = self.path.partition("?")
            environment = {
                **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
                **{"GIT_PROJECT_ROOT": str(repository.parent), "GIT_HTTP_EXPORT_ALL": "1", "REMOTE_USER": NAME, "GIT_CONFIG_NOSYSTEM": "1"},
                **{"PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": self.command, "GIT_CONFIG_GLOBAL": os.devnull},
                **{"CONTENT_TYPE": self.headers.get("Content-Type", ""), "CONTENT_LENGTH": str(len(given))},
                **{"HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""), "GIT_PROTOCOL": self.headers.get("Git-Protocol", "")},
            }
            done = subprocess.run([_backend()], input=given, env=environment, capture_output=True, check=False)
            head, _, body = done.stdout.partition(b"\r\n\r\n")
            fields = [line.partition(": ")[::2] for line in head.decode().split("\r\n") if line]
            status = next((int(value.split()[0]) for name, value in fields if name == "Status"), 200)
            self._answer(status, [field for field in fields if field[0] != "Status"], body)

        do_POST = do_GET  # noqa: N815 - http.server calls it so

        def _answer(self, status: int, fields: list[tuple[str, str]], body: bytes) -> None:
            self.send_response(status)
            for name, value in (*fields, ("Content-Length", str(len(body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    state = Secured(f"https://127.0.0.1:{server.server_address[1]}/{repository.name}", certificate)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _arguments() -> Iterator[str]:
    """The arguments of every process there is, as ``ps`` shows them to everybody."""
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield place.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # it has ended
            continue
