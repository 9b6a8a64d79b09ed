"""What clicks, keys and fields ask for: which command, with what, and which are the browser's own. In V8, by hand."""

from typing import Any

import pytest

from tests.page.test_listening import told

HEARD = """(events, at) => {
  const { document } = makePage();
  const log = [];
  const note = (name, answer) => (...given) => {
    log.push([name, ...given.filter((one) => typeof one !== "object")]);
    return answer;
  };
  globalThis.MouseEvent = class { constructor(kind) { this.kind = kind; } };
  document.body = {};
  document.documentElement = { addEventListener() {}, dataset: at.shows ? { shows: at.shows } : {} };
  document.querySelector = (what) => (what === "dialog[open]" && at.dialog ? {} : null);
  document.getElementById = (id) => (id !== "there" ? null
    : { tabIndex: at.tabIndex ?? -1, scrollIntoView: note("scroll"), focus() { log.push(["focus", this.tabIndex]); } });
  const commands = Object.fromEntries(["next", "back", "first", "last", "togglePlay", "hideResults", "goTo", "goToNode",
    "setSpeed"].map((name) => [name, note(name)]));
  Object.assign(commands, { setRate: note("setRate", at.taken ?? true), setLeaf: note("setLeaf", at.taken ?? true),
    isLeaf: (name) => name === "w11" });
  listen(document, {
    byName: Object.fromEntries(["undo", "redo", "leave", "keys", "open-tool"].map((name) => [name, note(name)])),
    commands, choices: { level: note("level", at.taken), size: note("size") }, fields: { time: note("time") },
    open: note("open"), follow: note("follow"), redraw: note("redraw"), tell: note("tell"),
  });
  const prevented = events.map(([kind, { attributes = {}, is = [], around = {}, field = {}, ...event }]) => {
    const element = makeElement(attributes, is, {
      closest: (selector) => around[selector] ? makeElement(around[selector], []) : is.includes(selector) ? element : null,
      removeAttribute: (name) => log.push(["remove", name]), setAttribute: (...given) => log.push(["set", ...given]),
      dispatchEvent: ({ kind }) => log.push(["dispatch", kind]), name: "", ...field });
    return document.tell(kind, { ctrlKey: false, shiftKey: false, altKey: false, metaKey: false, key: "", code: "", ...event, target: element }).prevented;
  });
  return [log, prevented];
}"""


def heard(*events: tuple[str, dict[str, Any]], **at: Any) -> tuple[list[list[Any]], list[bool]]:
    log, prevented = told(HEARD, list(events), at)
    return log, prevented


