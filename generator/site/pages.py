"""All pages of a site: that of one network, or a lesson each."""

from pathlib import Path

from generator import config
from generator.places import Places
from generator.site.content import read_content, words_of
from generator.site.course import course
from generator.site.one_page import Rendered, Surroundings, files_of, rendered
from generator.site.scripts import PageScript


def pages_of(
    places: Places, script: PageScript, network: Path | None, output: Path
) -> tuple[dict[Path, bytes], list[Rendered]]:
    """Every file, of which one is `output`, and what is known of those with a network.

    Where the site has an address, each page has its picture beside it.

    Raises ContentError and BuildError.
    """
    words = words_of(places, "interface")
    lessons = () if network else config.read_lessons(places.content)
    if lessons:
        return course(places, script, lessons, words, output)
    site, files = read_content(places, network, words)
    made = rendered(places, script, site, files, words, Surroundings(output.with_suffix(".png").name))
    return files_of({output: made}), [made]
