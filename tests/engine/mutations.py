"""Mistakes in the chain rule, one a line: what is wrong, and the text before and after in each language."""

from dataclasses import dataclass

Change = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Mutation:
    """One mistake, in both languages."""

    what: str
    python: Change
    javascript: Change


# fmt: off
MUTATIONS = [
    Mutation("a gradient that arrives replaces what has arrived before",
        ("gradients[receiver] += upstream * local[k]", "gradients[receiver] = upstream * local[k]"),
        ("gradients[receivers[k]] += upstream * local[k]", "gradients[receivers[k]] = upstream * local[k]")),
    Mutation("what is above is forgotten",
        ("+= upstream * local[k]", "+= local[k]"),
        ("+= upstream * local[k]", "+= local[k]")),
    Mutation("the local derivative is forgotten",
        ("+= upstream * local[k]", "+= upstream"),
        ("+= upstream * local[k]", "+= upstream")),
    Mutation("a gradient is subtracted",
        ("gradients[receiver] += upstream", "gradients[receiver] -= upstream"),
        ("gradients[receivers[k]] += upstream", "gradients[receivers[k]] -= upstream")),
    Mutation("the pass begins with 0",
        ("gradients[-1] += 1", "gradients[-1] += 0"),
        ("gradients[gradients.length - 1] = 1", "gradients[gradients.length - 1] = 0")),
    Mutation("the pass stops before the first node",
        ("reversed(range(len(graph.nodes)))", "reversed(range(4, len(graph.nodes)))"),
        ("i = gradients.length - 1; i >= 0;", "i = gradients.length - 1; i >= 4;")),
    Mutation("the pass runs forward",
        ("in reversed(range(len(graph.nodes)))", "in range(len(graph.nodes))"),
        ("let i = gradients.length - 1; i >= 0; i -= 1", "let i = 0; i < gradients.length; i += 1")),
    Mutation("predictions pass on what the canonical loss has passed already",
        ("receivers[prediction] = ()", "pass"),
        ("receivers[prediction] = []", "prediction")),
    Mutation("a canonical loss does not serve its logits",
        ("receivers[i] = node.parents + logits", "pass"),
        ("receivers[i] = [...node.parents, ...logits]", "receivers[i] = node.parents")),
    Mutation("a canonical loss reads its predictions",
        ("sources[i] = logits + targets", "pass"),
        ("sources[i] = [...logits, ...targets]", "sources[i] = node.parents")),
    Mutation("a loss passes by a prediction that serves another node too",
        ("        and len(children[prediction]) == 1\n", ""),
        ("      children[prediction].length === 1 &&\n", "")),
]
# fmt: on
