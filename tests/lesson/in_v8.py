"""The pure parts of the shipped script, asked in V8. Here alone the tests know how these parts are called."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from generator.config import Formula
from generator.script import Script
from tests.example import Example
from tests.lesson.content import NARRATION, SITE, WORDS

MODEL = """
  const model = derive(data, { ...firstChoices(data), ...(leaves ? { leaves: { ...firstChoices(data).leaves, ...leaves } } : {}) });
  const name = index => model.graph.nodes[index].name;
"""

STEPS = f"""(data, leaves) => {{ {MODEL}
  return model.lesson.steps.map(({{ phase, kind, focus, of }}) => ({{ phase, kind, focus: focus.map(name), of: of < 0 ? null : name(of) }}));
}}"""

FORMULAS = f"""(data, leaves) => {{ {MODEL}
  return model.lesson.steps.map(step => model.explain(step)).map(({{ derivations, why, title, remarks }}) => ({{
    title: spokenSentence(model, title), why: spokenSentence(model, why), remarks: remarks.map(remark => spokenSentence(model, remark)),
    derivations: derivations.map(({{ left, lines }}) => [formulaText(left), ...lines.map(({{ formula }}) => formulaText(formula))]),
  }}));
}}"""

CARDS = f"""(data, orientation, leaves) => {{ {MODEL}
  const {{ cards, width, height }} = layoutFor(model.graph, orientation);
  return {{ cards: cards.map(({{ index, box }}) => [name(index), box.x, box.y, box.width, box.height]), width, height }};
}}"""

DECODE = """(data, hashes) => hashes.map(hash => {
  const { place, refusal, left, read } = decodeAddress(hash, sourcesOf(data));
  return { place: place ?? null, refusal: refusal ?? null, left: left ?? [], read: read ?? 0 };
})"""

THERE_AND_BACK = """(data, step, rate, leaves) => {
  const hash = addressOf(data, { ...firstChoices(data), step, rate, leaves });
  return { hash, ...decodeAddress(hash, sourcesOf(data)).place };
}"""


@dataclass(frozen=True, slots=True)
class Explained:
    """What a step says, as text: each derivation is its left side and then its lines."""

    title: str
    why: str
    remarks: list[str]
    derivations: list[list[str]]


def data_of(subject: Example | Formula) -> dict[str, Any]:
    """What a built page of this network or formula carries."""
    about = (
        {"formula": asdict(subject)}
        if isinstance(subject, Formula)
        else {"network": asdict(subject.network), "samples": [asdict(subject.sample)]}
    )
    return {
        "opens": "made",
        "networks": {
            "made": {
                "title": "Made",
                "summary": "Made for a test.",
                **about,
                "ranges": {"inputs": [-2, 2], "target": [-2, 2], "parameters": [-3, 3]},
            }
        },
        "rate": SITE["learning_rate"],
        "words": WORDS,
        "narration": NARRATION,
    }


def steps(script: Script, network: Example) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = script.call(STEPS, data_of(network), None)
    return found


def explained(
    script: Script, subject: Example | Formula, leaves: Mapping[str, float] | None = None
) -> list[Explained]:
    return [Explained(**step) for step in script.call(FORMULAS, data_of(subject), leaves and dict(leaves))]


def cards(script: Script, network: Example, orientation: str) -> dict[str, Any]:
    found: dict[str, Any] = script.call(CARDS, data_of(network), orientation, None)
    return found


def decoded(script: Script, network: Example, hashes: list[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = script.call(DECODE, data_of(network), hashes)
    return found


def there_and_back(
    script: Script, network: Example, step: int, rate: float, leaves: Mapping[str, float]
) -> dict[str, Any]:
    found: dict[str, Any] = script.call(THERE_AND_BACK, data_of(network), step, rate, dict(leaves))
    return found
