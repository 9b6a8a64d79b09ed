"""The development server: builds and serves the page, and reloads it when something has changed.

Every build is a process of its own, so that a change of the generator itself counts too. Where the scripts of
templates/ are not what their sources give, they are bundled first. The open page asks several times a second how the
last build went: a stream that stays open would be quicker, but a browser opens no more than six of them, and a
seventh tab would wait for ever. What is served differs from what is built in two things only: a script that asks
(reload.js, beside this file) and a Content-Security-Policy that lets it.
"""

import errno
import html
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click

from generator import bundle
from generator.errors import BuildError
from generator.places import Places

HOST = "127.0.0.1"
FIRST_PORT = 8000
PORTS_TRIED = 20
WATCHED = ("templates", "generator")
"""What is watched beside the content, where the program is a checkout."""
RELOAD_SCRIPT = Path(__file__).with_name("reload.js")

BUILD_SECONDS = 60
LOOK_SECONDS = 0.15

_POLICY = re.compile(r'(<meta\s+http-equiv="Content-Security-Policy"\s+content=")([^"]*)(")', re.IGNORECASE)
_EMPTY_PAGE = (
    '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>serve</title>\n<body></body>\n'
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the last build went: the last page that was good (None if none was), and what is wrong now."""

    page: str | None
    mistake: str | None
    lessons: Mapping[str, str] = field(default_factory=dict)
    """The other pages of a site with several lessons, by their files."""

    @property
    def version(self) -> str:
        """Changes when the page does; the same page has the same version in another run of the server."""
        return sha256("\0".join([self.page or "", *self.lessons.values()]).encode()).hexdigest()[:16]

    def told(self) -> bytes:
        """What the open page is told of it."""
        return json.dumps({"version": self.version, "mistake": self.mistake}).encode()

    def document(self, name: str = "") -> bytes:
        """A page as it is served: the built one with the listening script in it."""
        return with_reload(self.lessons.get(name) or self.page or _EMPTY_PAGE, self.version).encode()


class Latest:
    """The present outcome, which the builder replaces and the open pages ask for."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


def serve(places: Places, *, network: Path | None = None, port: int | None = None) -> None:
    """Serve the page of a site until Ctrl-C.

    Raises BuildError when the port that was asked for is taken, or, where none was, all that were tried.
    """
    latest = Latest(Outcome(page=None, mistake=None))
    written: dict[Path, bytes] = {}
    with _listening(_handler_for(latest), port) as server:
        click.echo(f"Serving http://{HOST}:{server.server_port}/ (Ctrl-C stops)")
        try:
            watched = [
                places.content,
                *(places.home / name for name in WATCHED),
                *([network] if network else []),
            ]
            for changed in changes(watched):
                if changed and all(written.get(file) == _content(file) for file in changed):
                    continue  # what this server has bundled, and built, itself
                written = _rebuild(places, network, latest, _named(changed))
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


_NOT_THE_AUTHORS = re.compile(r"\..*|.*~|#.*#|.*\.pyc|__pycache__|.*\.(swp|swx|tmp)|.*___jb_\w+___|4913")
"""Names of what editors and Python leave beside the files that are edited."""


def _snapshot(places: Sequence[Path]) -> dict[Path, tuple[int, int]]:
    files: dict[Path, tuple[int, int]] = {}
    for file in (file for place in places for file in _files(place)):
        with suppress(OSError):  # gone since it was listed
            status = file.stat()
            files[file] = (status.st_mtime_ns, status.st_size)
    return files


def _files(place: Path) -> Iterator[Path]:
    """A file, or the files of a folder and of the folders in it, through links too, each folder once."""
    if place.is_file():
        yield place
    seen: set[str] = set()
    for folder, folders, names in os.walk(place, followlinks=True):
        real = os.path.realpath(folder)
        if real in seen:
            folders.clear()  # a link to what is around it, or a second one to the same folder
            continue
        seen.add(real)
        folders[:] = [name for name in folders if not _NOT_THE_AUTHORS.fullmatch(name)]
        yield from (Path(folder, name) for name in names if not _NOT_THE_AUTHORS.fullmatch(name))


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def build_once(places: Places, network: Path | None, before: Outcome) -> Outcome:
    """Build in a process of its own; where it fails, the page from `before` stays, with what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "index.html"
        choice = [] if network is None else ["--network", str(network.resolve())]
        content = ["--content", str(places.content.resolve())] if places.is_own else []
        program = places.home if (places.home / "generator").is_dir() else Path(__file__).resolve().parents[1]
        command = [
            sys.executable,
            "-P",
            "-m",
            "generator",
            "build",
            *content,
            "--output",
            str(output),
            *choice,
        ]
        try:
            process = subprocess.run(
                command,
                cwd=places.content if places.is_own else places.home,  # messages name files below it
                env={**os.environ, "PYTHONPATH": str(program)},
                capture_output=True,
                encoding="utf-8",
                check=False,
                timeout=BUILD_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return replace(before, mistake=f"the build was stopped: it had not ended after {BUILD_SECONDS} s")
        if process.returncode == 0:
            click.echo(process.stderr, err=True, nl=False)  # what a build warns of
            lessons = {
                file.name: file.read_text(encoding="utf-8")
                for file in output.parent.glob("*.html")
                if file != output
            }
            return Outcome(output.read_text(encoding="utf-8"), None, lessons)
        said = process.stderr.strip() or f"the build ended with status {process.returncode}"
        return replace(before, mistake=said.removeprefix("error: "))


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


def _rebuild(places: Places, network: Path | None, latest: Latest, because: str) -> dict[Path, bytes]:
    """Bundle, where that is due and can be done, and build; what was bundled, by its file."""
    began = time.perf_counter()
    written: dict[Path, bytes] = {}
    outcome: Outcome | None = None
    if bundle.is_stale(places.home) and bundle.can_bundle(places.home):
        try:
            written = {file: file.read_bytes() for file in bundle.bundle(places.home)}
        except BuildError as error:
            outcome = replace(latest.outcome, mistake=str(error))
    outcome = outcome or build_once(places, network, latest.outcome)
    latest.outcome = outcome
    clock = time.strftime("%H:%M:%S")
    if outcome.mistake is None:
        click.echo(f"{clock}  {because}built in {time.perf_counter() - began:.1f} s")
    else:
        click.echo(f"{clock}  {because}not built\nerror: {outcome.mistake}", err=True)
    return written


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
    refused: dict[int, OSError] = {}
    for number in tried:
        try:
            return _Server((HOST, number), handler)
        except OSError as error:
            refused[number] = error
    if port is None:
        raise BuildError(
            f"none of the ports {tried[0]} to {tried[-1]} can be had "
            f"({', '.join(sorted({_why_no_port(error) for error in refused.values()}))}): choose another with --port"
        )
    raise BuildError(f"port {port} {_why_no_port(refused[port])}: choose another with --port")


def _why_no_port(error: OSError) -> str:
    if error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", None)):
        return "is taken"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "is not open to you: below 1024 a port needs the rights of an administrator"
    return f"cannot be had ({error.strerror})"


def _handler_for(latest: Latest) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path in ("/", "/index.html"):
                self._send(latest.outcome.document(), "text/html; charset=utf-8")
            elif path.removeprefix("/") in latest.outcome.lessons:
                self._send(latest.outcome.document(path.removeprefix("/")), "text/html; charset=utf-8")
            elif path == "/reload.js":
                self._send(RELOAD_SCRIPT.read_bytes(), "text/javascript; charset=utf-8")
            elif path == "/state":
                self._send(latest.outcome.told(), "application/json")
            else:
                self.send_error(HTTPStatus.NOT_FOUND)

        def _send(self, body: bytes, kind: str) -> None:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - as the base class calls it

        def log_message(self, *_: object) -> None:
            """Say nothing of requests: the terminal is for builds."""

    return Handler
