"""WebKit, driven by WebDriver: WebKitGTK's driver opens its browser on a screen that nobody sees."""

import base64
import hashlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.browsers.driver import EARS, Action, Driver, ScriptError

SECONDS = 60
NARROWEST = 480
"""Its window cannot be narrower than its tool bar: on narrower screens the page stands in a frame."""
ALIVE = "document.readyState === 'complete' && typeof backprop === 'object'"
"""On a busy machine this driver says that a page is loaded before its last script has run."""

REDRAW = "const { style } = document.documentElement; style.opacity = style.opacity ? '' : 0.999;"


class WebKit(Driver):
    """WebKitGTK's MiniBrowser in a window on a screen of its own."""

    name = "webkit"

    def __init__(self, driver: Path, screen: Path) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="backprop-webkit-"))
        reading, writing = os.pipe()
        self._screen = subprocess.Popen(
            [str(screen), "-displayfd", str(writing), "-screen", "0", "2000x1400x24", "-nolisten", "tcp"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            display = told.readline().strip()
        assert display, "Xvfb did not start"
        port = _free_port()
        environment = {
            **os.environ,
            "DISPLAY": f":{display}",
            "GDK_BACKEND": "x11",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",  # software drawing crashed in its compositor now and then
            "NO_AT_BRIDGE": "1",
        }
        self._process = subprocess.Popen(
            [str(driver), f"--port={port}"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._base = f"http://127.0.0.1:{port}"
        self.until_holds(self._listens, "it listens")
        session = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": {}}})
        self._base += f"/session/{session['sessionId']}"
        self._bar = self._height_of_its_bar()

    def _listens(self) -> bool:
        try:
            return bool(self._ask("GET", "/status"))
        except OSError:
            return False

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        data = json.dumps({} if body is None else body).encode() if method == "POST" else None
        request = urllib.request.Request(  # noqa: S310 - to the driver that was started above
            self._base + path, data, {"Content-Type": "application/json"}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise ScriptError(f"{path}: {json.load(error)['value']['message']}") from None

    def open(self, page: Path, fragment: str = "", *, width: int = 1440, height: int = 900) -> None:
        url = self._with_ears(page).as_uri() + (f"#{fragment}" if fragment else "")
        self._ask("POST", "/url", {"url": "about:blank"})
        self._resize(max(width, NARROWEST), height)
        if width < NARROWEST:
            self._ask("POST", "/url", {"url": self._framed(url, width, height).as_uri()})
            self._ask("POST", "/frame", {"id": 0})
        else:
            self._ask("POST", "/url", {"url": url})
        self.until(ALIVE)

    def _resize(self, width: int, height: int) -> None:
        self._ask("POST", "/window/rect", {"width": width, "height": height + self._bar})
        self.until(f"innerWidth === {width} && innerHeight === {height}")

    def _height_of_its_bar(self) -> int:
        """By how much the window is higher than the page in it, once it has its size."""
        width, height = 900, 700
        self._ask("POST", "/window/rect", {"width": width, "height": height})
        self.until(f"innerWidth === {width} && innerHeight < {height}")
        return height - int(self.evaluate("innerHeight"))

    def _with_ears(self, page: Path) -> Path:
        """A copy that hears what it says. This protocol runs nothing ahead of a page, so the copy's policy allows it."""
        copy = self._folder / page.name
        text = page.read_text(encoding="utf-8")
        allowed = "script-src "
        assert text.count(allowed) == 1
        digest = base64.b64encode(hashlib.sha256(EARS.encode()).digest()).decode()
        text = text.replace(allowed, f"{allowed}'sha256-{digest}' ")
        text = text.replace("<style>", f"<script>{EARS}</script><style>", 1)
        copy.write_text(text, encoding="utf-8")
        return copy

    def _framed(self, url: str, width: int, height: int) -> Path:
        frame = self._folder / "framed.html"
        style = "<!doctype html><style>body { margin: 0 } iframe { border: 0; display: block }</style>"
        frame.write_text(f'{style}<iframe src="{url}" width="{width}" height="{height}"></iframe>')
        return frame

    def reload(self) -> None:
        self.evaluate("heard.push(null)")  # so that one sees when it is another page
        self._ask("POST", "/refresh")
        self.until(f"{ALIVE} && !heard.includes(null)")

    def evaluate(self, expression: str) -> Any:
        script = f"return Promise.resolve({expression}).then(value => JSON.stringify(value) ?? 'null')"
        return json.loads(self._ask("POST", "/execute/sync", {"script": script, "args": []}))

    def act(self, device: Action) -> None:
        self._ask("POST", "/actions", {"actions": [device]})
        self._ask("DELETE", "/actions")

    def screenshot(self) -> bytes:
        """Of a page that draws nothing anew the driver never gives one, so this one does so meanwhile."""
        self.evaluate(f"void (window.redrawing = setInterval(() => {{ {REDRAW} }}, 100))")
        picture = base64.b64decode(self._ask("GET", "/screenshot"))
        self.evaluate(
            "void (clearInterval(redrawing), document.documentElement.style.removeProperty('opacity'))"
        )
        return picture

    def pdf(self) -> bytes | None:
        return None

    def close(self) -> None:
        try:
            self._ask("DELETE", "")
        finally:
            for process in (self._process, self._screen):
                process.terminate()
                process.wait(SECONDS)
            shutil.rmtree(self._folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
