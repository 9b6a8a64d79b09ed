"""What the page makes of pointers, keys and time, by hand: in V8, where the test is the document and the clock."""

from functools import cache
from typing import Any

import pytest

from generator.script import Script
from tests.bundled import bundled


@cache
def script() -> Script:
    return Script(bundled("tests/page/entry.js"))


def told(call: str, *given: Any) -> Any:
    return script().call(call, *given)


SIDEWAYS = """(events) => {
  const { document } = makePage();
  const said = [];
  followSideways(document, ({ target }) => target === "hold" ? {
    move: (across, finely) => said.push(["move", across, finely]), restore: () => said.push(["restore"]),
    end: () => said.push(["end"]), tap: () => said.push(["tap"]),
  } : null);
  for (const [kind, event] of events) document.tell(kind, { target: "hold", shiftKey: false, ...event });
  return said;
}"""


def at(x: float, y: float = 0, **more: Any) -> dict[str, Any]:
    return {"clientX": x, "clientY": y, **more}


@pytest.mark.parametrize(
    ("events", "said"),
    [
        pytest.param([("pointerdown", at(10)), ("pointerup", at(10))], [["tap"]], id="a tap"),
        pytest.param(
            [("pointerdown", at(10)), ("pointermove", at(12)), ("pointerup", at(12))], [["tap"]], id="within 3 px",
        ),
        pytest.param(
            [("pointerdown", at(10)), ("pointermove", at(13)), ("pointermove", at(20)), ("pointerup", at(20))],
            [["move", 3, False], ["move", 10, False], ["end"]], id="sideways",
        ),
        pytest.param(
            [("pointerdown", at(10, pointerType="touch")), ("pointermove", at(17)), ("pointermove", at(18)),
             ("pointerup", at(18))],
            [["move", 8, False], ["end"]], id="a finger needs 8 px",
        ),
        pytest.param(
            [("pointerdown", at(10)), ("pointermove", at(20)), ("pointermove", at(40, shiftKey=True))],
            [["move", 10, False], ["move", 12, True]], id="a tenth with the shift key",
        ),
        pytest.param(
            [("pointerdown", at(10)), ("pointermove", at(13, 4)), ("pointerup", at(40))], [], id="mostly downwards",
        ),
        pytest.param(
            [("pointerdown", at(10)), ("pointermove", at(13, 3)), ("pointerup", at(40))], [], id="just as much downwards",
        ),
        pytest.param(
            [("pointerdown", at(10)), ("pointermove", at(30)), ("pointerdown", at(90, pointerId=2)),
             ("pointermove", at(50)), ("pointerup", at(50))],
            [["move", 20, False], ["restore"]], id="a second finger",
        ),
        pytest.param(
            [("pointerdown", at(10)), ("pointermove", at(30)), ("pointercancel", at(30))],
            [["move", 20, False], ["restore"]], id="it is taken away",
        ),
        pytest.param(
            [("pointerdown", at(10)), ("pointermove", at(30, pointerId=2)), ("pointercancel", at(30, pointerId=2)),
             ("pointerup", at(30, pointerId=2)), ("pointerup", at(10))],
            [["tap"]], id="another finger elsewhere",
        ),
        pytest.param([("pointerdown", at(10, button=2)), ("pointerup", at(10))], [], id="another button"),
        pytest.param([("pointerdown", at(10, isPrimary=False)), ("pointerup", at(10))], [], id="not the first finger"),
        pytest.param([("pointerdown", at(10, target="else")), ("pointerup", at(10))], [], id="on nothing"),
        pytest.param([("pointerdown", at(10)), ("pointercancel", at(10)), ("pointerup", at(10))], [], id="cancelled"),
    ],
)  # fmt: skip
def test_what_moves_sideways_is_followed(events: list[Any], said: list[Any]) -> None:
    assert told(SIDEWAYS, events) == said


