"""What has no value or no gradient is said in a warning, in build and trace; it is no difference between the engines."""

import math
import warnings
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.engine.expression import parse_expression
from generator.engine.graph import backward, forward
from generator.undefined import undefined_quantities


def told(text: str, **leaves: float) -> list[str]:
    expression = parse_expression(text)
    graph = expression.graph
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # NumPy's own warnings are not for authors
        values = forward(graph, {**expression.constants, **leaves})
        gradients = backward(graph, values)
        sentences = undefined_quantities(graph, values, gradients)
    lost = [
        node.name
        for node, value, gradient in zip(graph.nodes, values, gradients, strict=True)
        if node.role != "constant" and (math.isnan(value) or math.isnan(gradient))
    ]
    assert all(any(name in sentence.split(":")[0] for sentence in sentences) for name in lost)
    assert bool(lost) == bool(sentences)
    return sentences


@pytest.mark.parametrize(
    ("text", "leaves", "expected"),
    [
        ("y = a + b", {"a": 1, "b": 2}, []),
        (
            "y = sqrt(a^2 + b^2)",
            {"a": 0, "b": 0},
            [
                "a has no gradient: at v1 an infinite gradient meets a slope of 0",
                "b has no gradient: at v2 an infinite gradient meets a slope of 0",
            ],
        ),
        (
            "L = log(x)",
            {"x": -2},
            [
                "L has no value: log is not defined for x = −2",
                "x has no gradient, since what comes of it has no value",
            ],
        ),
        (
            "v = log(x)\nL = v + w",
            {"x": -2, "w": 1},
            [
                "v has no value: log is not defined for x = −2",
                "L has no value, since it comes from what has none",
                "x has no gradient, since what comes of it has no value",
            ],
        ),
        (
            "L = x/y",
            {"x": 0, "y": 0},
            [
                "L has no value: divide is not defined for x = 0 and y = 0",
                "y has no gradient, since what comes of it has no value",
            ],
        ),
    ],
)
def test_what_is_lost_and_why(text: str, leaves: dict[str, float], expected: list[str]) -> None:
    found = told(text, **leaves)
    assert found == expected


@pytest.mark.parametrize("command", ["build", "trace"])
def test_build_and_trace_say_it_and_go_on(command: str, tmp_path: Path) -> None:
    file, output = tmp_path / "norm.toml", tmp_path / "page.html"
    file.write_text(
        'title = "norm"\nsummary = "at zero"\nformula = "y = sqrt(a^2 + b^2)"\n[values]\na = 0\nb = 0\n',
        encoding="utf-8",
    )
    to = ["--output", str(output)] if command == "build" else []
    result = CliRunner().invoke(main, [command, "--network", str(file), *to])
    assert result.exit_code == 0, result.output
    said = [line for line in result.stderr.splitlines() if line.startswith("warning: the network")]
    assert said == [
        f"warning: the network 'norm': {name} has no gradient: at {reader} an infinite gradient meets a slope of 0"
        for name, reader in (("a", "v1"), ("b", "v2"))
    ]
    assert "RuntimeWarning" not in result.stderr
    assert output.exists() == (command == "build")
