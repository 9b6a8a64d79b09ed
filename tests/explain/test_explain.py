"""`from generator import explain`: live models, arrays and formulas, held against the models' own predictions and by hand."""

import re
import warnings
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from numpy.typing import ArrayLike
from playwright.sync_api import Browser
from sklearn.neural_network import MLPClassifier, MLPRegressor

from generator import explain
from tests.browser import address

ROOT = Path(__file__).resolve().parents[2]
ORIGINAL = [[[0.5, -0.3], [-0.4, 0.5]], [0.1, -0.1], [[0.4, -0.6]], [0.2]]
SAID: dict[str, Any] = {"activations": ["tanh", "sigmoid"], "layout": "out_in"}
RANDOM = np.random.default_rng(3)
X = RANDOM.normal(size=(40, 3))


def arrays(numbers: list[Any], turned: bool = False) -> list[Any]:
    return [np.array(each).T if turned else np.array(each) for each in numbers]


def test_arrays_give_the_numbers_of_the_original_lesson() -> None:
    page = explain(arrays(ORIGINAL), [0.6, -0.4], 1, **SAID)
    # The readouts of the original lesson.
    assert (f"{page.values['yhat']:.4f}", f"{page.values['L']:.4f}") == ("0.6653", "0.4076")
    assert f"{page.gradients['z3']:.4f}" == "-0.3347"
    turned = explain(arrays(ORIGINAL, turned=True), [0.6, -0.4], 1, **{**SAID, "layout": "in_out"})
    assert turned.values == page.values


def test_a_jax_pytree_by_its_own_gradients() -> None:
    tree = {"first": {"kernel": jnp.array(RANDOM.normal(size=(3, 2))), "bias": jnp.array([0.1, -0.2])},
            "second": [(jnp.array(RANDOM.normal(size=(2, 2))), jnp.array([0.3, 0.1]))]}  # fmt: skip
    x, y = jnp.array([0.5, -1.0, 2.0]), jnp.array([0.4, -0.2])

    def loss(tree: Any) -> Any:
        h = jnp.tanh(x @ tree["first"]["kernel"] + tree["first"]["bias"])
        ((w, b),) = tree["second"]
        return jnp.mean((h @ w + b - y) ** 2)

    page = explain(tree, x, y, activations=["tanh", "identity"], loss="mse")
    value, slopes = jax.value_and_grad(loss)(tree)
    assert page.values["L"] == pytest.approx(float(value), rel=1e-6)  # JAX computes in single precision
    assert page.gradients["w12"] == pytest.approx(float(slopes["first"]["kernel"][1, 0]), rel=1e-5)
    assert page.gradients["b4"] == pytest.approx(float(slopes["second"][0][1][1]), rel=1e-5)


def fitted(model: Any, y: ArrayLike) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it need not converge
        return model.fit(X, y)


SKLEARN: dict[str, Callable[[], tuple[Any, Any]]] = {
    "regression": lambda: (
        fitted(MLPRegressor(hidden_layer_sizes=(3, 2), activation="tanh", max_iter=5), X[:, 0]),
        0.5,
    ),
    "two classes": lambda: (
        fitted(MLPClassifier(hidden_layer_sizes=(3,), activation="logistic", max_iter=5), X[:, 0] > 0),
        1,
    ),
    "three classes": lambda: (
        fitted(MLPClassifier(hidden_layer_sizes=(3,), max_iter=5), np.digitize(X[:, 0], [-0.5, 0.5])),
        2,
    ),
}


@pytest.mark.parametrize("kind", SKLEARN)
def test_scikit_learns_networks_predict_the_same(kind: str) -> None:
    model, y = SKLEARN[kind]()
    page = explain(model, X[0], y)
    assert page.difference is not None
    assert page.difference < 1e-12


def test_several_samples_are_all_on_the_page() -> None:
    model, _ = SKLEARN["three classes"]()
    page = explain(model, X[:4], [0, 1, 2, 1])
    shares = model.predict_proba(X[:1])[0]
    assert page.values["L"] == pytest.approx(-np.log(shares[0]), rel=1e-12)
    assert page.html.count('"inputs":[') >= 4


class Sequential:
    """Stands for PyTorch's class of this name, which is too large to be installed for a test."""

    training = False

    def __init__(self, *inside: Any) -> None:
        self.inside = inside

    def named_children(self) -> Iterator[tuple[str, Any]]:
        return ((str(k), each) for k, each in enumerate(self.inside))


class Leaf:
    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)

    def named_children(self) -> Iterator[tuple[str, Any]]:
        return iter(())


class Conv2d(Leaf): ...


