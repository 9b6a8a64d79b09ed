"""Graphs at random that no network would have: values used again, paths that part and meet, sums in any order."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from generator.engine.operations.table import OPS
from tests.engine.engines import Leaves, Nodes

UNARY = tuple(
    name for name, operation in OPS.items() if operation.kind == "activation" and operation.requires is None
)
GENTLE = st.sampled_from([0.0, 1.0, -1.0, 0.5]) | st.floats(-2, 2, allow_subnormal=False)
EXTREME = GENTLE | st.sampled_from([1e6, -1e6, 40.0, -750.0, 1e-300, 5e-324]) | st.floats(-1e6, 1e6)
ROLES = st.sampled_from(["input", "weight", "bias", "target"])


@st.composite
def graphs(draw: DrawFn, numbers: SearchStrategy[float] = GENTLE) -> tuple[Nodes, Leaves]:
    """Up to six leaves and then up to twelve sums, products, weighted sums, activations and squared errors of anything."""
    nodes: list[dict[str, Any]] = []

    def add(role: str, op: str, parents: list[int]) -> None:
        nodes.append(
            {
                "name": f"n{len(nodes)}",
                "symbol": ["n", f"{len(nodes)}"],
                "role": role,
                "op": op,
                "parents": parents,
                "neuron": None,
            }
        )

    for _ in range(draw(st.integers(1, 6))):
        add(draw(ROLES), "leaf", [])
    leaves = {node["name"]: draw(numbers) for node in nodes}
    for _ in range(draw(st.integers(1, 12))):
        earlier = st.integers(0, len(nodes) - 1)
        op = draw(st.sampled_from(["add", "multiply", "weighted_sum", "mse", *UNARY]))
        if op in UNARY:
            sizes = st.just(1)
        elif op == "weighted_sum":
            sizes = st.sampled_from([1, 3, 5])
        elif op == "mse":
            sizes = st.sampled_from([2, 4])
        else:
            sizes = st.integers(1, 4)
        size = draw(sizes)
        add("operation", op, draw(st.lists(earlier, min_size=size, max_size=size)))
    return nodes, leaves


@st.composite
def reordered(draw: DrawFn, nodes: Nodes, leaves: Leaves) -> tuple[Nodes, Leaves]:
    """The same graph with its nodes in another order, and under other names; the last stays last."""
    order: list[int] = []
    waiting = set(range(len(nodes) - 1))
    while waiting:
        ready = sorted(i for i in waiting if all(parent in order for parent in nodes[i]["parents"]))
        order.append(draw(st.sampled_from(ready)))
        waiting.remove(order[-1])
    order.append(len(nodes) - 1)
    place = {old: new for new, old in enumerate(order)}
    renamed = [
        {**nodes[old], "name": f"q{new}", "parents": [place[parent] for parent in nodes[old]["parents"]]}
        for new, old in enumerate(order)
    ]
    return renamed, {
        f"q{place[i]}": leaves[node["name"]] for i, node in enumerate(nodes) if node["op"] == "leaf"
    }
