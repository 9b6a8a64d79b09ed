"""The static site generator of the Backpropagation Visualizer, and its interface for Python."""

from generator.explain import Explanation, explain

__all__ = ["Explanation", "explain"]