TURNING = """(events) => {
  const { document, window } = makePage();
  const said = [];
  const number = makeElement({ "data-turn": "w1" }, ["[data-turn]"]);
  const other = makeElement({ "data-turn": "w2" }, ["[data-turn]"]);
  const place = { style: { setProperty: (name, value) => said.push([name, value]) } };
  place.getBoundingClientRect = () => ({ top: 20 });
  listenToTurning(document, {
    model: () => ({ graph: { index: { w1: 0, w2: 1 } }, values: [0.5, -1.25] }), place, reachOf: () => [-3, 3],
    commands: { setLeaf: (name, text) => said.push([name, text]), holdNumber: (name) => said.push(["hold", name]) },
  });
  const targets = { number, other, none: makeElement({}, []) };
  for (const [kind, event] of events) {
    if (kind === "wait") window.wait(event);
    else {
      const heard = document.tell(kind, { shiftKey: false, ...event, target: targets[event.target ?? "number"] });
      if (heard.prevented) said.push(["prevented", kind]);
    }
  }
  return said;
}"""


@pytest.mark.parametrize(
    ("events", "said"),
    [
        # All of a slider's reach, 6, lies along 400 px; to hundredths, with the shift key to thousandths.
        pytest.param(
            [("pointerdown", at(0)), ("pointermove", at(40)), ("pointermove", at(-7))],
            [["w1", "1.1"], ["w1", "0.4"]], id="dragged",
        ),
        pytest.param(
            [("pointerdown", at(0)), ("pointermove", at(101, shiftKey=True))], [["w1", "0.652"]], id="dragged finely",
        ),
        pytest.param(
            [("pointerdown", at(0)), ("pointermove", at(40)), ("pointercancel", at(40))],
            [["w1", "1.1"], ["w1", "0.5"]], id="given up",
        ),
        pytest.param(
            [("pointerdown", at(0)), ("pointermove", at(40)), ("pointerup", at(40)), ("click", {}), ("wait", 1),
             ("click", {})],
            [["w1", "1.1"], ["prevented", "click"]], id="what was moved was not clicked",
        ),
        pytest.param(
            [("pointerdown", at(0, pointerType="touch")), ("pointerup", at(0, pointerType="touch"))],
            [["hold", "w1"], ["--down", "130px"]], id="a finger's tap",
        ),
        pytest.param([("pointerdown", at(0)), ("pointerup", at(0))], [["hold", ""], ["--down", "130px"]], id="a click"),
        pytest.param(
            [("keydown", {"key": key}) for key in ("ArrowRight", "ArrowLeft", "PageUp", "PageDown")],
            [one for value in ("0.55", "0.45", "1", "0") for one in (["w1", value], ["prevented", "keydown"])], id="keys",
        ),
        pytest.param(
            [("keydown", {"key": "ArrowRight", "shiftKey": True, "target": "other"})],
            [["w2", "-1.245"], ["prevented", "keydown"]], id="a tenth",
        ),
        pytest.param(
            [("keydown", {"key": "ArrowRight", modifier: True}) for modifier in ("ctrlKey", "metaKey", "altKey")],
            [], id="the browser's own keys",
        ),
        pytest.param(
            [("keydown", {"key": "ArrowRight", "target": "none"}), ("keydown", {"key": "a"})], [], id="nothing to turn",
        ),
        pytest.param(
            [("pointerdown", at(0)), ("pointerup", at(0)), ("keydown", {"key": "ArrowRight"}),
             ("keydown", {"key": "ArrowDown"}), ("keydown", {"key": "ArrowRight"})],
            [["hold", ""], ["--down", "130px"], ["w1", "0.55"], ["prevented", "keydown"]],
            id="a click leaves the arrows to the steps, until the focus is moved",
        ),
    ],
)  # fmt: skip
def test_a_number_is_turned(events: list[Any], said: list[Any]) -> None:
    assert told(TURNING, events) == said


