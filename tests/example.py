"""A network with one sample, as worked examples and textbooks have them: what most tests are about."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.config import Formula, NetworkFile
from generator.engine.graph import Graph
from generator.engine.network import Layer, Network, build_graph, leaf_values
from generator.engine.sample import Sample


@dataclass(frozen=True, slots=True)
class Example:
    """A network and its sample in one. As plain data, JavaScript can take it for either."""

    inputs: tuple[float, ...]
    target: tuple[float, ...]
    layers: tuple[Layer, ...]
    loss: str
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def network(self) -> Network:
        """The network alone."""
        return Network(self.layers, self.loss, names=self.names)

    @property
    def sample(self) -> Sample:
        """The sample alone."""
        return Sample(self.inputs, self.target)

    @property
    def graph(self) -> Graph:
        """The graph of the network."""
        return build_graph(self.network)

    @property
    def leaves(self) -> dict[str, float]:
        """The number of every leaf."""
        return leaf_values(self.network, self.sample)


def example_of(file: NetworkFile, sample: int = 0) -> Example:
    """What a network file is about, with one of its samples."""
    network, it = file.network, file.samples[sample]
    return Example(it.inputs, it.target, network.layers, network.loss, network.names)


def subject_of(file: NetworkFile) -> Example | Formula:
    """The same, or the formula that a file has instead."""
    return file.subject if isinstance(file.subject, Formula) else example_of(file)
