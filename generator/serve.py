"""The development server: builds and serves the page, and reloads it when something has changed.

Every build is a process of its own, so that a change of the generator itself counts too. The open page is
told through Server-Sent Events. What is served differs from what is built in two things only: a script that
listens (reload.js, beside this file) and a Content-Security-Policy that lets it.
"""

import html
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from stat import S_ISDIR

import click

from generator.errors import BuildError

HOST = "127.0.0.1"
FIRST_PORT = 8000
PORTS_TRIED = 20
WATCHED = ("content", "templates", "generator")
RELOAD_SCRIPT = Path(__file__).with_name("reload.js")

BUILD_SECONDS = 60
LOOK_SECONDS = 0.15
HEARTBEAT_SECONDS = 15.0

_POLICY = re.compile(r'(<meta\s+http-equiv="Content-Security-Policy"\s+content=")([^"]*)(")', re.IGNORECASE)
_EMPTY_PAGE = (
    '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>serve</title>\n<body></body>\n'
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the last build went: the last page that was good (None if none was), and what is wrong now."""

    page: str | None
    mistake: str | None

    @property
    def version(self) -> str:
        """Changes when the page does; the same page has the same version in another run of the server."""
        return sha256((self.page or "").encode()).hexdigest()[:16]

    def event(self) -> bytes:
        """The outcome as the one kind of Server-Sent Event that the open page hears."""
        return f"data: {json.dumps({'version': self.version, 'mistake': self.mistake})}\n\n".encode()

    def document(self) -> bytes:
        """The page as it is served: the built one with the listening script in it."""
        return with_reload(self.page or _EMPTY_PAGE, self.version).encode()


class Latest:
    """The present outcome, which the builder replaces and the open pages wait for."""

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._changed = threading.Condition()

    @property
    def outcome(self) -> Outcome:
        """The outcome of the last build."""
        with self._changed:
            return self._outcome

    def replace(self, outcome: Outcome) -> None:
        """Put a new outcome in place and wake all who wait."""
        with self._changed:
            self._outcome = outcome
            self._changed.notify_all()

    def after(self, known: Outcome, seconds: float) -> Outcome:
        """The first outcome that is not `known`, or `known` again when `seconds` have gone by."""
        with self._changed:
            self._changed.wait_for(lambda: self._outcome is not known, seconds)
            return self._outcome


def serve(root: Path, *, network: Path | None = None, port: int | None = None) -> None:
    """Serve the page of the project in `root` until Ctrl-C.

    Raises BuildError when the port that was asked for is taken, or, where none was, all that were tried.
    """
    latest = Latest(Outcome(page=None, mistake=None))
    with _listening(_handler_for(latest), port) as server:
        click.echo(f"Serving http://{HOST}:{server.server_port}/ (Ctrl-C stops)")
        try:
            for changed in changes([*(root / name for name in WATCHED), *([network] if network else [])]):
                _rebuild(root, network, latest, _named(changed))
        except KeyboardInterrupt:
            click.echo()


def changes(places: Sequence[Path]) -> Iterator[list[Path]]:
    """At once nothing, so that a first build can be made; then, each time, what files have changed.

    The files are looked at several times a second, which takes milliseconds for a project of this size and
    sees what the system's own notices may not: a file that is replaced when it is saved, a folder on a network.
    What happens while a build runs is seen after it.
    """
    known = previous = _snapshot(places)
    yield []
    while True:
        time.sleep(LOOK_SECONDS)
        now = _snapshot(places)
        if now != known and now == previous:  # two looks alike: whoever is writing has finished
            yield sorted(file for file in known.keys() | now.keys() if known.get(file) != now.get(file))
            known = now
        previous = now


def _snapshot(places: Sequence[Path]) -> dict[Path, tuple[int, int]]:
    files: dict[Path, tuple[int, int]] = {}
    for place in places:
        for file in (place, *place.rglob("*")):
            if file.suffix == ".pyc" or file.name.startswith(".") or file.name.endswith("~"):
                continue  # not the author's: what Python and editors leave
            with suppress(OSError):  # gone since it was listed
                status = file.stat()
                if not S_ISDIR(status.st_mode):
                    files[file] = (status.st_mtime_ns, status.st_size)
    return files


def build_once(root: Path, network: Path | None, before: Outcome) -> Outcome:
    """Build in a process of its own; where it fails, the page from `before` stays, with what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "index.html"
        choice = [] if network is None else ["--network", str(network.resolve())]
        command = [sys.executable, "-m", "generator", "build", "--output", str(output), *choice]
        try:
            process = subprocess.run(
                command,
                cwd=root,
                capture_output=True,
                encoding="utf-8",
                check=False,
                timeout=BUILD_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return Outcome(before.page, f"the build was stopped: it had not ended after {BUILD_SECONDS} s")
        if process.returncode == 0:
            return Outcome(page=output.read_text(encoding="utf-8"), mistake=None)
        said = process.stderr.strip() or f"the build ended with status {process.returncode}"
        return Outcome(page=before.page, mistake=said.removeprefix("error: "))


def with_reload(page: str, version: str) -> str:
    """The page with the listening script at its end, and with a policy that lets it run and listen."""
    relaxed = _POLICY.sub(lambda found: f"{found[1]}{_relaxed(found[2])}{found[3]}", page)
    script = f'<script src="/reload.js" data-version="{version}"></script>\n'
    body_end = relaxed.rfind("</body>")
    position = len(relaxed) if body_end < 0 else body_end
    return relaxed[:position] + script + relaxed[position:]


def _relaxed(policy: str) -> str:
    parts = (part.split() for part in html.unescape(policy).split(";"))
    directives = {words[0].lower(): words[1:] for words in parts if words}
    for name in ("script-src", "connect-src"):
        sources = directives.get(name, directives.get("default-src", []))
        directives[name] = [*(source for source in sources if source != "'none'"), "'self'"]
    return html.escape("; ".join(" ".join([name, *sources]) for name, sources in directives.items()))


def _rebuild(root: Path, network: Path | None, latest: Latest, because: str) -> None:
    began = time.perf_counter()
    outcome = build_once(root, network, latest.outcome)
    latest.replace(outcome)
    clock = time.strftime("%H:%M:%S")
    if outcome.mistake is None:
        click.echo(f"{clock}  {because}built in {time.perf_counter() - began:.1f} s")
    else:
        click.echo(f"{clock}  {because}not built\nerror: {outcome.mistake}", err=True)


def _named(changed: Sequence[Path]) -> str:
    names = [file.name for file in changed[:3]]
    more = [f"and {len(changed) - 3} more"] if len(changed) > 3 else []
    return f"{', '.join([*names, *more])}: " if names else ""


@contextmanager
def _listening(handler: type[BaseHTTPRequestHandler], port: int | None) -> Iterator[ThreadingHTTPServer]:
    server = _bind(handler, port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True  # an open page must not keep the server from stopping
    allow_reuse_address = sys.platform != "win32"  # on Windows it would let two servers share one port


def _bind(handler: type[BaseHTTPRequestHandler], port: int | None) -> ThreadingHTTPServer:
    tried = range(FIRST_PORT, FIRST_PORT + PORTS_TRIED) if port is None else (port,)
    for number in tried:
        try:
            return _Server((HOST, number), handler)
        except OSError:
            continue
    if port is None:
        raise BuildError(f"the ports {tried[0]} to {tried[-1]} are all taken: choose another with --port")
    raise BuildError(f"port {port} is taken: choose another with --port")


def _handler_for(latest: Latest) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path in ("/", "/index.html"):
                self._send(latest.outcome.document(), "text/html; charset=utf-8")
            elif path == "/reload.js":
                self._send(RELOAD_SCRIPT.read_bytes(), "text/javascript; charset=utf-8")
            elif path == "/events":
                self._send_events()
            else:
                self.send_error(HTTPStatus.NOT_FOUND)

        def _send(self, body: bytes, kind: str) -> None:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def _send_events(self) -> None:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            told = latest.outcome
            message = told.event()
            try:
                while True:
                    self.wfile.write(message)
                    newest = latest.after(told, HEARTBEAT_SECONDS)
                    message = b":\n\n" if newest is told else newest.event()
                    told = newest
            except (BrokenPipeError, ConnectionError):
                return  # the page was closed

        def log_message(self, *_: object) -> None:
            """Say nothing of requests: the terminal is for builds."""

    return Handler
