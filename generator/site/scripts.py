"""The page's own script in V8, which computes in a thread of its own while Python goes on."""

import sys
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

from generator.errors import BuildError
from generator.places import Places
from generator.script import Held, Script

_FILES = ("page.js", "frame.js")
"""The page's script, and what the build alone asks of it."""

_TURN = 0.0005
"""Seconds for which one of Python's threads may keep another waiting. Each answer of V8's is handed from thread to
thread three times, and Python's usual 5 ms would be waited for at each.
"""


class PageScript:
    """The script of all pages of a build, to be used in a `with`; it starts at once, and nobody waits for it."""

    def __init__(self, places: Places) -> None:
        """Start V8. What is wrong with the script is said to whoever asks it first."""
        self._thread = ThreadPoolExecutor(1, "V8")
        self._started = self._thread.submit(_started, places)
        self._usual_turn = sys.getswitchinterval()

    def __enter__(self) -> Self:
        sys.setswitchinterval(_TURN)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """What nobody waits for any more is not computed."""
        sys.setswitchinterval(self._usual_turn)
        self._thread.shutdown(cancel_futures=True)

    def about(self, data: Mapping[str, Any]) -> "Asked":
        """Hand over what a page carries (`PageData` in templates/scripts/model.js), to ask about it."""
        return Asked(self._thread, self._started, data)


class Asked:
    """The script, as it is asked about one page."""

    def __init__(self, thread: ThreadPoolExecutor, started: Future[Script], data: Mapping[str, Any]) -> None:
        self._thread = thread
        self._started = started
        # Waited for: Python's threads take turns, and V8 can compute by itself only once it has this.
        self._held: Held = thread.submit(lambda: started.result().hold(data)).result()

    def call(self, function: str, *arguments: Any) -> Any:
        """What a function of the script says of the page. Raises BuildError where it throws."""
        return self._started.result().call(function, self._held, *arguments)

    def ask(self, function: str, *arguments: Any) -> Future[Any]:
        """The same, without waiting for it; what is called meanwhile comes between two that were asked."""
        return self._thread.submit(self.call, function, *arguments)


def bundled_script(places: Places, name: str) -> str:
    """A script of a page. Raises BuildError where it is not there."""
    try:
        return (places.templates / name).read_text(encoding="utf-8").rstrip("\n")
    except OSError as error:
        raise BuildError(f"templates/{name}: {error.strerror}; `make script` writes it") from error


def _started(places: Places) -> Script:
    texts = [bundled_script(places, name) for name in _FILES]
    return Script(*texts, names=[f"templates/{name}" for name in _FILES])
