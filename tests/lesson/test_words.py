"""Whatever names the words may use have something behind them, on every page that is offered."""

from typing import Any

from generator.config import Formula, read_network
from generator.script import Script
from generator.toml_file import read_toml
from generator.words import read_room
from tests.example import subject_of
from tests.lesson.content import CONTENT, ROOT, SITE
from tests.lesson.in_v8 import data_of

EVERYTHING = """(data, grains) => {
  const first = firstChoices(data);
  for (const grain of grains) {
    const model = derive(data, { ...first, grain });
    for (const step of model.lesson.steps) model.explain(step);
  }
}"""


def with_every_name(words: Any, room: Any) -> Any:
    """The words, each of which uses every name that it may."""
    if isinstance(words, dict):
        return {key: with_every_name(entry, room[key]) for key, entry in words.items()}
    return " ".join(f"{{{name}}}" for name in sorted(room) if name)


def test_every_name_that_a_sentence_may_use_is_known_where_it_is_said(script: Script) -> None:
    narration = read_toml(ROOT / "content" / "narration.toml").value
    room = read_room(ROOT / "templates" / "words" / "narration.toml")
    for name in SITE["offered"]:
        subject = subject_of(read_network(CONTENT / "networks" / f"{name}.toml"))
        data = data_of(subject) | {"narration": with_every_name(narration, room)}
        grains = ["operations"] if isinstance(subject, Formula) else ["operations", "neurons", "layers"]
        script.call(EVERYTHING, data, grains)
