"""Whole files of every format that Python reads, and how they are broken."""

import io
import random
import warnings
import zipfile
from pathlib import Path

import numpy as np
import safetensors.numpy

from generator.formats.csv import CsvError, read_csv
from generator.formats.model import FormatError, checked
from generator.formats.table import FORMATS

RECORDED = Path(__file__).resolve().parent.parent / "formats" / "recorded"
TABLE = 'x1;x2;class\r\n0,5;-1;cat\r\n1,25;2e-3;"a ""dog"""\r\n−3;.5;cat\r\n'


def whole_files() -> dict[str, bytes]:
    """By their names, those that are here and those that are quickly made."""
    files = {path.name: path.read_bytes() for path in sorted(RECORDED.iterdir()) if path.suffix in FORMATS}
    arrays = {"W1": np.arange(6.0).reshape(3, 2), "b1": np.zeros(3)}
    packed = io.BytesIO()
    np.savez(packed, **arrays)  # type: ignore[arg-type]
    table = {"made.csv": TABLE.encode()}
    return files | {"made.npz": packed.getvalue(), "made.safetensors": safetensors.numpy.save(arrays)} | table


def slowly_made_files() -> dict[str, bytes]:
    """Files whose frameworks take seconds to load."""
    import skops.io
    from sklearn.neural_network import MLPClassifier

    x = np.random.default_rng(3).normal(size=(40, 2))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that so few iterations do not converge is no matter here
        fitted = MLPClassifier(hidden_layer_sizes=(4, 3), max_iter=5, random_state=1).fit(x, x[:, 0] > 0)
    return {"made.skops": skops.io.dumps(fitted)}


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


def read_or_refuse(name: str, content: bytes, folder: Path) -> bool:
    """Whether it was read; where it was refused, in one sentence. Anything else is raised."""
    try:
        if name.endswith(".csv"):
            read_csv(content.decode("utf-8", "replace"))
        else:
            checked(FORMATS[Path(name).suffix](content, folder))
    except (FormatError, CsvError) as error:
        sentence = str(error)
        assert sentence.isprintable(), repr(sentence)
        assert 0 < len(sentence) < 2000, "one sentence"
        assert "Traceback" not in sentence
        return False
    return True