FIELD = """(attributes, value, events) => {
  const { document } = makePage();
  const said = [];
  const field = makeElement(
    { "aria-valuenow": "0.5", "data-step": "0.05", ...attributes }, ['input[role="spinbutton"]'],
    { value, selectionStart: 0, selectionEnd: 0 },
  );
  const fields = listenToNumberFields(document, {
    take(element, text) {
      if (!/^-?[\\d.]+$/.test(text)) return false;
      said.push(["take", text]);
      field.setAttribute("aria-valuenow", text);
      return true;
    },
    isTakenWhenDone: () => attributes.done === "yes", redraw: () => said.push(["redraw"]),
    tell: (sentence) => said.push(["tell", sentence]),
  });
  for (const [kind, event] of events) {
    if (event.value !== undefined) field.value = event.value;
    if (event.all) Object.assign(field, { selectionStart: 0, selectionEnd: field.value.length });
    const heard = document.tell(kind, { shiftKey: false, ...event, target: event.elsewhere ? makeElement({}, []) : field });
    if (heard.prevented) said.push(["prevented"]);
  }
  return { said, value: field.value, invalid: field.getAttribute("aria-invalid"), edited: fields.isEdited(field) };
}"""
REACH = {"aria-valuemin": "-1", "aria-valuemax": "1"}


@pytest.mark.parametrize(
    ("key", "shift", "attributes", "value"),
    [
        ("ArrowUp", False, {}, "0.55"),
        ("ArrowDown", False, {}, "0.45"),
        ("PageUp", False, {}, "1"),
        ("PageDown", False, {}, "0"),
        ("ArrowUp", True, {}, "0.505"),
        ("PageUp", False, {**REACH, "data-step": "0.2"}, "1"),
        ("PageDown", False, {**REACH, "data-step": "0.2"}, "-1"),
        ("Home", False, REACH, "-1"),
        ("End", False, REACH, "1"),
        ("ArrowUp", True, {"data-step": "1"}, "1.5"),
    ],
)
def test_keys_step_a_number(key: str, shift: bool, attributes: dict[str, str], value: str) -> None:
    found = told(FIELD, attributes, "0.5", [("keydown", {"key": key, "shiftKey": shift})])
    assert found["value"] == value
    assert found["said"] == [["take", value], ["tell", None], ["redraw"], ["prevented"]]
    assert found["invalid"] is None
    assert not found["edited"]


@pytest.mark.parametrize(
    ("event", "attributes"),
    [
        ({"key": "Home"}, {}), ({"key": "End", "shiftKey": True}, REACH), ({"key": "a"}, {}), ({"key": "Enter"}, {}),
        *(({"key": "ArrowUp", modifier: True}, {}) for modifier in ("ctrlKey", "metaKey", "altKey", "isComposing")),
        ({"key": "ArrowUp", "keyCode": 229}, {}), ({"key": "ArrowUp", "elsewhere": True}, {}),
    ],
)  # fmt: skip
def test_other_keys_do_not(event: dict[str, Any], attributes: dict[str, str]) -> None:
    assert told(FIELD, attributes, "0.5", [("keydown", event)])["said"] == []


