"""Tables: which op on blocks a scalar op of the author's code is, and what it does to constants."""

from __future__ import annotations

import math as numbers
from collections.abc import Callable

from xdsl.dialects import arith, math
from xdsl.ir import Operation

from ttc.dialects import grid

UNARY: dict[type[Operation], str] = {
    arith.NegfOp: "neg",
    math.AbsFOp: "abs",
    math.AbsIOp: "abs",
    math.CeilOp: "ceil",
    math.CosOp: "cos",
    math.ErfOp: "erf",
    math.ExpOp: "exp",
    math.Exp2Op: "exp2",
    math.FloorOp: "floor",
    math.LogOp: "log",
    math.Log2Op: "log2",
    math.RoundEvenOp: "round",
    math.RsqrtOp: "rsqrt",
    math.SinOp: "sin",
    math.SqrtOp: "sqrt",
    math.TanhOp: "tanh",
    math.TruncOp: "trunc",
    grid.SigmoidOp: "sigmoid",
}
BINARY: dict[type[Operation], str] = {
    arith.AddfOp: "add",
    arith.SubfOp: "sub",
    arith.MulfOp: "mul",
    arith.DivfOp: "div",
    arith.MaximumfOp: "max",
    arith.MaxnumfOp: "max",
    arith.MinimumfOp: "min",
    arith.MinnumfOp: "min",
    math.PowFOp: "pow",
    arith.AddiOp: "add",
    arith.SubiOp: "sub",
    arith.MuliOp: "mul",
    arith.MaxSIOp: "max",
    arith.MinSIOp: "min",
    arith.FloorDivSIOp: "floordiv",
    arith.AndIOp: "and",
    arith.OrIOp: "or",
    arith.XOrIOp: "xor",
    arith.ShLIOp: "shl",
    arith.ShRSIOp: "shr",
}
UNSIGNED: dict[type[Operation], str] = {
    arith.MaxUIOp: "max",
    arith.MinUIOp: "min",
    arith.DivUIOp: "floordiv",
    arith.RemUIOp: "rem",
    arith.ShRUIOp: "shr",
}
"""Ops that take their operands for unsigned numbers."""
CASTS = (
    arith.ExtFOp,
    arith.TruncFOp,
    arith.SIToFPOp,
    arith.UIToFPOp,
    arith.FPToSIOp,
    arith.FPToUIOp,
    arith.ExtSIOp,
    arith.ExtUIOp,
    arith.TruncIOp,
)
CONSTRUCTS: dict[type[Operation], str] = {
    arith.RemSIOp: "a remainder",
}


COMPARE_INT = ("eq", "ne", "lt", "le", "gt", "ge", "lt", "le", "gt", "ge")
"""By the number of arith.cmpi's predicate; the last four compare unsigned numbers."""
FIRST_UNSIGNED = 6
COMPARE_FLOAT = {
    **{1: "eq", 2: "gt", 3: "ge", 4: "lt", 5: "le", 6: "ne"},
    **{8: "eq", 9: "gt", 10: "ge", 11: "lt", 12: "le", 13: "ne"},
}
"""By the number of arith.cmpf's predicate, ordered or not."""
UNORDERED = 14
"""The predicate of arith.cmpf that holds where either side is no number."""
SWAPPED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}
CONSTANT_UNARY: dict[str, Callable[[float], float]] = {
    "abs": abs,
    "ceil": numbers.ceil,
    "cos": numbers.cos,
    "erf": numbers.erf,
    "exp": numbers.exp,
    "exp2": lambda x: 2.0**x,
    "floor": numbers.floor,
    "log": numbers.log,
    "log2": numbers.log2,
    "neg": lambda x: -x,
    "round": round,
    "rsqrt": lambda x: 1.0 / numbers.sqrt(x),
    "sigmoid": lambda x: 1.0 / (1.0 + numbers.exp(-x)),
    "sin": numbers.sin,
    "sqrt": numbers.sqrt,
    "tanh": numbers.tanh,
    "trunc": numbers.trunc,
}
CONSTANT_BINARY: dict[str, Callable[[float, float], float]] = {
    "add": lambda x, y: x + y,
    "sub": lambda x, y: x - y,
    "mul": lambda x, y: x * y,
    "div": lambda x, y: x / y,
    "pow": numbers.pow,
    "max": max,
    "min": min,
    "floordiv": lambda x, y: x // y,
    "rem": lambda x, y: x % y,
    "and": lambda x, y: int(x) & int(y),
    "or": lambda x, y: int(x) | int(y),
    "xor": lambda x, y: int(x) ^ int(y),
    "shl": lambda x, y: int(x) << int(y),
    "shr": lambda x, y: int(x) >> int(y),
}


COMPARE: dict[str, Callable[[float, float], bool]] = {
    "eq": lambda x, y: x == y,
    "ne": lambda x, y: x != y,
    "lt": lambda x, y: x < y,
    "le": lambda x, y: x <= y,
    "gt": lambda x, y: x > y,
    "ge": lambda x, y: x >= y,
}
