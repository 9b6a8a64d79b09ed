"""What the files of content/ say, as frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.engine.network import Network
from generator.engine.sample import Batch


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as text (see engine/expression.py), and the number of each of its free names."""

    text: str
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class NetworkFile:
    """One content/networks/*.toml: `name` is the file's stem, `article` a file in content/, or "" for none.

    Its subject is a network of layers, which has samples, or a formula, which has none. `learning_rate` is None where
    the site's holds, `fixed` where the file does not say which parameters no step moves; `training` has what the file
    says of it, by the names of the keys in TRAINING.
    """

    name: str
    title: str
    summary: str
    article: str
    subject: Network | Formula
    samples: Batch
    input_range: tuple[float, float]
    parameter_range: tuple[float, float]
    target_range: tuple[float, float]
    learning_rate: float | None = None
    fixed: tuple[str, ...] | None = None
    training: Mapping[str, Any] = field(default_factory=dict)

    @property
    def network(self) -> Network:
        """The network of layers. Raises TypeError where the file has a formula."""
        if isinstance(self.subject, Formula):
            raise TypeError(f"{self.name} is a formula")
        return self.subject


@dataclass(frozen=True, slots=True)
class Site:
    """content/site.toml: `opens` and `offered` are stems of files in content/networks/.

    `address` is where the site will be found, if it is known.
    """

    title: str
    language: str
    description: str
    opens: str
    offered: tuple[str, ...]
    learning_rate: float
    address: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One of a site's lessons/*.toml: `name` is the file's stem and its page's; `network` a stem in networks/.

    `article` is a file in content/, or None for the network's own.
    """

    name: str
    title: str
    description: str
    network: str
    article: str | None = None