@pytest.mark.parametrize(
    ("attributes", "events", "found"),
    [
        pytest.param(
            {}, [("input", {"value": "0.7"})],
            {"said": [["take", "0.7"], ["tell", None]], "value": "0.7", "invalid": None, "edited": True}, id="typed",
        ),
        pytest.param(
            {}, [("input", {"value": "-"})], {"said": [], "value": "-", "invalid": None, "edited": True}, id="begun",
        ),
        pytest.param(
            {}, [("input", {"value": "0.7"}), ("input", {"value": "0.7x"})],
            {"said": [["take", "0.7"], ["tell", None], ["take", "0.5"]], "value": "0.7x", "invalid": "true", "edited": True},
            id="no number: the one before it is in force",
        ),
        pytest.param(
            {}, [("input", {"value": "x"}), ("focusout", {})],
            {"said": [["redraw"]], "value": "x", "invalid": None, "edited": False}, id="left with what is no number",
        ),
        pytest.param(
            {}, [("input", {"value": "0.7", "isComposing": True}), ("compositionend", {})],
            {"said": [["take", "0.7"], ["tell", None]], "value": "0.7", "invalid": None, "edited": True}, id="composed",
        ),
        pytest.param(
            {"done": "yes"}, [("input", {"value": "0.7"}), ("change", {})],
            {"said": [["take", "0.7"], ["tell", None]], "value": "0.7", "invalid": None, "edited": True}, id="when done",
        ),
        pytest.param(
            {"done": "yes"}, [("input", {"value": "0.50"}), ("change", {})],
            {"said": [["tell", None]], "value": "0.50", "invalid": None, "edited": True}, id="when done, it is there already",
        ),
        pytest.param(
            {}, [("input", {"value": "0.7"}), ("beforeinput", {"all": True}), ("input", {"value": "0.x"})],
            {"said": [["take", "0.7"], ["tell", None]], "value": "0.x", "invalid": "true", "edited": True},
            id="what replaces a whole number begins anew",
        ),
        pytest.param({}, [("input", {"elsewhere": True}), ("change", {"elsewhere": True}), ("focusout", {"elsewhere": True})],
            {"said": [], "value": "0.5", "invalid": None, "edited": False}, id="another field"),
    ],
)  # fmt: skip
def test_what_is_typed_is_taken_as_it_is_typed(
    attributes: Any, events: list[Any], found: dict[str, Any]
) -> None:
    assert told(FIELD, attributes, "0.5", events) == found


PLAYED = """(speed, title, lines, step) => {
  const { window } = makePage();
  const said = [];
  const first = { playing: false, speed, step, revealed: 0, other: 0 };
  const store = createStore(first);
  const explanation = {
    title: [{ text: title }], why: [{ text: "one two" }, { symbol: 3 }], change: null, remarks: [[{ text: "so" }]],
    products: null, derivations: [{ lines: Array(lines) }],
  };
  startPlayer(store, () => ({ lesson: { steps: Array(9) }, explanation }), { next: () => said.push("next") }, window);
  store.update({ playing: true });
  if (!store.state().playing) return "stopped";
  store.update({ other: 1 });
  let waited = 0;
  while (said.length === 0 && waited < 60000) { window.wait(50); waited += 50; }
  store.update({ step: 3 });
  store.update({ playing: false });
  window.wait(60000);
  return [waited, said.length];
}"""


@pytest.mark.parametrize(
    ("speed", "title", "lines", "seconds"),
    [
        # 6 words at 3.3 a second, and 1.5 seconds a line; slower or faster by the pace, and never below the least.
        ("normal", "a b", 2, 6 / 3.3 + 3),
        ("slow", "a b", 2, (6 / 3.3 + 3) / 0.7),
        ("fast", "a b", 2, (6 / 3.3 + 3) / 2.5),
        ("normal", "a b", 0, 2.2),
        ("slow", "a b", 0, 4),
        ("fast", "a b", 0, 1),
    ],
)
def test_playing_leaves_time_to_read(speed: str, title: str, lines: int, seconds: float) -> None:
    waited, count = told(PLAYED, speed, title, lines, 2)
    assert waited == pytest.approx(1000 * seconds, abs=51)
    assert count == 1
    assert told(PLAYED, speed, title, lines, 9) == "stopped"


def test_places_of_a_picture_are_rounded_as_fine_as_can_be_seen() -> None:
    """200 px wide, from −1 to 1: a step of a thousandth; beyond its edges it goes no further."""
    scale = """(reach, events) => {
      const scale = scaleOf(makeElement({ "data-reach": reach }, []));
      return [events.map(([clientX, clientY]) => scale.at({ clientX, clientY })), scale.placeOf([0.5, 2])];
    }"""
    places, back = told(scale, "-1 1 0 4", [(200, 100), (133.3, 60), (0, 500), (900, -9)])
    assert places == [[0, 2], [-0.667, 3.6], [-1, 0], [1, 4]]
    assert back == [250, 100]


