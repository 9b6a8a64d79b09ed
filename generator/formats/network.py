"""A model that was read -> a network file in TOML, as content/networks/ has them."""

from collections.abc import Sequence

from generator.formats.model import Array, FormatError, Model


def network_toml(
    model: Model,
    *,
    title: str,
    summary: str,
    inputs: Sequence[float] | Sequence[Sequence[float]],
    target: Sequence[float] | Sequence[Sequence[float]],
) -> str:
    """The text of a network file, with all digits; biases that a file does not have are 0.

    Inputs and target are those of one sample, or of several a row each.

    Raises FormatError for what the file does not say, in a sentence that lists what was found.
    """
    unsaid = [layer.name for layer in model.layers if layer.activation is None]
    if unsaid or model.loss is None:
        raise FormatError("found a model that is not wholly said")
    lines = [
        f"title = {_quoted(title)}",
        f"summary = {_quoted(summary)}",
        f"loss = {_quoted(model.loss)}",
        f"inputs = {_listed(inputs)}",
        f"target = {_listed(target)}",
    ]
    for layer in model.layers:
        biases = [0.0] * len(layer.weights) if layer.biases is None else layer.biases.tolist()
        lines += [
            "",
            f"# Layer {layer.name}: one row of weights a neuron, one weight a source.",
            "[[layers]]",
            f"activation = {_quoted(layer.activation or '')}",
            f"weights = {_matrix(layer.weights)}",
            f"biases = {_listed(biases)}",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = "".join(
        f"\\u{ord(sign):04x}" if ord(sign) < 0x20 or ord(sign) == 0x7F else sign
        for sign in text.replace("\\", "\\\\").replace('"', '\\"')
    )
    return f'"{escaped}"'


def _listed(numbers: Sequence[float] | Sequence[Sequence[float]]) -> str:
    if any(isinstance(number, Sequence) for number in numbers):
        return f"[{', '.join(_listed(row) for row in numbers if isinstance(row, Sequence))}]"
    # repr gives the fewest digits that are read as the same number; TOML wants a digit on both sides of a point.
    return f"[{', '.join(repr(float(number)) for number in numbers if not isinstance(number, Sequence))}]"


def _matrix(weights: Array) -> str:
    rows = [f"  {_listed(row.tolist())}," for row in weights]
    return "[\n" + "\n".join(rows) + "\n]"
