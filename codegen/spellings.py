"""
Spellings of the SDK's SFPU functions and of constants, looked up in the table of its API.

An op names a function as it is called, template arguments included (`add_int_tile<...>`); its
init is the one that the table says it needs, with the template arguments that both share.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from functools import cache

from ttc.codegen import api

_PRECISE: dict[str, str] = {"erf_tile": "erf_tile<false>", "gelu_tile": "gelu_tile<false>"}
"""Functions whose default is the fast, less exact form (eltwise_unary/{erf_erfc,gelu}.h)."""

_LARGEST = 3.4028234663852886e38
"""The largest finite float32."""


@cache
def function(name: str) -> tuple[str, api.Function]:
    """
    Returns how an SFPU function is spelt in a call, and its row in the table.

    Raises KeyError for a name that the SDK does not have.
    """
    name = _PRECISE.get(name, name)
    base, _, rest = name.partition("<")
    rows = api.overloads(base, "compute")
    if not rows:
        raise KeyError(name)
    row = rows[0]
    if not rest:
        return base, row
    arguments = [part.strip() for part in rest.removesuffix(">").split(",")]
    # The SDK takes formats as numbers where a template parameter is an integer (typecast.h).
    casts = [
        f"(uint32_t){argument}"
        if argument.startswith("DataFormat::") and parameter.kind == "u32"
        else argument
        for argument, parameter in zip(arguments, row.templates, strict=False)
    ]
    return f"{base}<{', '.join(casts)}>", row


@cache
def init(name: str) -> tuple[str, api.Function]:
    """Returns how the init of an SFPU function is spelt, and its row in the table."""
    spelling, row = function(name)
    init_row = api.overloads(row.needs[0], "compute")[0]
    _, _, rest = spelling.partition("<")
    given = dict(
        zip((p.name for p in row.templates), rest.removesuffix(">").split(", "), strict=False)
        if rest
        else ()
    )
    shared = [given[p.name] for p in init_row.templates if p.name in given]
    arguments = f"<{', '.join(shared)}>" if shared else ""
    return f"{init_row.name}{arguments}", init_row


def parameters(row: api.Function, values: Sequence[int], later: int = 0) -> list[str]:
    """
    Spells the arguments of an SFPU function after the DST slot: bits of floats in hex.

    `later` arguments that are no constants follow them.

    Raises ValueError where the function takes more or fewer.
    """
    takes = row.params[1:]
    needed = sum(parameter.default is None for parameter in takes)
    given = len(values) + later
    if not needed <= given <= len(takes):
        raise ValueError(f"'{row.name}' takes {needed} parameters, {given} given")
    return [
        bits_literal(value) if parameter.kind == "bits" else word_literal(value)
        for parameter, value in zip(takes, values, strict=False)
    ]


def word_literal(word: int) -> str:
    """Spells a 32-bit word; one of a negative number in hex, with the number beside it."""
    return str(word) if word < 1 << 31 else f"0x{word:08x}u /* {word - (1 << 32)} */"


def float_literal(value: float) -> str | None:
    """Spells a finite float32 with as few digits as give it back; None for inf and nan."""
    if not math.isfinite(value):
        return None
    bits = float_bits(value)
    for digits in range(1, 10):
        text = f"{value:.{digits}g}"
        if abs(float(text)) <= _LARGEST and float_bits(float(text)) == bits:
            break
    else:
        text = repr(value)
    if not any(mark in text for mark in ".e"):
        text += ".0"
    return f"{text}f"


def float_bits(value: float) -> int:
    """Returns the bit pattern of the float32 nearest to `value`."""
    return int.from_bytes(struct.pack("<f", value), "little")


def bits_literal(bits: int) -> str:
    """Spells the bit pattern of a float32, with its value beside it."""
    value: float = struct.unpack("<f", bits.to_bytes(4, "little"))[0]
    literal = float_literal(value)
    shown = str(value) if literal is None else literal.removesuffix("f")
    return f"0x{bits:08x}u /* {shown} */"