def test_letters_are_those_that_are_typed_or_those_of_the_key() -> None:
    letters = [
        ("k", ""),
        ("K", "KeyK"),
        ("л", "KeyK"),
        ("Enter", "Enter"),
        ("1", "Digit1"),
        ("ж", "Semicolon"),
        ("/", "KeyA"),
    ]
    assert told("(keys) => keys.map(([key, code]) => letterOf({ key, code }))", letters) == [
        "k",
        "k",
        "k",
        "",
        "",
        "",
        "",
    ]


NUDGED = """(eps, events) => {
  const { document } = makePage();
  const store = createStore({ nudge: { of: "w1", eps, exact: false, all: false } });
  const svg = makeElement({ "data-across": "8" }, []);
  const around = (selector) => (selector === "svg" ? svg : null);
  const points = { 1: makeElement({ "data-nudged": "1" }, ["[data-nudged]"], { around }),
    "-1": makeElement({ "data-nudged": "-1" }, ["[data-nudged]"], { around }) };
  const nudge = createNudge(store, document);
  nudge.byName["nudge-all"]();
  const prevented = events.map(([kind, event]) =>
    document.tell(kind, { shiftKey: false, ...event, target: points[event.side ?? 1] }).prevented);
  return [store.state().nudge.eps, prevented.at(-1), store.state().nudge.all];
}"""


@pytest.mark.parametrize(
    ("eps", "events", "left", "prevented"),
    [
        # 8 along 200 px: 25 px are one unit.
        (0, [("pointerdown", at(0)), ("pointermove", at(-12.5))], -0.3, False),
        (0, [("pointerdown", at(0, side=-1)), ("pointermove", at(12.5))], -0.3, False),
        (0, [("pointerdown", at(0)), ("pointermove", at(-37.5))], -0.3, False),
        (0, [("pointerdown", at(0)), ("pointermove", at(40))], 0, False),
        (-1, [("pointerdown", at(0)), ("pointermove", at(-12.5)), ("pointercancel", at(0))], -1, False),
        (-1, [("keydown", {"key": "ArrowRight"})], -0.75, True),
        (-1, [("keydown", {"key": "ArrowRight", "side": -1})], -1.25, True),
        (-2, [("keydown", {"key": "PageUp"})], -1, True),
        (-2, [("keydown", {"key": "Home"})], -3, True),
        (-2, [("keydown", {"key": "End"})], 0, True),
        (-1, [("keydown", {"key": "ArrowRight", "ctrlKey": True})], -1, False),
        (-1, [("keydown", {"key": "a"})], -1, False),
    ],
)
def test_points_of_a_nudge_are_drawn_together(
    eps: float, events: list[Any], left: float, prevented: bool
) -> None:
    assert told(NUDGED, eps, events) == [pytest.approx(left), prevented, True]


SLIDER = """(field, events) => {
  const { document } = makePage();
  const heard = [];
  globalThis.Event = class { constructor(kind) { this.kind = kind; } };
  const slider = makeElement({ "data-field": field }, ['input[type="range"]'], {
    value: "2", min: "-5", max: "5", clientWidth: 216, focus: () => heard.push("focus"),
    dispatchEvent: () => heard.push(slider.value),
  });
  listenToSliders(document);
  return events.map(([kind, event]) => {
    heard.length = 0;
    const told = document.tell(kind, { shiftKey: false, pointerType: "touch", cancelable: true, ...event, target: slider });
    return [slider.value, told.stopped || told.prevented, ...heard];
  });
}"""


def test_a_finger_moves_a_slider_by_as_much_as_it_moves_itself() -> None:
    """10 along 200 px between the middles of the thumb; what the browser makes of a touch is undone."""
    touch = [
        ("pointerdown", at(50)),
        ("pointermove", at(70)),
        ("input", {}),
        ("pointermove", at(30)),
        ("pointerup", at(30)),
    ]
    assert told(SLIDER, "", touch) == [
        ["2", False], ["3", False, "3"], ["3", True], ["1", False, "1"], ["1", False],
    ]  # fmt: skip
    far = [("pointerdown", at(50)), ("pointermove", at(900)), ("pointercancel", at(900))]
    assert [found[0] for found in told(SLIDER, "", far)] == ["2", "5", "2"]
    assert told(SLIDER, "", [("pointerdown", at(50)), ("pointerup", at(50)), ("touchend", {})]) == [
        ["2", False], ["2", False, "focus"], ["2", True],
    ]  # fmt: skip


