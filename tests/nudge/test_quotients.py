"""What the loss does when a value is moved: against NumPy, and by hand where a hand can do it."""

import math

import pytest

from tests.lesson.content import NETWORK
from tests.lesson.networks import network
from tests.nudge.nudging import Loss, Nudging, formula, of_network, verdicts

ORIGINAL = of_network(NETWORK)
NETWORKS = {
    "original": ORIGINAL,
    "two outputs": of_network(network((3, 4, 2), seed=3)),
    "relu": of_network(network((2, 5, 3, 1), activation="relu", output="identity", loss="mse", seed=5)),
    "deep": of_network(network((2, 3, 3, 3, 1), activation="sigmoid", seed=7)),
}
FORMULAS = {
    "product": formula("sin(a*b) + exp(b)/c", a=1.2, b=-0.7, c=2.0),
    "lines": formula("z = w*x + b\nL = (tanh(z) - y)^2", w=0.4, x=-1.5, b=0.2, y=0.9),
}


@pytest.mark.parametrize("width", [1, 1e-3, 1e-6])
@pytest.mark.parametrize("name", ["x1", "y", "w12", "b2", "w31", "b3"])
def test_losses_quotient_and_gradient_are_numpys(nudging: Nudging, name: str, width: float) -> None:
    at = ORIGINAL.leaves[name]
    found = nudging.nudged(ORIGINAL, name, width)
    below, above = ORIGINAL.at(**{name: at - width}), ORIGINAL.at(**{name: at + width})
    assert found["below"] == pytest.approx(below, rel=1e-12)
    assert found["at"] == pytest.approx(ORIGINAL.at(), rel=1e-12)
    assert found["above"] == pytest.approx(above, rel=1e-12)
    assert found["quotient"] == pytest.approx((above - below) / (2 * width), rel=1e-9, abs=1e-9)
    gradient = ORIGINAL.gradients()[name]
    assert found["gradient"] == pytest.approx(gradient, rel=1e-12)
    assert found["predicted"] == pytest.approx(gradient * width, rel=1e-12)
    assert found["actual"] == pytest.approx(above - ORIGINAL.at(), rel=1e-9, abs=1e-15)
    assert found["kink"] is None


@pytest.mark.parametrize("width", [1, 0.5, 0.25])
def test_of_a_parabola_the_quotient_is_exact(nudging: Nudging, width: float) -> None:
    """(2w − 1)² at w = 3: the slope is 4(2w − 1) = 20, and (L(3 + ε) − L(3 − ε)) / 2ε as well, for any ε."""
    found = nudging.nudged(formula("(x*w - y)^2", x=2, w=3, y=1), "w", width)
    assert (found["at"], found["gradient"], found["quotient"]) == (25, 20, 20)
    assert found["below"] == (2 * (3 - width) - 1) ** 2
    assert found["predicted"] == 20 * width
    assert found["actual"] == 20 * width + 4 * width**2
    assert (found["place"], found["best"]) == ("parabola", None)


@pytest.mark.parametrize("width", [1, 0.5, 0.125])
def test_of_a_cube_it_is_off_by_the_square_of_the_step(nudging: Nudging, width: float) -> None:
    """((1 + ε)³ − (1 − ε)³) / 2ε = 3 + ε²"""
    found = nudging.nudged(formula("w*w*w", w=1), "w", width)
    assert (found["gradient"], found["quotient"]) == (3, 3 + width**2)


def test_the_valley_of_a_cube(nudging: Nudging) -> None:
    """Truncation is ε², and rounding some 1e-16 / ε: they meet near 1e-5."""
    cube = formula("w*w*w", w=1)
    found = nudging.nudged(cube, "w", 1e-2)
    assert (len(found["exponents"]), found["exponents"][0], found["exponents"][-1]) == (49, -12, 0)
    for exponent, error in zip(found["exponents"], found["errors"], strict=True):
        if exponent >= -3:
            assert error == pytest.approx(10 ** (2 * exponent), rel=1e-3)
        else:
            assert error < 1e-15 / 10**exponent + 1e-6
    assert 1e-6 < found["best"] < 1e-4
    places = {exponent: nudging.nudged(cube, "w", 10**exponent)["place"] for exponent in (0, -2, -5, -8, -12)}
    assert places == {0: "truncation", -2: "truncation", -5: "valley", -8: "rounding", -12: "rounding"}


