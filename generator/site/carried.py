"""What the page's script works on, and what the page carries of NumPy's numbers."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from generator import config
from generator.places import Places
from generator.rehearsal import CHECKPOINTS, Rehearsal
from generator.site.content import words_of
from generator.site.numbers import Numbers

WORDS_OF_TEMPLATES = frozenset(
    """
    skip about lessons shortcuts graph.title graph.zoom_in graph.zoom_out graph.fit graph.fit_name graph.view
    graph.wheel graph.without_script link.button link.field companion.way_back theme.name notice.close check.waiting
    presenting.name
    """.split()  # noqa: SIM905 - names as they are in templates
)
"""What of content/interface.toml stands in the markup alone; the script does not carry it again."""

WORDS_OF_ARTICLES = frozenset({"article"})
"""What of it stands in articles, where the build puts it."""


STORED_DIGITS = 10
"""Significant digits of the stored NumPy numbers: far above an ulp, so the page is the same on every machine."""


def page_data(
    places: Places, site: config.Site, files: Sequence[config.NetworkFile], words: Mapping[str, Any]
) -> dict[str, Any]:
    """What the page's script works on; its shape is `PageData` in templates/scripts/model.js."""
    return {
        # First what the markup before it says too: what is near is compressed well.
        "words": _without(WORDS_OF_TEMPLATES | WORDS_OF_ARTICLES, words),
        "narration": words_of(places, "narration"),
        "networks": {file.name: _network_data(file) for file in files},
        "opens": files[0].name,
        "rate": site.learning_rate,
    }


def _without(names: Collection[str], table: Mapping[str, Any], path: str = "") -> dict[str, Any]:
    """The table without the entries of these names; in tables within it they are parted by dots."""
    return {
        key: _without(names, entry, f"{path}{key}.") if isinstance(entry, dict) else entry
        for key, entry in table.items()
        if path + key not in names
    }


def _network_data(file: config.NetworkFile) -> dict[str, Any]:
    return {
        "title": file.title,
        "summary": file.summary,
        **_subject_data(file),
        "ranges": {
            "inputs": file.input_range,
            "target": file.target_range,
            "parameters": file.parameter_range,
        },
        **({"rate": file.learning_rate} if file.learning_rate is not None else {}),
        **({"fixed": file.fixed} if file.fixed is not None else {}),
        **(
            {"training": {_CHOICES.get(key, key): value for key, value in file.training.items()}}
            if file.training
            else {}
        ),
    }


_CHOICES = {"data": "set", "seed": "dataSeed", "test": "testShare"}
"""How `TrainChoices` in templates/scripts/training/tool.js calls what a file calls otherwise."""


def _subject_data(file: config.NetworkFile) -> dict[str, Any]:
    if isinstance(file.subject, config.Formula):
        return {"formula": {"text": file.subject.text, "values": dict(file.subject.values)}}
    # What is left out goes without saying.
    network = {key: value for key, value in asdict(file.subject).items() if value not in (None, {})}
    # The page computes features of the columns itself: their last digits are each machine's own.
    samples = [{"inputs": one.columns or one.inputs, "target": one.target} for one in file.samples]
    return {"network": network, "samples": samples}


def with_runs(data: dict[str, Any], runs: Mapping[str, Rehearsal]) -> dict[str, Any]:
    """What the page carries, and NumPy's losses after some updates, rounded."""
    networks = {
        name: network | ({"trained": _trained(runs[name])} if name in runs else {})
        for name, network in data["networks"].items()
    }
    return data | {"networks": networks}


def _trained(run: Rehearsal) -> list[list[float]]:
    return [
        [update, float(f"{loss:.{STORED_DIGITS}g}")]
        for update, loss in zip(CHECKPOINTS, run.checkpoints, strict=True)
        if math.isfinite(loss)
    ]


def stored(numbers: Numbers) -> dict[str, list[float | str]]:
    """The first sample's numbers, rounded for the page; JSON has neither infinities nor NaN: these are texts."""

    def stored(number: float) -> float | str:
        if math.isfinite(number):
            return float(f"{number:.{STORED_DIGITS}g}")
        return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"

    return {
        "values": [stored(number) for number in numbers.values[0]],
        "gradients": [stored(number) for number in numbers.gradients[0]],
    }
