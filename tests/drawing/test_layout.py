"""Where everything stands: nothing covers anything else, whatever the size, and the cost grows with the weights."""

import itertools

import pytest

from generator.script import Script

ORIENTATIONS = ("broad", "wide", "tall")
NOBODY = -1

# Widths 1 to 16 at depths 0 to 6, inputs first; wide and narrow layers side by side among them.
SIZES = [
    *(
        [width] * (depth + 1) + [last]
        for width in (1, 2, 3, 4, 5, 6, 7)
        for depth in range(7)
        for last in (1, 3)
    ),
    *([8, *[width] * depth, 8] for width in (8, 10, 12, 16) for depth in range(1, 7)),
    *([inputs, outputs] for inputs, outputs in itertools.product((1, 2, 5, 8), (1, 2, 5, 8))),
    [2, 16, 1],
    [2, 16, 2, 16, 2, 1],
    [1, 16, 1, 5, 3, 1],
    [16, 64, 64, 10],
    [3, 100, 1],
]


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("sizes", SIZES, ids=lambda sizes: "-".join(map(str, sizes)))
def test_nothing_covers_anything_else(layouts: Script, sizes: list[int], orientation: str) -> None:
    assert layouts.call("overlaps", sizes, orientation, NOBODY) == []


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("opened", range(5))
def test_nor_where_a_layer_is_open(layouts: Script, orientation: str, opened: int) -> None:
    assert layouts.call("overlaps", [16, 64, 64, 10], orientation, opened) == []


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("sizes", [[2, 2, 1], [3, 3, 2], [8, 16, 8], [8, 16, 16, 16, 8], [16, 64, 64, 10]])
def test_everything_is_inside(layouts: Script, sizes: list[int], orientation: str) -> None:
    drawn = layouts.call("layOut", sizes, orientation, NOBODY)
    for box in (thing["box"] for name in ("cards", "grids", "toggles") for thing in drawn[name]):
        assert 0 <= box["x"] <= box["x"] + box["width"] <= drawn["width"]
        assert 0 <= box["y"] <= box["y"] + box["height"] <= drawn["height"]


def test_several_targets_stand_beyond_the_loss(layouts: Script) -> None:
    for orientation, along in zip(ORIENTATIONS, "xxy", strict=True):
        drawn = layouts.call("layOut", [2, 3], orientation, NOBODY)
        assert [heading["role"] for heading in drawn["headings"]][-2:] == ["loss", "target"]
        loss = drawn["cards"][-4]["box"]
        last = max(edge["start"][along] for edge in drawn["edges"])
        assert last > loss[along]
        into_loss = [edge for edge in drawn["edges"] if edge["start"][along] == last]
        assert len(into_loss) == 3
        assert all(edge["end"][along] < last for edge in into_loss)


def test_one_target_stands_beside_the_loss(layouts: Script) -> None:
    for orientation, along in zip(ORIENTATIONS, "xxy", strict=True):
        cards = layouts.call("layOut", [2, 2, 1], orientation, NOBODY)["cards"]
        target, loss = (card["box"] for name in ("y", "L") for card in cards if card["name"] == name)
        assert target[along] == loss[along]
    drawn = layouts.call("layOut", [2, 2, 1], "wide", NOBODY)
    roles = [heading["role"] for heading in drawn["headings"]]
    assert roles == ["input", "pre_activation", "hidden", "pre_activation", "output", "loss"]


def test_labels_are_shown_where_all_of_a_layer_fit(layouts: Script) -> None:
    small = layouts.call("layOut", [2, 2, 1], "wide", NOBODY)
    crowded = layouts.call("layOut", [8, 16, 8], "wide", NOBODY)
    assert not any(edge["onDemand"] for edge in small["edges"])
    assert all(edge["onDemand"] for edge in crowded["edges"] if edge["weight"] >= 0)


@pytest.mark.parametrize(
    ("sizes", "orientation", "forms"),
    [
        ([2, 16, 1], "wide", {"slim"}),
        ([6, 6, 1], "wide", {"card"}),
        ([2, 17, 1], "wide", {"card", "cell"}),
        ([8, 16, 16, 8], "wide", {"card", "cell"}),  # exactly 40 neurons
        ([8, 16, 15, 8], "wide", {"slim"}),
        ([2, 4, 1], "tall", {"card"}),
        ([2, 5, 1], "tall", {"card", "slim"}),
        ([8, 16, 16, 8], "tall", {"card", "cell"}),
    ],
)
def test_how_nodes_are_drawn(layouts: Script, sizes: list[int], orientation: str, forms: set[str]) -> None:
    drawn = layouts.call("layOut", sizes, orientation, NOBODY)
    assert {card["form"] for card in drawn["cards"]} == forms


def test_a_band_stands_for_all_edges_of_a_grid(layouts: Script) -> None:
    drawn = layouts.call("layOut", [16, 64, 64, 10], "wide", NOBODY)
    assert drawn["edges"] == []
    weighted = [band for band in drawn["bands"] if band["weighted"]]
    assert [(len(band["targets"]), len(band["sources"])) for band in weighted] == [
        (64, 16),
        (64, 64),
        (10, 64),
    ]


def test_the_cost_grows_with_the_weights(layouts: Script) -> None:
    small = layouts.call("cost", [100, 100, 10])
    large = layouts.call("cost", [1000, 100, 10])
    assert large["weights"] > 9 * small["weights"]
    # Linear would be ten times; quadratic would be a hundred.
    assert large["milliseconds"] < 40 * max(small["milliseconds"], 5)
