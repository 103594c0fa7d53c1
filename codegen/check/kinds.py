"""Whether a value can be what a parameter asks for, as far as that can be told."""

from __future__ import annotations

import re
import struct

from ttc.codegen.api import Param
from ttc.codegen.api_names import ENUMS
from ttc.codegen.check.context import Context
from ttc.codegen.check.values import (
    Accessor,
    Args,
    Closure,
    Enum,
    Number,
    Object,
    Other,
    Pointer,
    Value,
)

SMALLEST_NORMAL = 0x00800000
NO_ADDRESS = re.compile(r"i\d+$|work\.|\[|\(")
ADDRESS = re.compile(r"(write_ptr|read_ptr)\(|address\.")
COUNTED = frozenset("tile count index page bytes dst".split())
WHOLE = frozenset(
    "tile count u32 i32 bool index page bytes coord sem noc_id vc dst l1 bank".split()
)


def misfit(param: Param, value: Value, context: Context) -> str:
    """What speaks against `value` as an argument for `param`; empty if nothing does."""
    kind = param.kind
    if kind in ENUMS:
        return _enum(kind, value)
    match kind:
        case "cb":
            return _cb(value, context)
        case "bits":
            return _bits(value)
        case "float":
            return _float(value)
        case "accessor":
            return "" if isinstance(value, Accessor) else f"{described(value)} is none"
        case "type":
            return "" if isinstance(value, Other) else f"{described(value)} is none"
        case "args":
            return "" if isinstance(value, Args) else f"{described(value)} is none"
        case "ptr":
            wrong = isinstance(value, Number) and value.kind != "int"
            return f"{described(value)} is none" if wrong or isinstance(value, Accessor) else ""
        case "noc" | "mcast":
            return _noc(value)
        case _ if kind in WHOLE:
            return _whole(kind, value)
        case _:
            return ""


def described(value: Value) -> str:
    """The value in words."""
    match value:
        case Number(kind="cb"):
            return "a circular buffer"
        case Number(kind="noc"):
            return "a NoC address"
        case Number(kind="float"):
            return "a float"
        case Number(poly):
            return str(poly.constant) if poly.constant is not None else "a number"
        case Enum(type, member):
            return f"{type}::{member}"
        case Accessor(tensor):
            return f"the accessor of '{tensor}'"
        case Args(tensor):
            return f"the accessor arguments of '{tensor}'"
        case Pointer():
            return "a pointer"
        case Object(type):
            return f"a {type}"
        case Closure():
            return "a lambda"
        case _:
            return value.text


def _enum(kind: str, value: Value) -> str:
    if isinstance(value, Enum) and value.type != kind:
        return f"{described(value)} is none"
    if isinstance(value, Number) and (value.poly.constant is not None or value.kind == "float"):
        return f"{described(value)} is none"
    return ""


def _cb(value: Value, context: Context) -> str:
    if not isinstance(value, Number) or value.kind in ("float", "noc", "bool"):
        return f"{described(value)} is none"
    cb = value.poly.constant
    if cb is None:
        return "" if value.kind == "cb" else "it is not constant here"
    if context.buffer(cb) is None:
        if cb in context.faulty_buffers:
            return ""
        context.faulty_buffers.add(cb)
        return f"the plan declares none with id {cb}"
    if value.kind != "cb":
        return f"{cb} is a plain number; take the id from a compile-time argument"
    return ""


def _bits(value: Value) -> str:
    if not isinstance(value, Number):
        return f"{described(value)} is none"
    if value.kind == "float":
        return "a float is given; pass its bits, 1.0f is 0x3f800000"
    if value.kind in ("cb", "noc"):
        return f"{described(value)} is none"
    bits = value.poly.constant
    if bits is not None and 0 < bits < SMALLEST_NORMAL:
        (tiny,) = struct.unpack("<f", struct.pack("<I", bits))
        return f"{bits} are the bits of {tiny:.3g}"
    return ""


def _float(value: Value) -> str:
    if not isinstance(value, Number) or value.kind in ("cb", "noc"):
        return f"{described(value)} is none"
    bits = value.poly.constant
    if value.kind == "int" and bits is not None and bits >= SMALLEST_NORMAL:
        return f"{bits:#x} looks like bits; pass the float itself"
    return ""


def _noc(value: Value) -> str:
    if not isinstance(value, Number) or value.kind in ("cb", "float"):
        return f"{described(value)} is none"
    local = value.kind != "noc" and any(
        s.startswith(("write_ptr", "read_ptr")) for s in value.poly.symbols
    )
    return "an L1 address is given" if local else ""


def _whole(kind: str, value: Value) -> str:
    if isinstance(value, Pointer):
        return "" if kind == "l1" else "a pointer is given"
    if not isinstance(value, Number):
        return "" if isinstance(value, Enum) and kind == "u32" else f"{described(value)} is given"
    if value.kind in ("cb", "float", "noc") and not (value.kind == "cb" and kind == "u32"):
        return f"{described(value)} is given"
    if kind == "l1" and all(NO_ADDRESS.match(symbol) for symbol in value.poly.symbols):
        return f"{value.poly} has no address in it"
    if kind in COUNTED and any(ADDRESS.match(symbol) for symbol in value.poly.symbols):
        return "an address is given"
    return ""
