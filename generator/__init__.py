"""The static site generator of the Backpropagation Visualizer."""
