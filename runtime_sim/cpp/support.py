"""What translated kernels call besides the SDK: C++ arithmetic that Python spells differently."""

from __future__ import annotations

import struct
from collections.abc import Generator
from inspect import isgenerator
from typing import Any, cast

from ttc.runtime_sim.cpp.types import BITS, TYPE_OF_NAME
from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.pointer import Pointer
from ttc.runtime_sim.thread import Thread


def f32(value: float) -> float:
    """The nearest float."""
    try:
        return struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def divide(left: int, right: int) -> int:
    """Signed division, towards zero."""
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


def remainder(left: int, right: int) -> int:
    """The remainder of `divide`: its sign is that of `left`."""
    return left - right * divide(left, right)


def cast_to(type: str, value: Any) -> Any:
    """A value as a type known only when the kernel runs."""
    type = TYPE_OF_NAME.get(type, type)
    if isinstance(value, Pointer) or type not in BITS:
        return value
    if type == "bool":
        return bool(value)
    if type == "f32":
        return f32(value)
    bits = BITS[type]
    number = int(value) & ((1 << bits) - 1)
    return number - (1 << bits) if type[0] == "i" and number >> (bits - 1) else number


def bit_cast(type: str, value: float) -> float:
    """`std::bit_cast` between types of four bytes."""
    word = struct.pack("f", value) if isinstance(value, float) else struct.pack("<q", value)[:4]
    match TYPE_OF_NAME.get(type):
        case "f32":
            return struct.unpack("f", word)[0]
        case "i32":
            return struct.unpack("<i", word)[0]
        case _:
            return struct.unpack("<I", word)[0]


def point(thread: Thread, type: str, address: Any) -> Pointer:
    """`reinterpret_cast<type*>(address)`."""
    if isinstance(address, Pointer):
        return address.to(type)
    return Pointer(thread.machine, thread.core, int(address), type)


def load(target: Any, index: int) -> Any:
    """`target[index]` of a pointer or an array."""
    if isinstance(target, Pointer):
        return target.load(index)
    if not 0 <= index < len(target):
        raise MachineError(f"element {index} of an array of {len(target)} is accessed")
    return target[index]


def store(target: Any, index: int, value: Any) -> Any:
    """`target[index] = value` of a pointer or an array."""
    if isinstance(target, Pointer):
        target.store(value, index)
    elif not 0 <= index < len(target):
        raise MachineError(f"element {index} of an array of {len(target)} is accessed")
    else:
        target[index] = value
    return value


def array(sizes: list[int], values: list[Any]) -> list[Any]:
    """A local array; what has no value is zero if there are values, else 0xFFFFFFFF."""
    size, *inner = sizes
    if inner:
        rows = values or [[]] * size
        return [array(inner, rows[i] if i < len(rows) else []) for i in range(size)]
    fill = 0 if values else 0xFFFFFFFF
    return values + [fill] * (size - len(values))


def invoke(result: Any) -> Generator[bool | None, None, Any]:
    """Goes through a call of a lambda that may or may not wait."""
    if isgenerator(result):
        return (yield from cast(Generator[bool | None, None, Any], result))
    return result


def check(condition: bool, message: str) -> None:
    """`static_assert`."""
    if not condition:
        raise MachineError(
            f"static_assert failed: {message}" if message else "static_assert failed"
        )


SUPPORT: dict[str, Any] = {
    "_f32": f32,
    "_divide": divide,
    "_remainder": remainder,
    "_cast": cast_to,
    "_bit_cast": bit_cast,
    "_point": point,
    "_load": load,
    "_store": store,
    "_array": array,
    "_invoke": invoke,
    "_check": check,
}
