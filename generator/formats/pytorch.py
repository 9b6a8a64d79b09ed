"""PyTorch's .pt and .pth files, read without PyTorch: a zip file with a pickle and the tensors' numbers.

A pickle is a program, so nothing in it is run but the few calls that make tensors, dictionaries and the layers that can
be shown: every other name is refused, by name, before anything is made.
"""

import io
import math
import pickle
import pickletools
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

import numpy as np

from generator.formats.archive import read_archive, read_member
from generator.formats.model import (
    MOST_NUMBERS,
    Array,
    DenseLayer,
    FormatError,
    Model,
    as_floats,
    layers_of_tensors,
)

_DTYPES = {
    "FloatStorage": "f4",
    "DoubleStorage": "f8",
    "HalfStorage": "f2",
    "BFloat16Storage": "bf16",
    "LongStorage": "i8",
    "IntStorage": "i4",
}

ACTIVATIONS = {
    "Tanh": "tanh",
    "Sigmoid": "sigmoid",
    "ReLU": "relu",
    "LeakyReLU": "leaky_relu",
    "ELU": "elu",
    "Softplus": "softplus",
    "GELU": "gelu",
    "SiLU": "silu",
    "Mish": "mish",
    "Softmax": "softmax",
    "Identity": "identity",
}
"""PyTorch's names of activations, and ours."""

_DEEPEST = 20
"""So many Sequentials may stand within each other."""

_PASSED_OVER = frozenset({"Dropout", "Flatten"})
"""Layers that do nothing to a sample when a model is used."""

_USUAL = {"LeakyReLU": ("negative_slope", 0.01), "ELU": ("alpha", 1.0), "Softplus": ("beta", 1.0)}
"""What a setting must be for the activation to be ours."""

_OPCODES = frozenset(
    """
    PROTO FRAME MARK STOP POP POP_MARK NONE NEWTRUE NEWFALSE BININT BININT1 BININT2 LONG1 BINFLOAT
    BINUNICODE SHORT_BINUNICODE EMPTY_LIST APPEND APPENDS LIST EMPTY_TUPLE TUPLE TUPLE1 TUPLE2 TUPLE3
    EMPTY_DICT DICT SETITEM SETITEMS EMPTY_SET ADDITEMS BINGET LONG_BINGET BINPUT LONG_BINPUT MEMOIZE
    GLOBAL STACK_GLOBAL REDUCE NEWOBJ BUILD BINPERSID
    """.split()  # noqa: SIM905 - names as pickletools has them
)
"""What a pickle of PyTorch is made of."""


class _Module:
    """A layer of torch.nn: what it was made of stands in its dictionary."""

    state: Mapping[str, Any] = {}

    def __setstate__(self, state: object) -> None:
        self.state = state if isinstance(state, dict) else {}


@dataclass(frozen=True, slots=True)
class _Tensor:
    """Where a tensor's numbers lie: they are read only if they belong to the model."""

    storage: str
    dtype: str
    offset: int
    size: tuple[int, ...]
    stride: tuple[int, ...]


def read_pytorch(content: bytes) -> Model:
    """The model of a state_dict, a checkpoint that has one, or a whole nn.Sequential. Raises FormatError."""
    if not content.startswith(b"PK"):
        raise FormatError(
            "found a bare pickle or a file of before PyTorch 1.6, expected a zip file: load it where it was made, "
            "and save it again with torch.save"
        )
    members = read_archive(content)
    pickles = [name for name in members if PurePosixPath(name).name == "data.pkl"]
    if len(pickles) != 1:
        raise FormatError("found a zip file without a data.pkl, expected one that torch.save has written")
    folder = PurePosixPath(pickles[0]).parent
    order = members.get(str(folder / "byteorder"))
    byte_order = ">" if order is not None and read_member(content, order).strip() == b"big" else "<"

    def numbers(tensor: _Tensor) -> Array:
        member = members.get(str(folder / "data" / tensor.storage))
        if member is None:
            raise FormatError(f"found no file data/{tensor.storage}, expected the numbers of a tensor in it")
        return _numbers(tensor, read_member(content, member), byte_order)

    found = _unpickled(read_member(content, members[pickles[0]]))
    if isinstance(found, _Module):
        return Model(_layers_of_modules(found, numbers), None, "a PyTorch nn.Sequential")
    tensors = _state_dict(found)
    read: dict[str, Array] = {name: numbers(tensor) for name, tensor in tensors.items()}
    return Model(layers_of_tensors(read), None, "a PyTorch state_dict")


