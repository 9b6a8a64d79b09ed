"""The development server, run as one runs it, on a copy of the project."""

import errno
import json
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect

from generator import serve
from generator.bundle import bundle
from generator.errors import BuildError
from generator.places import Places
from tests.browser import wait_until
from tests.project import copy_bundler, copy_project

ROOT = Path(__file__).resolve().parents[2]
PLACES = Places(ROOT, ROOT / "content")
PATIENCE = 30.0  # seconds for a build, on a busy machine
ARTICLE = Path("content/article.md")
MISTAKE = "\n\nThe value is [[nowhere]].\n"


class Served:
    """`python -m generator serve` on a project, until the with block ends."""

    def __init__(self, project: Path, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "generator", "serve", *arguments],
            cwd=project,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": ""},
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self._lines.put(line.rstrip("\n"))

    def line_with(self, words: str) -> str:
        """The next line in the terminal that has these words."""
        while True:
            line = self._lines.get(timeout=PATIENCE)
            if words in line:
                return line

    def __enter__(self) -> "Served":
        self.url = self.line_with("Serving ").split()[1]
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
        if self._process.stdout:
            self._process.stdout.close()

    def stopped_by(self, number: signal.Signals) -> int:
        """The status with which it ends, at once, when it is told to."""
        self._process.send_signal(number)
        return self._process.wait(PATIENCE)

    def fetch(self, path: str = "") -> str:
        with urlopen(self.url + path, timeout=PATIENCE) as answer:  # noqa: S310 - our own server
            text: str = answer.read().decode()
            return text


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of all that the server watches."""
    copy_project(tmp_path, "content", "templates", "generator")
    return tmp_path


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def events(served: Served) -> Iterator[dict[str, Any]]:
    """What is told of the builds, each time it is something else."""
    told: dict[str, Any] = {}
    asked_until = time.monotonic() + PATIENCE
    while time.monotonic() < asked_until:
        state = json.loads(served.fetch("state"))
        if state == told:
            time.sleep(0.05)
            continue
        told = state
        yield told
        asked_until = time.monotonic() + PATIENCE
    raise AssertionError("nothing was told")


def test_a_change_is_built_and_told_and_a_mistake_is_told_until_it_is_mended(project: Path) -> None:
    with Served(project, "--port", "0") as served:
        served.line_with("built in")
        heard = events(served)
        first = next(heard)
        assert first["mistake"] is None
        assert f'data-version="{first["version"]}"' in served.fetch()

        append(project / ARTICLE, "\n\nAn added sentence.\n")
        second = next(heard)
        assert second["mistake"] is None
        assert second["version"] != first["version"]
        assert "An added sentence." in served.fetch()
        assert "article.md" in served.line_with("built in")

        good = (project / ARTICLE).read_text(encoding="utf-8")
        append(project / ARTICLE, MISTAKE)
        third = next(heard)
        assert "article.md, line " in third["mistake"]
        assert "nowhere" in third["mistake"]
        assert third["version"] == second["version"], "the last good page stays"
        assert "An added sentence." in served.fetch("index.html")
        assert served.line_with("error: ").removeprefix("error: ") == third["mistake"]

        (project / ARTICLE).write_text(good, encoding="utf-8")
        assert next(heard) == second


def test_what_is_on_the_disk_is_not_touched(project: Path) -> None:
    with Served(project, "--port", "0") as served:
        served.line_with("built in")
    assert not (project / "build").exists()


def test_a_change_of_the_generator_counts_and_its_failure_is_shown_whole(project: Path) -> None:
    with Served(project, "--port", "0") as served:
        served.line_with("built in")
        heard = events(served)
        next(heard)
        append(project / "generator/site/building.py", "\n\nraise RuntimeError('a slip of the programmer')\n")
        mistake = next(heard)["mistake"]
        assert "Traceback" in mistake
        assert "a slip of the programmer" in mistake


def test_a_network_elsewhere_is_watched_too_however_it_is_saved(project: Path) -> None:
    elsewhere = project / "elsewhere"
    elsewhere.mkdir()
    network = elsewhere / "mine.toml"
    shutil.copy(next((project / "content/networks").glob("*.toml")), network)
    with Served(project, "--port", "0", "--network", str(network)) as served:
        served.line_with("built in")
        heard = events(served)
        assert next(heard)["mistake"] is None
        for mistake in ("first_slip", "second_slip"):
            saved = elsewhere / "mine.toml.new"
            saved.write_text(f"{mistake} = 1\n" + network.read_text(encoding="utf-8"), encoding="utf-8")
            saved.replace(network)
            assert mistake in next(heard)["mistake"]


def test_only_the_page_is_served(project: Path) -> None:
    with Served(project, "--port", "0") as served:
        for path in ("content/site.toml", "../generator/cli.py", "favicon.ico"):
            with pytest.raises(HTTPError) as refused:
                served.fetch(path)
            refused.value.close()
            assert refused.value.code == 404


def test_the_open_page_shows_a_mistake_and_keeps_its_place(project: Path, browser: Browser) -> None:
    said: list[str] = []
    with Served(project, "--port", "0") as served:
        served.line_with("built in")
        page = browser.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.goto(served.url)
        page.keyboard.press("ArrowRight")
        wait_until(page, "location.hash")
        before = page.evaluate(
            "() => { scrollTo(0, 300); window.old = true; return [location.hash, scrollY]; }"
        )
        assert before[1] == 300
        overlay = page.locator("[data-serve=mistake]")
        assert overlay.count() == 0

        good = (project / ARTICLE).read_text(encoding="utf-8")
        append(project / ARTICLE, MISTAKE)
        expect(overlay).to_contain_text("nowhere", timeout=PATIENCE * 1000)
        expect(overlay).to_be_visible()
        assert page.evaluate("window.old"), "the last good page stays beneath"

        (project / ARTICLE).write_text(f"{good}\n\nAn added sentence.\n", encoding="utf-8")
        expect(page.get_by_text("An added sentence.")).to_have_count(1, timeout=PATIENCE * 1000)
        assert page.evaluate("window.old") is None
        assert overlay.count() == 0
        wait_until(page, "scrollY === 300")
        assert page.evaluate("[location.hash, scrollY]") == before
        page.close()
    assert said == []


def test_with_a_mistake_from_the_start_there_is_a_page_that_says_so(project: Path, browser: Browser) -> None:
    good = (project / ARTICLE).read_text(encoding="utf-8")
    append(project / ARTICLE, MISTAKE)
    with Served(project, "--port", "0") as served:
        served.line_with("error: ")
        page = browser.new_page()
        page.goto(served.url)
        expect(page.locator("[data-serve=mistake]")).to_contain_text("nowhere")
        (project / ARTICLE).write_text(good, encoding="utf-8")
        expect(page.locator("h1")).to_be_visible(timeout=PATIENCE * 1000)
        page.close()


def test_a_taken_port_is_said_where_it_was_asked_for_and_else_passed_over(project: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "generator", "serve", "--port", str(port)]
        refused = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", check=False)
    assert refused.returncode == 2
    assert refused.stderr == f"error: port {port} is taken: choose another with --port\n"
    with Served(project) as one, Served(project) as other:
        assert one.url != other.url
        assert one.url.startswith("http://127.0.0.1:80")


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (
            "default-src 'none'; script-src 'sha256-a='; font-src data:",
            "default-src 'none'; script-src 'sha256-a=' 'self'; font-src data:; connect-src 'self'",
        ),
        (
            "default-src &#39;none&#39;; connect-src &#39;none&#39;",
            "default-src 'none'; connect-src 'self'; script-src 'self'",
        ),
    ],
)
def test_the_policy_lets_the_listening_script_run_and_nothing_else(policy: str, expected: str) -> None:
    page = f'<meta http-equiv="Content-Security-Policy" content="{policy}"><body>text</body>'
    served = serve.with_reload(page, "v1").replace("&#x27;", "'")
    assert f'content="{expected}"' in served
    assert served.endswith('text<script src="/reload.js" data-version="v1"></script>\n</body>')


def test_a_page_without_policy_or_body_gets_the_script_all_the_same() -> None:
    assert serve.with_reload("text", "v1") == 'text<script src="/reload.js" data-version="v1"></script>\n'


def test_a_build_that_does_not_end_is_stopped_and_said(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(project / "generator/cli.py", "\n\nimport time\n\ntime.sleep(60)\n")
    monkeypatch.setattr(serve, "BUILD_SECONDS", 0.5)
    before = serve.Outcome(page="<p>good</p>", mistake=None)
    after = serve.build_once(Places(project, project / "content"), None, before)
    assert after.page == before.page
    assert after.mistake == "the build was stopped: it had not ended after 0.5 s"


def first_change(places: list[Path], *steps: Callable[[], object]) -> list[str]:
    """The names of what changes first while these steps are taken, with time enough to see each by itself."""
    looked = serve.changes(places)
    assert next(looked) == []

    def take() -> None:
        for step in steps:
            time.sleep(3 * serve.LOOK_SECONDS)
            step()

    threading.Thread(target=take, daemon=True).start()
    return [file.name for file in next(looked)]


def test_what_editors_and_python_leave_is_no_change(tmp_path: Path) -> None:
    article = tmp_path / "article.md"
    article.write_text("before")
    (tmp_path / ".git").mkdir()
    (tmp_path / "__pycache__").mkdir()
    left = [
        ".article.md.swp", ".#article.md", "#article.md#", "article.md~", "4913", ".DS_Store", ".goutputstream-A1B2",
        "article.md___jb_tmp___", ".git/index", "__pycache__/site.cpython-313.pyc", "article.tmp",
    ]  # fmt: skip

    def leave() -> None:
        for name in left:
            (tmp_path / name).write_text("left")

    assert first_change([tmp_path], leave, lambda: article.write_text("after")) == ["article.md"]


def test_a_linked_folder_and_a_linked_file_are_watched(tmp_path: Path) -> None:
    content, elsewhere = tmp_path / "content", tmp_path / "elsewhere"
    (elsewhere / "networks").mkdir(parents=True)
    content.mkdir()
    (elsewhere / "networks" / "a.toml").write_text("before")
    (elsewhere / "article.md").write_text("before")
    (content / "networks").symlink_to(elsewhere / "networks")
    (content / "article.md").symlink_to(elsewhere / "article.md")
    (content / "around").symlink_to(tmp_path)  # a circle ends
    for file in ("networks/a.toml", "article.md"):
        changed = first_change([content], lambda file=file: (elsewhere / file).write_text(f"after {file}"))  # type: ignore[misc]
        assert Path(file).name in changed
    linked_itself = tmp_path / "linked"
    linked_itself.symlink_to(elsewhere)
    assert first_change([linked_itself], lambda: (elsewhere / "new.md").write_text("new")) == ["new.md"]


def test_a_head_is_answered_as_a_get_without_the_body(project: Path) -> None:
    with Served(project, "--port", "0") as served:
        served.line_with("built in")
        for path, status in (
            ("", 200),
            ("index.html", 200),
            ("reload.js", 200),
            ("state", 200),
            ("nope", 404),
        ):
            answers = []
            for method in ("GET", "HEAD"):
                connection = HTTPConnection(served.url.split("/")[2], timeout=PATIENCE)
                connection.request(method, f"/{path}")
                answer = connection.getresponse()
                answers.append(
                    (answer.status, answer.headers["Content-Type"], answer.headers["Content-Length"])
                )
                assert (answer.read() == b"") == (method == "HEAD")
                connection.close()
            assert answers[0] == answers[1]
            assert answers[0][0] == status


def test_an_eighth_tab_is_told_as_the_first_is(project: Path, browser: Browser) -> None:
    with Served(project, "--port", "0") as served:
        served.line_with("built in")
        context = browser.new_context()
        pages = [context.new_page() for _ in range(8)]
        for page in pages:
            page.goto(served.url, timeout=PATIENCE * 1000)
        append(project / ARTICLE, MISTAKE)
        for page in pages:
            expect(page.locator("[data-serve=mistake]")).to_contain_text("nowhere", timeout=PATIENCE * 1000)
        context.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_it_stops_while_a_page_is_open_and_gets_its_port_again(project: Path) -> None:
    with Served(project, "--port", "0") as served:
        served.line_with("built in")
        place = served.url.split("/")[2]
        served.fetch()
        with socket.create_connection(
            ("127.0.0.1", int(place.split(":")[1])), timeout=PATIENCE
        ):  # a browser keeps one in store
            assert served.stopped_by(signal.SIGINT) == 0
        with Served(project, "--port", place.split(":")[1]) as again:
            assert again.url == served.url
            assert "<title>" in again.fetch()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.EADDRINUSE, "Address already in use"), "port 80 is taken: choose another with --port"),
        (
            PermissionError(errno.EACCES, "Permission denied"),
            "port 80 is not open to you: below 1024 a port needs the rights of an administrator: choose another with --port",
        ),
        (
            OSError(errno.EADDRNOTAVAIL, "Cannot assign requested address"),
            "port 80 cannot be had (Cannot assign requested address): choose another with --port",
        ),
    ],
)
def test_why_a_port_cannot_be_had_is_said(
    monkeypatch: pytest.MonkeyPatch, error: OSError, sentence: str
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(serve, "_Server", refuse)
    with pytest.raises(BuildError) as caught:
        serve.serve(PLACES, port=80)
    assert str(caught.value) == sentence


def test_a_changed_script_is_bundled_and_a_mistake_in_it_is_told(project: Path) -> None:
    copy_bundler(project)
    bundle(project)
    store = project / "templates" / "scripts" / "store.js"
    good = store.read_text(encoding="utf-8")
    with Served(project, "--port", "0") as served:
        served.line_with("built in")
        heard = events(served)
        first = next(heard)
        store.write_text(f"{good}\nglobalThis.added = 'by a test';\n", encoding="utf-8")
        second = next(heard)
        assert second["version"] != first["version"]
        assert "by a test" in served.fetch()
        assert "store.js" in served.line_with("built in")
        store.write_text(f"{good}\nconst const = 1;\n", encoding="utf-8")
        line = good.count("\n") + 2
        assert f"templates/scripts/store.js, line {line}: " in next(heard)["mistake"]
        store.write_text(good, encoding="utf-8")
        assert next(heard)["version"] == first["version"]
        assert not (project / "templates" / "page.js").read_text(encoding="utf-8").count("by a test")


def test_without_the_bundler_it_says_what_to_run(project: Path) -> None:
    with Served(project, "--port", "0") as served:
        served.line_with("built in")
        append(project / "templates" / "scripts" / "store.js", "\nexport const added = 1;\n")
        assert "run `make script`" in served.line_with("warning: ")
        assert "store.js" in served.line_with("built in")