def test_a_tap_on_the_steps_goes_there() -> None:
    """From the left edge, at 100, and half a thumb: 58 px are 2.9 of 10, from −5."""
    (_, (value, *_, focus, heard)) = told(SLIDER, "step", [("pointerdown", at(166)), ("pointerup", at(166))])
    assert float(value) == pytest.approx(-5 + 2.9)
    assert (focus, heard) == ("focus", value)


def test_with_a_mouse_a_slider_is_the_browsers_own() -> None:
    mouse: dict[str, Any] = {"pointerType": "mouse"}
    events = [
        ("pointerdown", at(50, **mouse)),
        ("pointermove", at(90, **mouse)),
        ("input", {}),
        ("pointerup", at(90, **mouse)),
    ]
    assert told(SLIDER, "", events) == [["2", False]] * 4


def test_what_is_said_at_rest_is_said_once_when_all_is_quiet() -> None:
    said = told(
        """() => {
          const { window } = makePage();
          const region = { textContent: "" };
          const announcer = createAnnouncer(region, window);
          const heard = [];
          const wait = (ms) => { window.wait(ms); heard.push(region.textContent); };
          announcer.sayAtRest(() => "first");
          wait(700);
          announcer.sayAtRest(() => "second");
          wait(700);
          wait(100);
          announcer.sayAtRest(() => "");
          wait(900);
          announcer.sayAtRest(() => "late");
          announcer.say("now");
          wait(900);
          return heard;
        }"""
    )
    assert said == ["", "", "second", "second", "now"]


def test_a_notice_stays_until_it_is_taken_away_and_a_mention_passes() -> None:
    said = told(
        """() => {
          const { window } = makePage();
          const [text, field] = [{ textContent: "" }, { value: "", hidden: true, select: () => said.push("selected") }];
          const box = { hidden: true, querySelector: (what) => (what === "p" ? text : field) };
          const said = [];
          const notice = createNotice(box, { say: (sentence) => said.push(sentence) }, window);
          const look = () => said.push([box.hidden, text.textContent, field.hidden, field.value]);
          notice.tell(null); look();
          notice.tell("no"); window.wait(9000); look();
          notice.tell("copy", "link"); look();
          notice.tell(null); look();
          notice.mention("passing"); window.wait(4999); look();
          window.wait(1); look();
          notice.mention("again"); notice.tell("stays"); window.wait(9000); look();
          return said;
        }"""
    )
    assert said == [
        [True, "", True, ""], "no", [False, "no", True, ""], "copy", "selected", [False, "copy", False, "link"],
        [True, "", True, ""], "passing", [False, "passing", True, ""], [True, "", True, ""], "again", "stays",
        [False, "stays", True, ""],
    ]  # fmt: skip


@pytest.mark.parametrize("stored", [True, False])
def test_themes_follow_one_another_and_are_kept(stored: bool) -> None:
    found = told(
        """(stored) => {
          const kept = [];
          const [root, label] = [{ dataset: { theme: "odd" } }, {}];
          const setItem = (name, theme) => { if (!stored) throw new Error("closed"); kept.push([name, theme]); };
          const themes = createThemeSwitch(root, label, { system: "S", light: "L", dark: "D" }, { localStorage: { setItem } });
          const seen = [[root.dataset.theme, label.textContent]];
          for (let k = 0; k < 3; k += 1) { themes.next(); seen.push([root.dataset.theme, label.textContent]); }
          return [seen, kept];
        }""",
        stored,
    )
    names = [["system", "S"], ["light", "L"], ["dark", "D"], ["system", "S"]]
    assert found == [names, [["theme", name] for name, _ in names[1:]] if stored else []]
