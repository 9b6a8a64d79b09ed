"""The mathematics, in NumPy; templates/scripts/engine holds the same, file for file, in JavaScript."""