def key(name: str, *selectors: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return "keydown", {"key": name, "is": selectors, **more}


KEYS = {
    "ArrowRight": "next", "ArrowLeft": "back", "Home": "first", "End": "last", " ": "togglePlay", "?": "keys",
}  # fmt: skip
PRESENTED = {
    "PageDown": "next", "PageUp": "back", "ArrowDown": "next", "ArrowUp": "back", "Escape": "leave", ".": "hideResults",
    "b": "hideResults", "h": "hideResults", "B": "hideResults",
}  # fmt: skip
USES_KEYS = "input, select, textarea, [contenteditable]"
USES_SPACE = "button, a, summary, [tabindex]"


@pytest.mark.parametrize("name", [*KEYS, *PRESENTED])
def test_a_key_asks_for_its_command_and_while_one_presents_for_more(name: str) -> None:
    command = (KEYS | PRESENTED)[name]
    usual = ([[command]], [True]) if name in KEYS else ([], [False])
    assert heard(key(name)) == usual
    assert heard(key(name), shows="present") == ([[command]], [True])
    assert heard(key(name), shows="flow") == usual
    # Not with another key, nor while a dialog is open, a method of input composes, or somebody has taken it.
    for more in (
        {"ctrlKey": True},
        {"metaKey": True},
        {"altKey": True},
        {"isComposing": True},
        {"defaultPrevented": True},
    ):
        assert heard(key(name, **more), shows="present")[0] == []
    assert heard(key(name), shows="present", dialog=True) == ([], [False])


def test_a_key_is_the_fields_in_which_it_is_typed() -> None:
    for name in KEYS:
        assert heard(key(name, USES_KEYS)) == ([], [False])
    assert heard(key("h", USES_KEYS), shows="present") == ([], [False])
    assert heard(key("Escape", USES_KEYS), shows="present") == ([["leave"]], [True])
    # A space presses a button; arrows go on from there.
    assert heard(key(" ", USES_SPACE)) == ([], [False])
    assert heard(key("ArrowRight", USES_SPACE)) == ([["next"]], [True])


@pytest.mark.parametrize(
    ("name", "more", "command"),
    [
        ("z", {"ctrlKey": True}, "undo"), ("z", {"metaKey": True}, "undo"), ("Z", {"ctrlKey": True, "shiftKey": True}, "redo"),
        ("y", {"ctrlKey": True}, "redo"), ("я", {"ctrlKey": True, "code": "KeyZ"}, "undo"),
    ],
)  # fmt: skip
def test_undo_and_redo_on_any_keyboard_but_not_of_what_is_typed(
    name: str, more: dict[str, Any], command: str
) -> None:
    text = "textarea, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])"
    assert heard(key(name, **more)) == ([[command]], [True])
    assert heard(key(name, text, **more)) == ([], [False])
    assert heard(key(name, altKey=True, **more)) == ([], [False])
    assert heard(key(name)) == ([], [False])


def test_what_is_drawn_as_a_button_is_pressed_by_its_keys() -> None:
    for name in ("Enter", " "):
        assert heard(key(name, '[role="button"]', USES_SPACE)) == ([["dispatch", "click"]], [True])
    assert heard(key("ArrowRight", '[role="button"]')) == ([["next"]], [True])
    assert heard(key("Enter")) == ([], [False])


def click(**around: dict[str, str]) -> tuple[str, dict[str, Any]]:
    names = {
        "button": "[data-action]",
        "quantity": "[data-go]",
        "step": "a[data-step]",
        "opener": "a[data-open]",
        "link": 'a[href^="#"]',
    }
    return "click", {"around": {names[name]: attributes for name, attributes in around.items()}}


def test_a_click_does_what_the_nearest_thing_says() -> None:
    tool = {"data-action": "open-tool"}
    assert heard(click(button=tool)) == ([["open-tool"]], [False])
    assert heard(click(button=tool | {"aria-disabled": "true"})) == ([], [False])
    assert heard(click(button=tool | {"aria-disabled": "false"})) == ([["open-tool"]], [False])
    assert heard(click(button={"data-action": "constructor"})) == ([], [False])
    assert heard(click(button=tool, quantity={"data-go": "h1"}))[0] == [["open-tool"]]
    assert heard(click(quantity={"data-go": "h1"})) == ([["goToNode", "h1"]], [False])
    assert heard(click(step={"data-step": "7"})) == ([["follow", 7]], [True])
    assert heard(click(opener={"href": "#step=2"})) == ([["open", "#step=2"]], [True])
    assert heard(click()) == ([], [False])


def test_a_link_within_the_page_goes_there_and_leaves_the_address() -> None:
    assert heard(click(link={"href": "#there"})) == ([["scroll"], ["focus", -1]], [True])
    assert heard(click(link={"href": "#there"}), tabIndex=0) == ([["scroll"], ["focus", 0]], [True])
    assert heard(click(link={"href": "#nowhere"})) == ([], [False])


def field(kind: str, value: str, dataset: dict[str, str], name: str = "") -> tuple[str, dict[str, Any]]:
    return kind, {"field": {"value": value, "dataset": dataset, "name": name}}


@pytest.mark.parametrize(
    ("dataset", "name", "command"),
    [
        ({"leaf": "w11"}, "", ["setLeaf", "w11", "2"]),
        ({}, "w11", ["setLeaf", "w11", "2"]),
        ({"field": "learning-rate"}, "", ["setRate", "2"]),
    ],
)
def test_a_number_is_handed_on_while_it_is_typed_and_marked_where_it_is_none(
    dataset: dict[str, str], name: str, command: list[str]
) -> None:
    assert heard(field("input", "2", dataset, name))[0] == [command, ["remove", "aria-invalid"], ["tell"]]
    assert heard(field("input", "2", dataset, name), taken=False)[0] == [
        command,
        ["set", "aria-invalid", "true"],
    ]
    assert heard(field("change", "2", dataset, name))[0] == []


def test_other_fields_are_other_commands_and_unknown_ones_none() -> None:
    assert heard(field("input", "4", {"field": "step"}))[0] == [["goTo", 4], ["remove", "aria-invalid"]]
    assert heard(field("input", "fast", {"field": "speed"}))[0] == [
        ["setSpeed", "fast"],
        ["remove", "aria-invalid"],
    ]
    assert heard(field("input", "3", {"field": "time"}))[0] == [["time", "3"], ["remove", "aria-invalid"]]
    for dataset, name in (({"field": "toString"}, ""), ({}, "h1"), ({"leaf": "constructor"}, "")):
        log = heard(field("input", "3", dataset, name))[0]
        assert [entry[0] for entry in log if entry[0] not in ("remove", "set")] == []


def test_a_choice_is_taken_when_it_is_complete() -> None:
    level = {"field": "level", "depth": "2"}
    assert heard(field("input", "3", level))[0] == []
    assert heard(field("change", "3", level))[0] == [["level", "3", 2], ["remove", "aria-invalid"]]
    assert heard(field("change", "x", level), taken=False)[0] == [
        ["level", "x", 2],
        ["set", "aria-invalid", "true"],
    ]
