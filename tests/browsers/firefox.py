"""Firefox, driven by WebDriver BiDi: it speaks that itself, without a driver beside it."""

import base64
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from websocket import WebSocket, create_connection

from tests.browsers.driver import EARS, Action, Driver, ScriptError

SECONDS = 60

PREFERENCES = {
    # No network: whatever is asked for goes to a port where nobody listens.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    # Nothing of its own: no first page, no updates, no reports.
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
    "ui.prefersReducedMotion": 1,
}


class Firefox(Driver):
    """A headless Firefox with a new profile."""

    name = "firefox"

    def __init__(self, executable: Path) -> None:
        self._profile = tempfile.mkdtemp(prefix="backprop-firefox-")
        lines = [
            f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in PREFERENCES.items()
        ]
        Path(self._profile, "user.js").write_text("".join(lines), encoding="utf-8")
        self._log = Path(self._profile, "log")
        command = [str(executable), "--headless", "--no-remote", "--remote-debugging-port=0"]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*command, "--profile", self._profile], stdout=log, stderr=subprocess.STDOUT
            )
        self._count = 0
        self._socket: WebSocket | None = None
        self.until_holds(self._listens, "it listens")
        self._ask("session.new", capabilities={})
        self._context = self._ask("browsingContext.getTree")["contexts"][0]["context"]
        self._ask(
            "script.addPreloadScript", functionDeclaration=f"() => {{ {EARS} globalThis.heard = heard; }}"
        )

    def _listens(self) -> bool:
        said = self._log.read_text(encoding="utf-8", errors="replace")
        found = re.search(r"BiDi listening on (ws://\S+)\n", said)
        if found:
            self._socket = create_connection(f"{found[1]}/session", timeout=SECONDS, suppress_origin=True)
        assert self._process.poll() is None, f"Firefox ended: {said}"
        return found is not None

    def _ask(self, method: str, **parameters: object) -> dict[str, Any]:
        assert self._socket
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": parameters}))
        while True:
            answer: dict[str, Any] = json.loads(self._socket.recv())
            if answer.get("id") == self._count:
                if answer["type"] == "error":
                    raise ScriptError(f"{method}: {answer['message']}")
                result: dict[str, Any] = answer["result"]
                return result

    def open(self, page: Path, fragment: str = "", *, width: int = 1440, height: int = 900) -> None:
        self._ask(
            "browsingContext.setViewport", context=self._context, viewport={"width": width, "height": height}
        )
        address = page.resolve().as_uri() + (f"#{fragment}" if fragment else "")
        for url in ("about:blank", address):
            self._ask("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def reload(self) -> None:
        self._ask("browsingContext.reload", context=self._context, wait="complete")

    def evaluate(self, expression: str) -> Any:
        told = self._ask(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then(value => JSON.stringify(value) ?? 'null')",
            target={"context": self._context},
            awaitPromise=True,
        )
        if told["type"] == "exception":
            raise ScriptError(told["exceptionDetails"]["text"])
        return json.loads(told["result"]["value"])

    def act(self, device: Action) -> None:
        self._ask("input.performActions", context=self._context, actions=[device])
        self._ask("input.releaseActions", context=self._context)

    def screenshot(self) -> bytes:
        return base64.b64decode(self._ask("browsingContext.captureScreenshot", context=self._context)["data"])

    def pdf(self) -> bytes | None:
        return base64.b64decode(self._ask("browsingContext.print", context=self._context)["data"])

    def close(self) -> None:
        if self._socket:
            self._socket.close()
        self._process.terminate()
        self._process.wait(SECONDS)
        shutil.rmtree(self._profile, ignore_errors=True)
