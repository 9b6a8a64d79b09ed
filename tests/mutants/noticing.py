"""Which test notices a mistake: one that fails with it, and passes without it in the same set-up.

A test that fails now and then, for the machine is busy or for what ran before it, would otherwise be taken for one that
has seen something. So whatever fails is run again, alone: without the mistake, where it has to pass, and with it, where
it has to fail once more. What does not is passed over, and the others go on.
"""

import time
from collections.abc import Sequence
from typing import Protocol

AT_LEAST = 20
TIMES = 10


class Set(Protocol):
    """Tests that can be run with the mistake and without it."""

    def first_failure(self, *, alone: str = "", without: Sequence[str] = (), seconds: float) -> str | None:
        """With the mistake: the test that fails first, or does not end within so many seconds; None if all pass.

        Only the one named `alone`, if one is named, and none of those in `without`.
        """

    def fails_clean(self, test: str) -> bool:
        """Whether this one fails without the mistake."""


def who_notices(
    tests: Set, passed_over: list[str], seconds: float, trusted: set[str] | None = None
) -> str | None:
    """The test that notices the mistake, or None. Those that are not to be trusted join the ones that are passed over.

    Where `trusted` is given, tests do the same every time: the one that has been found to notice a mistake joins these,
    and is believed from then on.
    """
    while (failed := tests.first_failure(without=passed_over, seconds=seconds)) is not None:
        if failed in (trusted or ()):
            return failed
        begun = time.monotonic()
        if not tests.fails_clean(failed):
            # What has not ended for the machine was busy has another chance, and what never ends costs not all the time.
            limit = min(seconds, AT_LEAST + TIMES * (time.monotonic() - begun))
            if tests.first_failure(alone=failed, seconds=limit) is not None:
                if trusted is not None and failed:
                    trusted.add(failed)
                return failed
        if failed in passed_over:
            raise RuntimeError(
                f"{failed or 'something that is no test'} fails now and then, also when it is passed over"
            )
        passed_over.append(failed)
    return None
