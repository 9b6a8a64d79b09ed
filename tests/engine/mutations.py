"""Mistakes in the chain rule, one at a time."""

from tests.planted.mutation import Change, Mutation


def _mutation(what: str, python: Change, javascript: Change) -> Mutation:
    return Mutation(what, "graph", python, javascript)


ARRIVES = "gradients[receiver] += upstream * local[k]"
ARRIVES_JS = "gradients[receivers[k]] += upstream * local[k]"

MUTATIONS = [
    _mutation(
        "a gradient that arrives replaces what has arrived before",
        Change(ARRIVES, "gradients[receiver] = upstream * local[k]"),
        Change(ARRIVES_JS, "gradients[receivers[k]] = upstream * local[k]"),
    ),
    _mutation(
        "what is above is forgotten",
        Change(ARRIVES, "gradients[receiver] += local[k]"),
        Change(ARRIVES_JS, "gradients[receivers[k]] += local[k]"),
    ),
    _mutation(
        "the local derivative is forgotten",
        Change(ARRIVES, "gradients[receiver] += upstream"),
        Change(ARRIVES_JS, "gradients[receivers[k]] += upstream"),
    ),
    _mutation(
        "a gradient is subtracted",
        Change(ARRIVES, "gradients[receiver] -= upstream * local[k]"),
        Change(ARRIVES_JS, "gradients[receivers[k]] -= upstream * local[k]"),
    ),
    _mutation(
        "the pass begins with 0",
        Change("gradients[-1] += 1", "gradients[-1] += 0"),
        Change("gradients[gradients.length - 1] = 1", "gradients[gradients.length - 1] = 0"),
    ),
    _mutation(
        "the pass stops before the first node",
        Change("reversed(range(len(graph.nodes)))", "reversed(range(4, len(graph.nodes)))"),
        Change("i >= 0", "i >= 4", within="backward"),
    ),
    _mutation(
        "the pass runs forward",
        Change("reversed(range(len(graph.nodes)))", "range(len(graph.nodes))"),
        Change(
            "for (let i = gradients.length - 1; i >= 0; i -= 1) body;",
            "for (let i = 0; i < gradients.length; i += 1) body;",
            within="backward",
        ),
    ),
    _mutation(
        "predictions pass on what the canonical loss has passed already",
        Change("receivers[prediction] = ()", "pass"),
        Change("receivers[prediction] = []", "prediction"),
    ),
    _mutation(
        "a canonical loss does not serve its logits",
        Change("receivers[i] = node.parents + logits", "pass"),
        Change("receivers[i] = [...node.parents, ...logits]", "receivers[i] = node.parents"),
    ),
    _mutation(
        "a canonical loss reads its predictions",
        Change("sources[i] = logits + targets", "pass"),
        Change("sources[i] = [...logits, ...targets]", "sources[i] = node.parents"),
    ),
    _mutation(
        "a loss passes by a prediction that serves another node too",
        Change("len(children[prediction]) == 1", "True"),
        Change("children[prediction].length === 1", "true"),
    ),
]
