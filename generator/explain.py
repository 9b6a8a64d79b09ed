"""The interface for Python and notebooks: a live model, or a formula, and a page that explains one pass of it.

    from generator import explain

    page = explain(model, x, y)
    page.save("page.html")
    page.values["L"], page.gradients["w11"]

It loads what it needs when it is called.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Explanation:
    """A page, and what is on it: `values` and `gradients` by the names of the graph (`x1`, `w11`, `z1`, `yhat`, `L`).

    Of several samples they are those of the first. `difference` is how far the model's own prediction, and with
    PyTorch the gradients of its own autograd, are from ours at most; None where they could not be asked.
    """

    html: str = field(repr=False)
    values: Mapping[str, float]
    gradients: Mapping[str, float]
    difference: float | None

    def save(self, path: str | Path) -> Path:
        """Write the page to a file, which needs nothing else. Raises ContentError where that cannot be done."""
        from generator.output import write_files

        write_files({Path(path): self.html.encode()})
        return Path(path)

    def _repr_html_(self) -> str:
        """The page in a notebook: in a frame of its own, which can do nothing to what is around it."""
        return (
            '<iframe sandbox="allow-scripts allow-downloads" width="100%" height="860" '
            f'style="border: 0" srcdoc="{escape(self.html)}"></iframe>'
        )


def explain(
    model: Any,
    x: Any = None,
    y: Any = None,
    *,
    activations: Sequence[str] = (),
    loss: str | None = None,
    layout: str | None = None,
    title: str | None = None,
) -> Explanation:
    """A page about one pass of a model, forward and backward.

    `model` is a fitted MLPClassifier or MLPRegressor of scikit-learn, an nn.Sequential of PyTorch, a Sequential of
    Keras, arrays (W1, b1, W2, b2 … in any nesting, as in a JAX pytree), or the text of a formula. `x` and `y` are a
    sample, or several, a row each; for several classes y is the number of the class, or a number for each. For a
    formula `x` is a dictionary with the number of each of its names.

    `activations` (one a layer) and `loss` are for what the model does not say: arrays say neither, and PyTorch and
    Keras no loss; without one it is bce after a sigmoid, cce after softmax, half_squares after neither. `layout` is
    how the matrices of arrays are stored, "out_in" or "in_out", for those that fit both ways.

    Raises ContentError (a ValueError) in one sentence, which names the layer that cannot be shown.
    """
    from generator.live import explain_formula, explain_model

    if isinstance(model, str):
        return explain_formula(model, x, title)
    return explain_model(model, x, y, activations=tuple(activations), loss=loss, layout=layout, title=title)
