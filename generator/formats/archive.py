"""Zip files from elsewhere, read within bounds."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from generator.formats.model import MOST_BYTES, FormatError

MOST_MEMBERS = 10_000
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, OverflowError, NotImplementedError,
    RuntimeError,
)  # fmt: skip
"""What zipfile raises of a file that is broken, or packed in a way that it does not know."""


def read_archive(content: bytes) -> Mapping[str, zipfile.ZipInfo]:
    """What a zip file has in it, by name. Raises FormatError for what is no zip file, or is too large unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except _BROKEN as error:
        raise FormatError("found a zip file that is cut off or broken, expected a whole one") from error
    if len(members) > MOST_MEMBERS:
        raise FormatError(f"found {len(members):,} files in the zip file, expected at most {MOST_MEMBERS:,}")
    size = sum(member.file_size for member in members)
    if size > MOST_BYTES:
        raise FormatError(
            f"found {size // 2**20:,} MB in the zip file, expected at most {MOST_BYTES // 2**20} MB"
        )
    return {member.filename: member for member in members}


def read_member(content: bytes, member: zipfile.ZipInfo) -> bytes:
    """One file of a zip file. Raises FormatError where it is broken, or larger than it says."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(member) as file:
            data = file.read(member.file_size + 1)
    except _BROKEN as error:
        raise FormatError(
            f"found “{member.filename}” broken within the zip file, expected it whole"
        ) from error
    if len(data) != member.file_size:
        raise FormatError(f"found “{member.filename}” of another size than the zip file says")
    return data
