"""The command build, from content/ to files: the one module that has pages written.

content -> config -> network -> Graph -> forward, backward (NumPy) -> the page's own script, run in V8, draws the first
frame and computes the same numbers -> both are compared -> Jinja -> one HTML string -> written atomically.
"""

import gzip
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from generator import bundle
from generator.output import write_files
from generator.places import Places
from generator.site.scripts import PageScript


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build has made: the file, its size raw and after gzip -9, the seconds it took.

    Of a site with several lessons this file has the contents, and `lessons` are the others.
    `largest_difference` is how far Python and JavaScript are apart at most, `warnings` what is not right and yet
    no reason to write nothing: a sentence each.
    """

    output: Path
    raw_bytes: int
    gzip_bytes: int
    seconds: float
    largest_difference: float
    warnings: tuple[str, ...] = ()
    lessons: tuple[Path, ...] = ()


def build(places: Places, *, network: Path | None, output: Path) -> BuildReport:
    """Build the page of one network (by default the one that the site's site.toml opens) and write it to `output`.

    Raises ContentError for a mistake in the content and BuildError for one in the templates, or when the two engines
    differ by more than TOLERANCE. In either case nothing is written, and an earlier page stays as it is.
    """
    started = time.perf_counter()
    with ThreadPoolExecutor(1) as beside:
        with PageScript(places) as script:
            # Here and not above: while Python loads NumPy, Markdown and the rest, V8 starts.
            from generator.site.pages import pages_of

            pages, made = pages_of(places, script, network, output)
            compressed = beside.submit(gzip.compress, pages[output], 9, mtime=0)
        write_files(pages)
        stale = bundle.is_stale(places.home)
    return BuildReport(
        output=output,
        raw_bytes=len(pages[output]),
        gzip_bytes=len(compressed.result()),
        seconds=time.perf_counter() - started,
        largest_difference=max(each.difference for each in made),
        warnings=(
            *((bundle.STALE,) if stale else ()),
            *dict.fromkeys(warning for each in made for warning in each.warnings),
        ),
        lessons=tuple(path for path in pages if path != output and path.suffix != ".png"),
    )
