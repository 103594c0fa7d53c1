"""Where and in which blocks an access takes place: every index evaluated with numpy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import gcd, prod
from typing import Any

import numpy as np
import numpy.typing as npt
from xdsl.dialects import arith, scf
from xdsl.dialects.builtin import i32
from xdsl.ir import BlockArgument, Operation, OpResult, SSAValue

from ttc.dialects import grid
from ttc.passes.build import constant_of
from ttc.passes.global_access import GlobalAccess, variable_range

LIMIT = 1 << 22
"""Cells to look at, at most: about a second and 200 MB."""

Array = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]
Values = dict[SSAValue, Array]

_OPS: dict[type[Operation], Callable[..., Any]] = {
    arith.AddiOp: np.add,
    arith.SubiOp: np.subtract,
    arith.MuliOp: np.multiply,
    arith.FloorDivSIOp: np.floor_divide,
    arith.RemSIOp: np.remainder,
    arith.MinSIOp: np.minimum,
    arith.MaxSIOp: np.maximum,
}
_COMPARE: tuple[Callable[..., Any], ...] = (
    np.equal,
    np.not_equal,
    np.less,
    np.less_equal,
    np.greater,
    np.greater_equal,
)
"""By the number of the predicate of arith.cmpi, as far as it looks at signed numbers."""


class TooLarge(Exception):
    """There are more places than can be looked at, or an offset that cannot be computed."""


@dataclass(frozen=True)
class Places:
    """Each rectangle that an access touches: its block, where it begins, and `loops` around it."""

    blocks: Array
    offsets: list[Array]
    loops: dict[BlockArgument, Array]


def places_of(launch: grid.LaunchOp, access: GlobalAccess) -> Places:
    """
    Evaluates an access for every block and iteration in which it may take place.

    Raises TooLarge.
    """
    variables = [*launch.body.block.args, *access.loops]
    ranges: list[tuple[int, int]] = []
    for variable in variables:
        bounds = variable_range(variable)
        if bounds is None:
            raise TooLarge
        ranges.append(bounds)
    if prod(high - low + 1 for low, high in ranges) > LIMIT:
        raise TooLarge
    values: Values = {}
    for axis, (variable, (low, high)) in enumerate(zip(variables, ranges, strict=True)):
        shape = [1] * len(variables)
        shape[axis] = high - low + 1
        values[variable] = np.arange(low, high + 1, dtype=np.int64).reshape(shape)
    everywhere = tuple(high - low + 1 for low, high in ranges)
    runs = np.broadcast_to(_runs(access, values), everywhere)
    blocks = np.arange(prod(launch.grid), dtype=np.int64).reshape(
        *launch.grid, *[1] * len(access.loops)
    )

    def where_it_runs(array: Array) -> Array:
        return np.broadcast_to(array, everywhere)[runs]

    offsets = [where_it_runs(evaluated(offset, values)) for offset in access.offsets]
    return Places(
        where_it_runs(blocks),
        offsets or [where_it_runs(np.zeros(1, np.int64)) for _ in access.sizes],
        {variable: where_it_runs(values[variable]) for variable in access.loops},
    )


def _runs(access: GlobalAccess, values: Values) -> Truth:
    """Tells where an access takes place: bounds, steps and conditions leave some iterations out."""
    runs = np.array(True)
    for variable in access.loops:
        loop = variable.block.parent_op()
        if isinstance(loop, scf.ForOp):
            low, high, step = (evaluated(bound, values) for bound in (loop.lb, loop.ub, loop.step))
            here = values[variable]
            runs = runs & (here >= low) & (here < high) & ((here - low) % step == 0)
    for condition, wanted in access.conditions:
        may_hold, may_fail = _possible(condition, values)
        runs = runs & (may_hold if wanted else may_fail)
    return runs


def _possible(condition: SSAValue, values: Values) -> tuple[Truth, Truth]:
    """Tells where a condition may hold and where it may fail: both where data decides."""
    match condition.owner:
        case arith.ConstantOp():
            holds = np.array(bool(constant_of(condition)))
            return holds, ~holds
        case arith.CmpiOp() as op:
            number = op.predicate.value.data
            try:
                lhs, rhs = evaluated(op.lhs, values), evaluated(op.rhs, values)
            except TooLarge:
                return np.array(True), np.array(True)
            if number < len(_COMPARE):
                holds = np.asarray(_COMPARE[number](lhs, rhs))
                return holds, ~holds
        case arith.AndIOp() | arith.OrIOp() | arith.XOrIOp() as op:
            (a, not_a), (b, not_b) = (_possible(side, values) for side in (op.lhs, op.rhs))
            if isinstance(op, arith.AndIOp):
                return a & b, not_a | not_b
            if isinstance(op, arith.OrIOp):
                return a | b, not_a & not_b
            return (a & not_b) | (not_a & b), (a & b) | (not_a & not_b)
        case _:
            pass
    return np.array(True), np.array(True)


def evaluated(value: SSAValue, values: Values) -> Array:
    """Returns an index for all values of the variables; raises TooLarge if data decides it."""
    found = values.get(value)
    if found is None:
        number = constant_of(value)
        if number is not None:
            found = np.array(number, np.int64)
        elif isinstance(value, OpResult) and type(value.op) in _OPS:
            operands = [evaluated(operand, values) for operand in value.op.operands]
            found = np.asarray(_OPS[type(value.op)](*operands))
        elif isinstance(value, OpResult) and isinstance(value.op, arith.IndexCastOp):
            found = evaluated(value.op.input, values)
        elif isinstance(value, OpResult) and isinstance(value.op, arith.SelectOp):
            holds, fails = _possible(value.op.cond, values)
            if np.any(holds & fails):
                raise TooLarge
            sides = (evaluated(side, values) for side in (value.op.lhs, value.op.rhs))
            found = np.where(holds, *sides)
        else:
            raise TooLarge
        if value.type == i32 and np.any(np.abs(found) >> 31):
            raise TooLarge  # it wraps around
        values[value] = found
    return found


def common_unit(accesses: Sequence[GlobalAccess], places: Sequence[Places]) -> list[int]:
    """Returns in each dimension what divides all offsets and sizes: a cell stands for so many."""
    found: list[int] = []
    for axis in range(len(accesses[0].shape)):
        offsets = [int(np.gcd.reduce(place.offsets[axis], initial=0)) for place in places]
        found.append(gcd(*offsets, *(access.sizes[axis] for access in accesses)))
    return found


def cells_of(
    access: GlobalAccess, places: Places, units: Sequence[int], cells: Sequence[int]
) -> tuple[Array, Array]:
    """
    Returns the cells that rectangles cover, as positions in the tensor.

    With each comes the number of its rectangle.
    """
    spans = [size // unit for size, unit in zip(access.sizes, units, strict=True)]
    count = places.blocks.size
    if count * prod(spans) > LIMIT:
        raise TooLarge
    positions = np.zeros((count, 1), np.int64)
    inside = np.ones((count, 1), np.bool_)
    for offset, unit, span, extent in zip(places.offsets, units, spans, cells, strict=True):
        line = (offset // unit)[:, None] + np.arange(span)
        ok = (line >= 0) & (line < extent)
        covered = (count, positions.shape[1] * span)
        positions = (positions[:, :, None] * extent + line[:, None, :]).reshape(covered)
        inside = (inside[:, :, None] & ok[:, None, :]).reshape(covered)
    numbers = np.broadcast_to(np.arange(count)[:, None], positions.shape)
    return positions[inside], numbers[inside]
