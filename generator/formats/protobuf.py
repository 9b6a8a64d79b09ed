"""The wire format of protocol buffers, as far as a small model needs it: a message -> the values of its fields.

The package `onnx` would read it too, but is thirty times the size of all else that this project installs.
"""

import struct
from collections.abc import Mapping, Sequence

from generator.formats.model import FormatError

Value = int | float | bytes
Message = Mapping[int, Sequence[Value]]

_VARINT, _I64, _LENGTH, _I32 = 0, 1, 2, 5
_MOST_VARINT_BYTES = 10


def read_message(content: bytes) -> Message:
    """The values by field number, in their order. Raises FormatError for what is no message."""
    fields: dict[int, list[Value]] = {}
    position = 0
    while position < len(content):
        key, position = _varint(content, position)
        kind, value = key & 7, b""
        if kind == _VARINT:
            read: Value
            read, position = _varint(content, position)
        elif kind == _LENGTH:
            length, position = _varint(content, position)
            value, position = content[position : position + length], position + length
            read = value
        elif kind in (_I64, _I32):
            size, form = (8, "<d") if kind == _I64 else (4, "<f")
            value, position = content[position : position + size], position + size
            if position > len(content):
                raise _broken()
            (read,) = struct.unpack(form, value)
        else:
            raise _broken()
        if position > len(content):
            raise _broken()
        fields.setdefault(key >> 3, []).append(read)
    return fields


def messages(message: Message, field: int) -> list[Message]:
    """The messages in a field."""
    return [read_message(value) for value in message.get(field, ()) if isinstance(value, bytes)]


def texts(message: Message, field: int) -> list[str]:
    """The texts in a field."""
    return [value.decode(errors="replace") for value in message.get(field, ()) if isinstance(value, bytes)]


def text(message: Message, field: int) -> str:
    """The last text in a field, or an empty one."""
    return (texts(message, field) or [""])[-1]


def integers(message: Message, field: int) -> list[int]:
    """The whole numbers in a field, packed or one by one."""
    numbers: list[int] = []
    for value in message.get(field, ()):
        if isinstance(value, bytes):
            position = 0
            while position < len(value):
                number, position = _varint(value, position)
                numbers.append(_signed(number))
        elif isinstance(value, int):
            numbers.append(_signed(value))
    return numbers


def _varint(content: bytes, position: int) -> tuple[int, int]:
    number = 0
    for k in range(_MOST_VARINT_BYTES):
        if position + k >= len(content):
            raise _broken()
        byte = content[position + k]
        number |= (byte & 0x7F) << (7 * k)
        if byte < 0x80:
            return number, position + k + 1
    raise _broken()


def _signed(number: int) -> int:
    return number - 2**64 if number >= 2**63 else number


def _broken() -> FormatError:
    return FormatError("found a file that is cut off or no ONNX model, expected a whole one")
