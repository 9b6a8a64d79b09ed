"""Files that are broken at random (`make fuzz` breaks more of them): each is read, or refused in one sentence, at once, and nothing in it is run."""

import io
import json
import random
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generator.formats.archive import read_archive, read_member
from generator.formats.csv import CsvError, read_csv
from generator.formats.model import FormatError, checked
from generator.formats.table import FORMATS
from tests.fuzz.files import mutated, mutated_within, read_or_refuse, whole_files

MUTANTS = 100
"""Of every file, and as many of what is in a zip file, packed anew so that its check sums are right."""

FILES = whole_files()


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


def test_a_place_in_a_zip_file_that_no_file_reaches() -> None:
    content = zipped({"a/data.pkl": b"."})
    (member,) = read_archive(content).values()
    member.header_offset = 2**63
    with pytest.raises(FormatError, match="broken within the zip file"):
        read_member(content, member)


def test_what_a_file_names_does_not_break_the_sentence() -> None:
    """Nor a terminal: what cannot be shown, and half a character, stand there as escapes."""
    program = b"\x80\x04X\x0a\0\0\0a\nb\x1b[31m\xc2\x85\x8c\x04eval\x93."
    said = refusal(".pt", zipped({"a/data.pkl": program}))
    assert said.isprintable()
    assert r"a\nb\x1b[31m\x85.eval" in said
    with pytest.raises(CsvError) as refused:
        read_csv("x,y\n1,\x1b[2J\n2,3\n", "x")
    assert str(refused.value) == r"line 2, column 2: found “\x1b[2J”, expected a number"
    assert str(FormatError("half \ud800")) == r"half \ud800"
