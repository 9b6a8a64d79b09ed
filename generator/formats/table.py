"""FORMATS: all readers of models, by the end of a file's name."""

from collections.abc import Callable, Mapping
from pathlib import Path

from generator.formats.keras import read_keras
from generator.formats.model import FormatError, Model, checked, read_bytes
from generator.formats.npz import read_npz
from generator.formats.onnx import read_onnx
from generator.formats.pytorch import read_pytorch
from generator.formats.safetensors import read_safetensors
from generator.formats.sklearn import read_skops

FORMATS: Mapping[str, Callable[[bytes, Path], Model]] = {
    ".pt": lambda content, _: read_pytorch(content),
    ".pth": lambda content, _: read_pytorch(content),
    ".safetensors": lambda content, _: read_safetensors(content),
    ".npz": lambda content, _: read_npz(content),
    ".onnx": read_onnx,
    ".keras": lambda content, _: read_keras(content),
    ".skops": lambda content, _: read_skops(content),
}
"""How a file is read, by the end of its name, from its content and the folder that it lies in."""


def read_model(path: Path) -> Model:
    """The model in a file. Raises FormatError, with the file's name, for anything that is none."""
    read = FORMATS.get(path.suffix.lower())
    if read is None:
        raise FormatError(f"{path}: found a file of the kind “{path.suffix}”, expected {', '.join(FORMATS)}")
    try:
        return checked(read(read_bytes(path), path.parent))
    except FormatError as error:
        raise FormatError(f"{path}: {error}") from error
