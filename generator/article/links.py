"""Where a link may lead, and what is written for it."""

import re
from collections.abc import Mapping

from markdown_it.common.normalize_url import normalizeLink

from generator.article.parts import Outward, Surroundings
from generator.errors import choices

_STEP, _OPENS, _HEADING = "step:", "open:", "#"
_ARTICLE = re.compile(r"(?P<file>[^/#:]+\.md)(?:#(?P<section>.*))?")
_ELSEWHERE = re.compile(r"https?://[^/\s]|mailto:[^\s]", re.IGNORECASE)


def check_address(address: str, line: int, around: Surroundings) -> None:
    """Raises ContentError for an address that leads nowhere, or where no article may lead.

    Whether there is a heading of a name is known later: `attributes` asks it.
    """
    if address.startswith(_OPENS):
        fault = around.address_fault(address.removeprefix(_OPENS))
        if fault is not None:
            raise around.refusal(line, f"({address})", f"an address that the page can open: {fault}")
    elif address.startswith(_STEP):
        step = address.removeprefix(_STEP)
        if step not in around.steps:
            known = choices(step, (name for name in around.steps if not name.isdigit()))
            expected = f"step: and a number from 1 to {max(around.steps.values())}, or {known}"
            raise around.refusal(line, f"({address})", expected)
    elif around.pages and (other := _ARTICLE.fullmatch(address)):
        if other["file"] not in around.pages:
            known = choices(other["file"], around.pages)
            raise around.refusal(line, f"({address})", f"the article of a lesson: {known}")
        if other["section"] is not None:
            around.outward.append(Outward(line, address, other["file"], f"article-{other['section']}"))
    elif not address.startswith(_HEADING) and not _ELSEWHERE.match(address):
        expected = "step:, open:, https://, mailto: or # and a heading's id"
        raise around.refusal(line, f"a link to '{address}'", expected)


def attributes(
    address: str, line: int, headings: Mapping[str, str], around: Surroundings
) -> dict[str, str | int | float]:
    """The attributes of a link whose address was checked.

    `headings` are the ids in the page by those that an author writes. Raises ContentError where no heading has the id.
    """
    if address.startswith(_STEP):
        step = str(around.steps[address.removeprefix(_STEP)])
        return {"data-step": step, "href": f"#step-{step}"}
    if address.startswith(_OPENS):
        return {"data-open": "", "href": f"#{address.removeprefix(_OPENS).replace(' ', '%20')}"}
    if address.startswith(_HEADING):
        name = address.removeprefix(_HEADING)
        if name not in headings:
            expected = f"the id of a heading: {choices(name, headings) or 'there is none'}"
            raise around.refusal(line, f"({address})", expected)
        return {"href": f"#{headings[name]}"}
    if around.pages and (other := _ARTICLE.fullmatch(address)):
        section = "" if other["section"] is None else f"#article-{other['section']}"
        return {"href": around.pages[other["file"]] + section}
    href = normalizeLink(address)
    return {"href": href, "rel": "noopener"} if address.lower().startswith("http") else {"href": href}