def _unpickled(program: bytes) -> object:
    try:
        # First the whole of it is looked through: what is not allowed is refused before anything is made.
        for opcode, argument, _ in pickletools.genops(program):
            _check_operation(opcode.name, argument, len(program))
        return _Unpickler(io.BytesIO(program)).load()
    except FormatError:
        raise
    except Exception as error:  # a broken pickle can raise anything at all
        raise FormatError("found a pickle that is cut off or broken, expected a whole one") from error


def _check_operation(name: str, argument: object, size: int) -> None:
    """Raises FormatError for what no model of PyTorch needs."""
    if name not in _OPCODES:
        raise FormatError(f"found the pickle operation {name}, which no model of PyTorch needs")
    if name == "LONG_BINPUT" and isinstance(argument, int) and argument > size:
        raise FormatError("found a pickle that asks for more memory than it has contents")
    if name == "GLOBAL":
        _stand_in(*str(argument).split(" ", 1))


class _Unpickler(pickle.Unpickler):
    """Makes nothing but stand-ins."""

    def find_class(self, module: str, name: str) -> object:
        return _stand_in(module, name)

    def persistent_load(self, pid: Any) -> object:
        kind, storage, key, *_ = pid
        if kind != "storage" or not isinstance(key, str) or storage not in _DTYPES:
            raise FormatError("found something but a tensor's numbers outside the pickle")
        return storage, key


def _stand_in(module: str, name: str) -> object:
    """What stands in for a name of a pickle. Raises FormatError for a name that is not on the list."""
    found = _STAND_INS.get((module, name))
    if found is not None:
        return found
    if module == "torch" and name in _DTYPES:
        return name
    if module.startswith("torch.nn.modules."):
        if name in ACTIVATIONS or name in _PASSED_OVER or name in ("Sequential", "Linear"):
            return type(name, (_Module,), {})
        raise FormatError(f"found a layer {name}, expected Sequential, Linear, {', '.join(ACTIVATIONS)}")
    raise FormatError(
        f"found {module}.{name} in the pickle, which is not run: expected tensors and layers of torch.nn alone; "
        "save the model's state_dict"
    )


def _tensor(storage: Any, offset: Any, size: Any, stride: Any, *_: object) -> _Tensor:
    """Stands in for torch._utils._rebuild_tensor_v2."""
    dtype, key = storage
    tensor = _Tensor(str(key), str(dtype), int(offset), tuple(map(int, size)), tuple(map(int, stride)))
    if len(tensor.size) != len(tensor.stride) or min((tensor.offset, *tensor.size, *tensor.stride)) < 0:
        raise FormatError("found a tensor whose size and strides do not fit each other")
    return tensor


_STAND_INS: Mapping[tuple[str, str], object] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("builtins", "set"): set,
    ("__builtin__", "set"): set,
    ("torch._utils", "_rebuild_tensor_v2"): _tensor,
    ("torch._utils", "_rebuild_parameter"): lambda tensor, *_: tensor,
}