@pytest.mark.parametrize("name", ["w11", "b2", "w31"])
def test_the_valley_of_the_lesson(nudging: Nudging, name: str) -> None:
    """At the best ε the error is far below that of either side."""
    found = nudging.nudged(ORIGINAL, name, 1e-3)
    error = dict(zip(found["exponents"], found["errors"], strict=True))
    nearest = round(math.log10(found["best"]))
    assert error[nearest] < 1e-10
    assert error[0] > 1e-4
    assert max(error[-12], error[-11.75], error[-11.5]) > 1e-6


def test_a_loss_that_does_not_depend_on_it_has_no_valley(nudging: Nudging) -> None:
    found = nudging.nudged(formula("v + 0*w", v=2, w=0.3), "w", 1e-3)
    assert (found["quotient"], found["gradient"], found["place"]) == (0, 0, "flat")
    assert found["kink"] is None


def test_where_the_loss_is_no_number(nudging: Nudging) -> None:
    logarithm = formula("log(w)", w=0.5)
    assert nudging.nudged(logarithm, "w", 1)["place"] == "lost"
    assert nudging.nudged(logarithm, "w", 1e-2)["place"] == "truncation"


def test_a_step_too_small_to_move_the_value(nudging: Nudging) -> None:
    """A million and 1e-12 is a million; and of 1e18, ε² for ε = 1 is less than the last digit."""
    still = nudging.nudged(formula("w*w*w", w=1e6), "w", 1e-12)
    assert (still["quotient"], still["gradient"], still["place"]) == (0, 3e12, "parabola")


def test_where_a_gradient_is_stopped_the_quotient_sees_what_it_leaves_out(nudging: Nudging) -> None:
    """w·stop(w) moves as w² does, 2w = 6; its gradient is w, 3, and so is the quotient with stop(w) held at 3."""
    loss = formula("v*w*stop(w)", w=3, v=1)
    found = nudging.nudged(loss, "w", 0.5)
    assert (found["quotient"], found["gradient"], found["held"], found["place"]) == (6, 3, 3, "stopped")
    other = nudging.nudged(loss, "v", 0.5)
    assert (other["quotient"], other["gradient"], other["place"]) == (9, 9, "parabola")
    assert verdicts(nudging.checked(loss)) == {"agrees": ["v", "w"]}
    assert verdicts(nudging.checked(loss, w=6)) == {"agrees": ["v"], "differs": ["w"]}


# Name, value, ε -> which node's kink, whether the value is at it, and the slopes on both sides.
KINKS: dict[str, tuple[Loss, str, float, tuple[str, bool, float, float]]] = {
    "absolute value": (formula("L = abs(w)", w=0), "w", 0.5, ("L", True, -1, 1)),
    "near it": (formula("L = abs(w)", w=0.5), "w", 1, ("L", False, 0, 1)),
    "relu": (formula("h = relu(w)\nL = 3*h", w=0), "w", 0.25, ("h", True, 0, 3)),
    "relu of a sum": (formula("h = relu(w - v)\nL = 2*h + w", w=4, v=4), "v", 0.5, ("h", True, -2, 0)),
    "maximum": (formula("L = max(w, v, u)", w=2, v=2, u=-1), "w", 0.5, ("L", True, 0, 1)),
    "minimum": (formula("L = min(w, v)", w=2, v=2), "w", 0.5, ("L", True, 1, 0)),
}


@pytest.mark.parametrize("case", KINKS)
def test_a_kink_is_found(nudging: Nudging, case: str) -> None:
    loss, name, width, (node, here, left, right) = KINKS[case]
    found = nudging.nudged(loss, name, width)
    assert found["kink"] == {"node": node, "here": here}
    assert (found["left"], found["right"]) == (left, right)
    assert found["quotient"] == (left + right) / 2
    assert found["place"] == ("kink_here" if here else "kink_near")


def test_the_kink_of_a_loss_is_found(nudging: Nudging) -> None:
    loss = of_network(network((1, 1), output="identity", loss="mae"))
    distance = abs(loss.leaves["y"] - loss.values()["yhat"])
    assert nudging.nudged(loss, "y", 2 * distance)["kink"] == {"node": "L", "here": False}
    assert nudging.nudged(loss, "y", distance / 2)["kink"] is None


