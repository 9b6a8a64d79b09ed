"""Files that are broken at random: each is read, or refused in one sentence, at once, and nothing in it is run."""

import io
import json
import random
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

from generator.formats.model import FormatError, checked
from generator.formats.table import FORMATS

RECORDED = Path(__file__).parent / "recorded"
MUTANTS = 100
"""Of every file, and as many of what is in a zip file, packed anew so that its check sums are right."""


def whole_files() -> dict[str, bytes]:
    files = {path.name: path.read_bytes() for path in sorted(RECORDED.iterdir()) if path.suffix in FORMATS}
    arrays = {"W1": np.arange(6.0).reshape(3, 2), "b1": np.zeros(3)}
    packed = io.BytesIO()
    np.savez(packed, **arrays)  # type: ignore[arg-type]
    return files | {"made.npz": packed.getvalue(), "made.safetensors": safetensors.numpy.save(arrays)}


FILES = whole_files()


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, left out, doubled, or the end cut off."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        if not data:
            break
        at = chance.randrange(len(data))
        kind = chance.randrange(5)
        if kind == 0:
            data[at] = chance.randrange(256)
        elif kind == 1:
            data[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
        elif kind == 2:
            del data[at : at + chance.randint(1, 16)]
        elif kind == 3:
            data[at:at] = data[at : at + chance.randint(1, 64)]
        else:
            del data[at:]
    return bytes(data)


def mutated_within(content: bytes, chance: random.Random) -> bytes:
    """A zip file of which one file is changed, and all check sums are right."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(packed, "w") as other:
        names = archive.namelist()
        chosen = chance.choice([name for name in names if archive.getinfo(name).file_size > 0])
        for name in names:
            data = archive.read(name)
            other.writestr(name, mutated(data, chance) if name == chosen else data)
    return packed.getvalue()


def read_or_refuse(name: str, content: bytes, folder: Path) -> None:
    try:
        checked(FORMATS[Path(name).suffix](content, folder))
    except FormatError as error:
        sentence = str(error)
        assert sentence
        assert "\n" not in sentence
        assert "Traceback" not in sentence


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("mutate", [mutated, mutated_within])
def test_a_broken_file_is_read_or_refused(
    name: str, mutate: Callable[[bytes, random.Random], bytes], tmp_path: Path
) -> None:
    if mutate is mutated_within and not FILES[name].startswith(b"PK"):
        return
    chance = random.Random(name)
    began = time.perf_counter()
    tracemalloc.start()
    for _ in range(MUTANTS):
        read_or_refuse(name, mutate(FILES[name], chance), tmp_path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 500e6
    assert time.perf_counter() - began < 60


def zipped(files: dict[str, bytes], *, compressed: bool = False) -> bytes:
    packed = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(packed, "w", kind) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def refusal(suffix: str, content: bytes) -> str:
    with pytest.raises(FormatError) as refused:
        checked(FORMATS[suffix](content, Path()))
    return str(refused.value)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zipped({"W1.npy": bytes(200 * 2**20)}, compressed=True)
    assert len(bomb) < 2**20
    assert refusal(".npz", bomb) == "found 200 MB in the zip file, expected at most 64 MB"


def test_a_pickle_that_calls_is_refused_by_the_name_of_what_it_calls(tmp_path: Path) -> None:
    program = f"cos\nsystem\n(S'touch {tmp_path}/run'\ntR.".encode()
    assert refusal(".pt", zipped({"a/data.pkl": program})).startswith(
        "found os.system in the pickle, which is not run"
    )
    program = f"\x80\x02cos\nsystem\nX{chr(len(str(tmp_path)))}\0\0\0{tmp_path}\x85R.".encode("latin-1")
    assert refusal(".pt", zipped({"a/data.pkl": program})).startswith(
        "found os.system in the pickle, which is not run"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_put_together_is_refused_too() -> None:
    program = b"\x80\x04\x8c\x08builtins\x8c\x04eval\x93\x8c\x011\x85R."
    assert "found builtins.eval in the pickle" in refusal(".pt", zipped({"a/data.pkl": program}))


def test_a_bare_pickle_and_an_older_file_are_refused() -> None:
    assert "expected a zip file" in refusal(".pt", b"\x80\x02}q\0.")


def test_safetensors_that_reach_outside_their_file() -> None:
    def file(entry: Mapping[str, object]) -> bytes:
        header = json.dumps({"w": entry}).encode()
        return len(header).to_bytes(8, "little") + header + bytes(16)

    entry: dict[str, object] = {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}
    checked(FORMATS[".safetensors"](file(entry), Path()))
    assert "within the file" in refusal(".safetensors", file(entry | {"data_offsets": [4, 20]}))
    assert "within the file" in refusal(".safetensors", file(entry | {"shape": [2, 3]}))
    assert "too many numbers" in refusal(".safetensors", file(entry | {"shape": [10**7, 10**9]}))
    assert "a header that is cut off" in refusal(".safetensors", (2**60).to_bytes(8, "little"))
