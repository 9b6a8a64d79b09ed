"""Files as `torch.save` writes them, made without PyTorch: a pickle whose names stand for torch's, and raw numbers."""

import io
import pickle
import sys
import zipfile
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any
from unittest.mock import patch

import ml_dtypes
import numpy as np
from numpy.typing import NDArray

DTYPES: Mapping[str, Any] = {
    "FloatStorage": "f4", "DoubleStorage": "f8", "HalfStorage": "f2", "BFloat16Storage": ml_dtypes.bfloat16,
    "LongStorage": "i8", "IntStorage": "i4",
}  # fmt: skip


class _Storage:
    def __init__(self, numbers: NDArray[Any], kind: str, key: str) -> None:
        self.numbers, self.kind, self.key = numbers, kind, key


class _Pickler(pickle.Pickler):
    def persistent_id(self, given: Any) -> Any:
        if not isinstance(given, _Storage):
            return None
        return ("storage", getattr(sys.modules["torch"], given.kind), given.key, "cpu", given.numbers.size)


def _torch() -> dict[str, ModuleType]:
    names = (
        "torch",
        "torch._utils",
        "torch.nn.modules.container",
        "torch.nn.modules.linear",
        "torch.nn.modules.layers",
    )
    return {name: ModuleType(name) for name in names}


def _named(modules: Mapping[str, ModuleType], module: str, name: str) -> Any:
    """What is pickled by this name of this module."""
    made = type(name, (), {"__module__": module})
    setattr(modules[module], name, made)
    return made


@contextmanager
def _stood_in(modules: Mapping[str, ModuleType]) -> Iterator[None]:
    with patch.dict(sys.modules, modules):
        yield


def as_pytorch(
    layers: list[tuple[str, Any]], *, dtype: str = "FloatStorage", big: bool = False, settings: Any = None
) -> bytes:
    """A whole nn.Sequential of these: ("Linear", (weights, biases)), or the name of an activation with None."""
    modules = _torch()
    storages: list[_Storage] = []

    def rebuilt(array: Any) -> Any:
        numbers = np.asarray(array).astype(DTYPES[dtype])
        storage = _Storage(
            np.ascontiguousarray(numbers.astype(numbers.dtype.newbyteorder(">") if big else numbers.dtype)),
            dtype,
            str(len(storages)),
        )
        storages.append(storage)
        strides = tuple(np.cumprod((1, *numbers.shape[:0:-1]))[::-1].tolist())
        return _Reduced(function, (storage, 0, numbers.shape, strides, False, OrderedDict()))

    def function() -> None: ...

    function.__module__, function.__qualname__ = "torch._utils", "_rebuild_tensor_v2"
    modules["torch._utils"]._rebuild_tensor_v2 = function  # type: ignore[attr-defined]
    for kind in DTYPES:
        _named(modules, "torch", kind)
    sequential = _named(modules, "torch.nn.modules.container", "Sequential")()
    inside: OrderedDict[str, Any] = OrderedDict()
    for place, (kind, given) in enumerate(layers):
        home = "torch.nn.modules.linear" if kind == "Linear" else "torch.nn.modules.layers"
        layer = _named(modules, home, kind)()
        layer.__dict__ |= {
            "_parameters": OrderedDict(),
            "_modules": OrderedDict(),
            "training": True,
            **(settings or {}),
        }
        if kind == "Linear":
            weights, biases = given
            layer.__dict__["_parameters"] |= {
                "weight": rebuilt(weights),
                "bias": None if biases is None else rebuilt(biases),
            }
        inside[str(place)] = layer
    sequential.__dict__ |= {"_parameters": OrderedDict(), "_modules": inside, "training": True}
    pickled, packed = io.BytesIO(), io.BytesIO()
    with _stood_in(modules):
        # Classes of one name are one, as they are in torch.
        for layer in inside.values():
            layer.__class__ = getattr(modules[type(layer).__module__], type(layer).__name__)
        _Pickler(pickled, protocol=2).dump(sequential)
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("model/data.pkl", pickled.getvalue())
        file.writestr("model/byteorder", "big" if big else "little")
        for storage in storages:
            file.writestr(f"model/data/{storage.key}", storage.numbers.tobytes())
    return packed.getvalue()


class _Reduced:
    def __init__(self, function: Any, arguments: tuple[Any, ...]) -> None:
        self.parts = function, arguments

    def __reduce__(self) -> Any:
        return self.parts
