"""safetensors: eight bytes that say how long the header is, the header in JSON, then the numbers."""

import json
import math
import re
from typing import Any

import numpy as np

from generator.formats.model import MOST_NUMBERS, Array, FormatError, Model, as_floats, layers_of_tensors

_LENGTH = 8
_DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}


def read_safetensors(content: bytes) -> Model:
    """The layers whose tensors the file has. Raises FormatError."""
    length = int.from_bytes(content[:_LENGTH], "little")
    start = _LENGTH + length
    if len(content) < start:
        raise FormatError("found a header that is cut off, expected a whole safetensors file")
    try:
        header = json.loads(content[_LENGTH:start])
    except (ValueError, RecursionError) as error:
        raise FormatError("found a header that is no JSON, expected a safetensors file") from error
    if not isinstance(header, dict):
        raise FormatError("found a header that is no table, expected tensors by name")
    body = content[start:]
    tensors = {name: _tensor(name, entry, body) for name, entry in header.items() if name != "__metadata__"}
    return Model(layers_of_tensors(_in_order(tensors)), None, "a safetensors file")


def _tensor(name: str, entry: Any, body: bytes) -> Array:
    try:
        dtype, shape, (begin, end) = entry["dtype"], tuple(map(int, entry["shape"])), entry["data_offsets"]
        kind = _DTYPES[dtype]
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise FormatError(f"tensor “{name}”: expected floating-point numbers, a shape and offsets") from error
    count = math.prod(shape)
    if min(shape, default=0) < 0 or count > MOST_NUMBERS:
        raise FormatError(f"tensor “{name}”: found too many numbers, expected at most {MOST_NUMBERS:,}")
    size = count * np.dtype(kind).itemsize
    whole = isinstance(begin, int) and isinstance(end, int) and 0 <= begin <= end <= len(body)
    if not whole or end - begin != size:
        raise FormatError(f"tensor “{name}”: expected {size} bytes of numbers within the file")
    numbers = np.frombuffer(body[begin:end], kind)
    if dtype == "BF16":  # the upper half of a float
        numbers = (numbers.astype("u4") << 16).view("f4")
    return as_floats(numbers).reshape(shape)


def _in_order(tensors: dict[str, Array]) -> dict[str, Array]:
    """As the layers come: the format sorts its tensors by name and size, so that biases may stand before weights."""

    def key(name: str) -> tuple[list[tuple[int, int | str]], bool]:
        stem, _, kind = name.rpartition(".")
        # fc2 before fc10.
        parts: list[tuple[int, int | str]] = [
            (0, int(part)) if part.isdecimal() else (1, part) for part in re.split(r"(\d+)", stem)
        ]
        return parts, tensors[name].ndim == 1 or kind == "bias"

    return {name: tensors[name] for name in sorted(tensors, key=key)}
