"""Breaks files at random, 10,000 a format, and sees that each is read or refused in a sentence (`make fuzz`).

    python -m tests.fuzz [--count 10000] [--seed 1] [FORMAT …]

Every format is read in a process of its own that may have 500 MB, and a file for two seconds. What is neither read nor
refused is told with its number, and kept in tests/fuzz/found to be looked at.
"""

import argparse
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from generator.formats.table import FORMATS
from tests.fuzz.files import mutated, mutated_within, read_or_refuse, slowly_made_files, whole_files

MOST_MEMORY = 500 * 2**20
MOST_SECONDS = 2.0
FOUND = Path(__file__).resolve().parent / "found"
MOST_FAULTS = 5


FORMATS_READ = [*FORMATS, ".csv"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of broken files: how many were still read; the slowest in seconds, the memory that all took in MB."""

    files: int
    read: int
    slowest: float
    memory: float
    seconds: float
    faults: tuple[str, ...]


class TooSlow(BaseException):
    """A file took longer than it may; no reader catches this."""


def _stop(_: int, __: FrameType | None) -> None:
    raise TooSlow(f"longer than {MOST_SECONDS:g} s")


def fuzz(suffix: str, files: dict[str, bytes], count: int, seed: int) -> Outcome:
    """What became of `count` broken files of a format."""
    warnings.simplefilter("error")  # a warning would stand on somebody's screen
    chance = random.Random(f"{suffix} {seed}")
    read, slowest, number = 0, 0.0, -1
    faults: list[str] = []
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = sorted(files)
        for whole in names:
            read_or_refuse(whole, files[whole], folder)  # loads what is loaded late
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + MOST_MEMORY, resource.RLIM_INFINITY))
        signal.signal(signal.SIGALRM, _stop)
        for number in range(count):
            whole = names[number % len(names)]
            within = files[whole].startswith(b"PK") and number // len(names) % 2 == 1
            content = (mutated_within if within else mutated)(files[whole], chance)
            at = time.perf_counter()
            signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS)
            try:
                read += read_or_refuse(whole, content, folder)
            except BaseException as error:  # whatever it is, it is what is looked for
                faults.append(f"{whole}, number {number}: {type(error).__name__}: {error}")
                FOUND.mkdir(exist_ok=True)
                (FOUND / f"{number}-{whole}").write_bytes(content)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            slowest = max(slowest, time.perf_counter() - at)
            if len(faults) == MOST_FAULTS:
                break
        if written := [path.name for path in folder.iterdir()]:
            faults.append(f"something was run: {written}")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    spent = time.perf_counter() - began
    return Outcome(number + 1, read, slowest, (most - before) / 1024, spent, tuple(faults))


def report(suffix: str, found: Outcome) -> str:
    """A line, and one for each fault."""
    line = (
        f"{suffix:14}{found.files:>8}{found.read:>8}{1000 * found.slowest:>9.0f} ms"
        f"{found.memory:>8.1f} MB{found.seconds:>7.0f} s"
    )
    return "\n".join([line, *(f"  {fault}" for fault in found.faults)])


def main() -> int:
    """Fuzz the formats that are asked for, or all, one after the other, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help="such as .onnx")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--here", action="store_true", help="one format, in this process")
    asked = parser.parse_args()
    unknown = [each for each in asked.formats if each not in FORMATS_READ]
    if unknown:
        parser.error(f"found {unknown[0]}, expected {', '.join(FORMATS_READ)}")
    if asked.here:
        (suffix,) = asked.formats
        made = slowly_made_files() if suffix == ".skops" else whole_files()
        files = {name: content for name, content in made.items() if name.endswith(suffix)}
        found = fuzz(suffix, files, asked.count, asked.seed)
        print(report(suffix, found), flush=True)
        return int(bool(found.faults))
    print(f"{'format':14}{'broken':>8}{'read':>8}{'slowest':>12}{'memory':>11}{'time':>9}", flush=True)
    settings = [f"--count={asked.count}", f"--seed={asked.seed}", "--here"]
    ended = [
        subprocess.run([sys.executable, "-m", "tests.fuzz", *settings, suffix], check=False).returncode
        for suffix in asked.formats or FORMATS_READ
    ]
    return int(any(ended))


if __name__ == "__main__":
    sys.exit(main())