def test_the_kink_of_hinge_is_where_the_margin_is_reached(nudging: Nudging) -> None:
    """Before it the loss 1 − y·ŷ may bend with ŷ, and its slope by y, −ŷ, move: that is no kink."""
    curve, line = (
        Loss(made.graph, {**made.leaves, "y": 1})
        for made in (
            of_network(network((1, 1), output=output, loss="hinge")) for output in ("tanh", "identity")
        )
    )
    assert nudging.nudged(curve, "w11", 0.25)["kink"] is None
    missing = 1 - line.values()["yhat"]
    assert missing > 0
    assert nudging.nudged(line, "b1", 2 * missing)["kink"] == {"node": "L", "here": False}
    assert nudging.nudged(line, "b1", missing / 2)["kink"] is None


@pytest.mark.parametrize(
    ("loss", "name"),
    [
        (formula("abs(w)", w=0.5), "w"),  # further away than ε
        (formula("relu(w*w)", w=0), "w"),  # touches it, and stays on one side
        (formula("relu(w)*v + w", w=0, v=0), "w"),  # what has the kink counts for nothing
        (formula("max(w, v, u)", w=1, v=1, u=9), "w"),  # a tie behind the maximum
    ],
)
def test_no_kink_is_seen_where_there_is_none(nudging: Nudging, loss: Loss, name: str) -> None:
    assert nudging.nudged(loss, name, 0.25)["kink"] is None


@pytest.mark.parametrize("loss", [*NETWORKS.values(), *FORMULAS.values()], ids=[*NETWORKS, *FORMULAS])
def test_all_gradients_agree(nudging: Nudging, loss: Loss) -> None:
    rows = nudging.checked(loss)
    gradients = loss.gradients()
    assert list(rows) == [
        node.name for node in loss.graph.nodes if node.op == "leaf" and node.role != "constant"
    ]
    assert list(verdicts(rows)) == ["agrees"]
    for name, row in rows.items():
        assert row["gradient"] == pytest.approx(gradients[name], rel=1e-12, abs=1e-15)
        assert row["quotient"] == pytest.approx(gradients[name], rel=1e-7, abs=1e-8)


def test_a_wrong_gradient_is_found(nudging: Nudging) -> None:
    wrong = ORIGINAL.gradients()["w21"] * 1.001
    assert verdicts(nudging.checked(ORIGINAL, w21=wrong))["differs"] == ["w21"]


def test_at_a_kink_a_mismatch_is_called_by_its_name(nudging: Nudging) -> None:
    loss = formula("h = relu(w - v)\nL = h + log(u)", w=1, v=1, u=1)
    assert verdicts(nudging.checked(loss)) == {"kink": ["w", "v"], "agrees": ["u"]}
    assert nudging.checked(loss)["w"] == {"gradient": 0, "quotient": pytest.approx(0.5), "verdict": "kink"}


def test_the_first_weight_is_nudged_until_another_value_is_chosen(nudging: Nudging) -> None:
    assert [nudging.chosen(ORIGINAL, name) for name in ("", "b2", "y", "z1", "w99", "toString")] == [
        "w11", "b2", "y", "w11", "w11", "w11",
    ]  # fmt: skip
    some = formula("2*u + v", u=1, v=1)
    constant = next(node.name for node in some.graph.nodes if node.role == "constant")
    assert (nudging.chosen(some, ""), nudging.chosen(some, constant)) == ("u", "u")


def test_an_address_chooses_value_and_step(nudging: Nudging) -> None:
    # What is too fine to be seen in the plot opens with its digits.
    both = {"nudge": {"of": "b3", "eps": -4.25, "exact": True}}
    assert nudging.read(ORIGINAL, ("of", "b3"), ("eps", "-4.25")) == both
    assert nudging.read(ORIGINAL, ("eps", "-4.25"), ("of", "b3")) == both
    for wrong in [("of", "z1"), ("of", "w99"), ("of", "__proto__"), ("of", "")]:
        assert nudging.read(ORIGINAL, wrong) is None
    dragged = {"nudge": {"eps": -0.37, "exact": False}}
    assert nudging.read(ORIGINAL, ("eps", "-0.37")) == dragged
    for eps in ["", "1", "-13", "-12.01", "-4.321", "-1e1", "NaN", "0x0", "−3", "-03.250"]:
        assert nudging.read(ORIGINAL, ("eps", eps)) is None, eps
