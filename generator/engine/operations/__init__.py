"""One entry an operation; templates/scripts/engine/operations holds the same, file for file, in JavaScript."""