class ELU(Leaf): ...


class Linear(Leaf): ...


def refused(message: str, *given: Any, **said: Any) -> None:
    with pytest.raises(ValueError, match=re.escape(message)) as caught:
        explain(*given, **said)
    assert "\n" not in str(caught.value)
    assert "model.toml" not in str(caught.value)


def test_the_layer_that_cannot_be_shown_is_named() -> None:
    linear = Linear(weight=np.ones((1, 2)), bias=np.ones(1))
    refused(
        "layer 1.0 (Conv2d): found what cannot be shown, expected Linear, ",
        Sequential(linear, Sequential(Conv2d())),
        [1, 2],
        1,
    )
    refused("layer 1 (ELU): found alpha=0.5, expected 1.0", Sequential(linear, ELU(alpha=0.5)), [1, 2], 1)


@pytest.mark.parametrize(
    ("message", "given", "said"),
    [
        ("found matrices that fit either way, expected layout=", (arrays(ORIGINAL[:2]), [1, 2], [1, 2]), {"activations": ["tanh", "sigmoid"]}),
        ("expected activations=, 2 names", (arrays(ORIGINAL), [1, 2], 1), {"layout": "out_in"}),
        ("found the activation 'tan', expected identity", (arrays(ORIGINAL), [1, 2], 1), {**SAID, "activations": ["tan", "sigmoid"]}),
        ("without a sample, expected explain(model, x, y)", (arrays(ORIGINAL),), SAID),
        ("x: found 3 numbers, expected 2, as the first layer reads", (arrays(ORIGINAL), [1, 2, 3], 1), SAID),
        ("y: found 1 rows, expected 2, one for each row of x", (arrays(ORIGINAL), [[1, 2], [3, 4]], [1]), SAID),
        ("found the number 2.0, expected one from 0 to 1", (arrays(ORIGINAL), [1, 2], 2), SAID),
        ("found NaN or an infinity, expected finite numbers", ([np.array([[np.nan, 1.0]])], [1, 2], 1), {"activations": ["identity"]}),
        ("found int, expected a model", (3, [1], [1]), {}),
        ("found MLPClassifier without weights", (MLPClassifier(), [1], [1]), {}),
        ("line 1, column 3: found the end of the line", ("x+",), {}),
        ("'values': found no 'y', expected a number", ("x*y", {"x": 1}), {}),
    ],
)  # fmt: skip
def test_what_cannot_be_explained_is_said_in_one_sentence(message: str, given: Any, said: Any) -> None:
    refused(message, *given, **said)


def test_a_formula_by_hand() -> None:
    page = explain("L = (w x - y)²", {"w": 2, "x": 0.5, "y": 3})
    assert (page.values["L"], page.gradients["w"], page.gradients["y"]) == (4, -2, 4)


def test_as_text_it_is_its_numbers_and_not_the_page() -> None:
    """A notebook keeps this text beside the frame: with the page in it, it would keep that twice."""
    page = explain("L = (w x - y)²", {"w": 2, "x": 0.5, "y": 3})
    assert "'L': 4.0" in repr(page)
    assert len(repr(page)) < 1000


def test_a_page_is_saved_and_works_in_a_notebooks_frame(browser: Browser, tmp_path: Path) -> None:
    page = explain(arrays(ORIGINAL), [0.6, -0.4], 1, title="Mine", **SAID)
    assert page.save(tmp_path / "page.html").read_text(encoding="utf-8") == page.html
    shown = page._repr_html_()
    (tmp_path / "notebook.html").write_text(f"<!doctype html><meta charset=utf-8>{shown}", encoding="utf-8")
    tab = browser.new_page(viewport={"width": 1280, "height": 1000})
    tab.goto(address(tmp_path / "notebook.html"))
    frame = tab.frame_locator("iframe")
    frame.get_by_role("heading", name="Mine", level=1).wait_for()
    frame.get_by_role("button", name="Next").first.click()
    frame.get_by_text("Step 2 / 18").locator("visible=true").first.wait_for()
    tab.close()


def test_a_notebook_shows_it() -> None:
    code = (
        "from generator import explain\n"
        "page = explain('L = (w x - y)²', {'w': 2, 'x': 0.5, 'y': 3})\n"
        "print(page.gradients['w'])\n"
        "page"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}).execute()
    said, shown = notebook.cells[0].outputs
    assert said["text"] == "-2.0\n"
    frame = shown["data"]["text/html"]
    assert frame.startswith('<iframe sandbox="allow-scripts allow-downloads"')
    assert "<h1>A formula</h1>" in unescape(frame)
