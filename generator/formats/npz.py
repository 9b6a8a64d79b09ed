"""NumPy's .npz: arrays by name, of which none is made by running a pickle."""

import io
import re

import numpy as np

from generator.formats.archive import read_archive, read_member
from generator.formats.model import MOST_NUMBERS, Array, FormatError, Model, as_floats, layers_of_tensors


def read_npz(content: bytes, *, by_column: bool = False) -> Model:
    """The layers whose arrays the file has, in their order, or by the numbers in their names. Raises FormatError."""
    arrays: dict[str, Array] = {}
    for name, member in read_archive(content).items():
        if not name.endswith(".npy"):
            raise FormatError(f"found “{name}” in the zip file, expected arrays, as numpy.savez writes them")
        arrays[name.removesuffix(".npy")] = read_array(name, read_member(content, member))
    return Model(layers_of_tensors(_in_order(arrays), by_column=by_column), None, "an .npz file")


def read_array(name: str, content: bytes) -> Array:
    """One .npy file. Raises FormatError for one that is broken, too large, or of anything but numbers."""
    file = io.BytesIO(content)
    try:
        version = np.lib.format.read_magic(file)
        read = (
            np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        )
        shape, _, dtype = read(file)
    except Exception as error:  # a header is a piece of Python, which is read in ways that fail in many ways
        raise FormatError(f"array “{name}”: found a broken header, expected an array of numbers") from error
    if dtype.kind not in "fiu":
        raise FormatError(f"array “{name}”: found {dtype.name}, expected numbers")
    if int(np.prod(shape, dtype=object)) > MOST_NUMBERS:
        raise FormatError(
            f"array “{name}”: found a shape of {shape}, expected at most {MOST_NUMBERS:,} numbers"
        )
    file.seek(0)
    try:
        return as_floats(np.lib.format.read_array(file, allow_pickle=False))
    except (ValueError, EOFError) as error:
        raise FormatError(f"array “{name}”: found fewer numbers than its shape says") from error


def _in_order(arrays: dict[str, Array]) -> dict[str, Array]:
    """W1, b1, W2, b2, however they were saved: by the number in the name, a matrix before its vector."""
    if not all(re.search(r"\d", name) for name in arrays):
        return arrays
    return dict(sorted(arrays.items(), key=lambda item: (_numbers(item[0]), -item[1].ndim)))


def _numbers(name: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", name)]