def _numbers(tensor: _Tensor, storage: bytes, byte_order: str) -> Array:
    """Raises FormatError for a tensor that reaches outside its storage, or is too large."""
    if math.prod(tensor.size) > MOST_NUMBERS:
        raise FormatError(f"found a tensor of too many numbers, expected at most {MOST_NUMBERS:,}")
    kind = _DTYPES[tensor.dtype]
    size = 2 if kind == "bf16" else np.dtype(kind).itemsize
    storage = storage[: len(storage) // size * size]
    flat = as_floats(
        # A bfloat16 is the upper half of a float.
        (np.frombuffer(storage, f"{byte_order}u2").astype("u4") << 16).view("f4")
        if kind == "bf16"
        else np.frombuffer(storage, f"{byte_order}{kind}")
    )
    last = tensor.offset + sum((n - 1) * by for n, by in zip(tensor.size, tensor.stride, strict=True))
    if 0 not in tensor.size and last >= len(flat):
        raise FormatError(f"found a tensor that reaches outside its storage of {len(flat)} numbers")
    places = np.full(tensor.size, tensor.offset)
    for axis, (n, by) in enumerate(zip(tensor.size, tensor.stride, strict=True)):
        shape = [1] * len(tensor.size)
        shape[axis] = n
        places = places + (np.arange(n) * by).reshape(shape)
    numbers: Array = flat[places]
    return numbers


def _state_dict(found: object) -> Mapping[str, _Tensor]:
    """The tensors by name: those of the file, or of the part of a checkpoint that has them."""
    if isinstance(found, dict):
        tensors = {str(name): entry for name, entry in found.items() if isinstance(entry, _Tensor)}
        if tensors and len(tensors) == len(found):
            return tensors
        for name in ("model_state_dict", "state_dict", "model", "net", "network", "weights"):
            if isinstance(found.get(name), dict):
                return _state_dict(found[name])
        if isinstance(found.get("model"), _Module):
            raise FormatError(
                "found a checkpoint with a whole model, expected its state_dict, or the model alone"
            )
        names = ", ".join(map(str, list(found)[:8])) or "nothing"
        raise FormatError(f"found a dictionary of {names}, expected a state_dict of tensors")
    raise FormatError(f"found {type(found).__name__} in the file, expected a state_dict or an nn.Sequential")


def _layers_of_modules(module: _Module, numbers: Callable[[_Tensor], Array]) -> tuple[DenseLayer, ...]:
    layers: list[DenseLayer] = []
    for name, each in _flat(module, ""):
        kind = type(each).__name__
        if kind == "Linear":
            parameters = each.state.get("_parameters")
            parameters = parameters if isinstance(parameters, dict) else {}
            weights, biases = parameters.get("weight"), parameters.get("bias")
            if not isinstance(weights, _Tensor) or not (biases is None or isinstance(biases, _Tensor)):
                raise FormatError(f"layer {name}: found no weights, expected them in it")
            layers.append(
                DenseLayer(numbers(weights), None if biases is None else numbers(biases), "identity", name)
            )
        elif kind in ACTIVATIONS:
            if not layers or layers[-1].activation != "identity":
                raise FormatError(f"layer {name}: found {kind} after no Linear, expected one before it")
            setting, usual = _USUAL.get(kind, ("", None))
            if usual is not None and each.state.get(setting, usual) != usual:
                raise FormatError(
                    f"layer {name}: found {kind} with {setting} = {each.state[setting]}, expected {usual}"
                )
            if kind == "GELU" and each.state.get("approximate", "none") != "none":
                raise FormatError(f"layer {name}: found GELU's approximation, expected the exact one")
            layers[-1] = replace(layers[-1], activation=ACTIVATIONS[kind])
    return tuple(layers)


def _flat(module: _Module, name: str, depth: int = 0) -> Iterator[tuple[str, _Module]]:
    """The layers of a Sequential, and of those within it."""
    if type(module).__name__ != "Sequential":
        yield name, module
        return
    modules = module.state.get("_modules")
    if depth > _DEEPEST or not isinstance(modules, dict):
        raise FormatError(f"found a Sequential {name} without layers, or within itself")
    for key, each in modules.items():
        if isinstance(each, _Module):
            yield from _flat(each, f"{name}.{key}".lstrip("."), depth + 1)
