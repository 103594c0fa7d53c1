"""The SFPU's functions in one table: name of the call -> init, operands, what it computes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ttc.runtime_sim.sfpu_float import (
    BINARY,
    ONE_PARAMETER,
    ROUNDING,
    TERNARY,
    TERNARY_PARAMETRIC,
    THREE_PARAMETERS,
    TRUNCATING,
    TWO_PARAMETERS,
    UNARY,
    WITH_SCALAR,
    Function,
    away_from_zero,
)
from ttc.runtime_sim.sfpu_integer import INTEGER_BINARY, INTEGER_PARAMETRIC, INTEGER_UNARY


@dataclass(frozen=True)
class SfpuOp:
    """
    One call `name(idst.., parameters..)`.

    `init` is the init it needs, `inputs` the DST tiles it reads (one: in place; more: the
    result's index follows), `parameters` its scalars and `kind` what they are: `float` bit
    patterns, `int` words or `value`, a float as such. `domain` is what DST holds: `float`,
    `int32`, `uint32`, `uint16`, or `any`. `truncates` tells an SFPU store that cuts off.
    """

    name: str
    init: str
    inputs: int
    parameters: int
    function: Function
    kind: str = "float"
    domain: str = "float"
    truncates: bool = False
    ignored: int = 0


def table() -> dict[str, SfpuOp]:
    """Every function of this file under the name of its call."""
    ops = [SfpuOp(f"{f}_tile", f"{f}_tile_init", 1, 0, fn, ignored=2) for f, fn in UNARY.items()]
    ops += [SfpuOp(f"{f}_tile", "rounding_op_tile_init", 1, 0, fn) for f, fn in ROUNDING.items()]
    ops += [
        SfpuOp("round_tile", "rounding_op_tile_init", 1, 1, away_from_zero, "int"),
        SfpuOp("power_iterative_tile", "power_iterative_tile_init", 1, 1, np.power, "int"),
    ]
    for count, functions in enumerate((ONE_PARAMETER, TWO_PARAMETERS, THREE_PARAMETERS), 1):
        for name, function in functions.items():
            init = f"{name}_tile_init"
            ops.append(SfpuOp(f"{name}_tile", init, 1, count, function, ignored=1))
    for name, function in WITH_SCALAR.items():
        ops.append(SfpuOp(f"{name}_tile", "binop_with_scalar_tile_init", 1, 1, function))
    for name, function in BINARY.items():
        cut = name in TRUNCATING
        init = f"{name}_tile_init"
        ops.append(SfpuOp(f"{name}_tile", init, 2, 0, function, truncates=cut, ignored=1))
    for name, function in TERNARY.items():
        ops.append(SfpuOp(f"{name}_tile", f"{name}_tile_init", 3, 0, function))
    for name, function in TERNARY_PARAMETRIC.items():
        ops.append(SfpuOp(f"{name}_tile", f"{name}_tile_init", 3, 1, function))
    for name, (init, domain, function) in INTEGER_BINARY.items():
        ops.append(SfpuOp(name, init, 2, 0, function, domain=domain))
    for name, (init, domain, function) in INTEGER_UNARY.items():
        ops.append(SfpuOp(name, init, 1, 0, function, "int", domain))
    for name, (init, count, domain, function) in INTEGER_PARAMETRIC.items():
        ops.append(SfpuOp(name, init, 1, count, function, "int", domain))
    return {op.name: op for op in ops}


SFPU: dict[str, SfpuOp] = table()
