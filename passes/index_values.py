"""Index values of a whole loop nest, with numpy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from xdsl.dialects import arith, scf
from xdsl.dialects.builtin import IndexType
from xdsl.ir import Block, BlockArgument, Operation, OpResult, SSAValue

from ttc.dialects import tile
from ttc.passes.build import constant_of

Numbers: TypeAlias = npt.NDArray[np.int64]

_SIGNED = (np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal)
_PREDICATES = (*_SIGNED, *_SIGNED[2:])
"""`arith.cmpi`'s predicates by number; no index that is compared unsigned is negative."""


class IndexValues:
    """Index values over all iterations at once: one array axis for each loop."""

    def __init__(
        self,
        loops: list[scf.ForOp],
        spaces: list[int],
        conditions: Sequence[tuple[SSAValue, bool]] = (),
    ):
        self.loops = loops
        self.spaces = spaces
        self.known: dict[SSAValue, Numbers] = {}
        # A loop whose bounds depend on outer ones has all turns any of its runs has.
        self.turns: Numbers = np.asarray(1)
        for loop in loops[1:]:
            self.turns = self.turns * (self.value(loop.body.block.args[0]) < self.value(loop.ub))
        for condition, wanted in conditions:
            self.turns = self.turns * ((self.value(condition) != 0) == wanted)

    def inside(self, first: SSAValue | None, extent: int, size: int) -> Numbers:
        """How many of `extent` tiles from `first` on are from 0 to `size`; without one, all."""
        if first is None:
            return np.asarray(extent)
        start = self.value(first)
        return np.clip(size - start, 0, extent) - np.clip(-start, 0, extent)

    def total(self, numbers: Numbers) -> int:
        """The sum over all iterations."""
        return int(np.broadcast_to(numbers * self.turns, self.spaces).sum())

    def value(self, value: SSAValue) -> Numbers:
        if value not in self.known:
            self.known[value] = self.compute(value)
        return self.known[value]

    def axis(self, n: int, numbers: Numbers) -> Numbers:
        shape = [1] * len(self.spaces)
        shape[n] = -1
        return numbers.reshape(shape)

    def compute(self, value: SSAValue) -> Numbers:
        if isinstance(value, BlockArgument):
            return self.argument(value)
        assert isinstance(value, OpResult)
        number = constant_of(value)
        if number is not None:
            return np.asarray(number)
        if is_work_item(value.op):
            return self.axis(0, np.arange(self.spaces[0]))
        operands = [self.value(operand) for operand in value.op.operands]
        match value.op:
            case arith.SelectOp():
                return np.where(operands[0] != 0, operands[1], operands[2])
            case arith.IndexCastOp() | arith.ExtUIOp():
                return operands[0]
            case arith.CmpiOp(predicate=predicate):
                return _PREDICATES[predicate.value.data](*operands).astype(np.int64)
            case _:
                return self.binary(value.op, *operands)

    def binary(self, op: Operation, lhs: Numbers, rhs: Numbers) -> Numbers:
        match op:
            case arith.AddiOp():
                return lhs + rhs
            case arith.SubiOp():
                return lhs - rhs
            case arith.MuliOp():
                return lhs * rhs
            case arith.DivUIOp() | arith.FloorDivSIOp():
                return lhs // rhs
            case arith.RemUIOp() | arith.RemSIOp():
                return lhs % rhs
            case arith.MinUIOp() | arith.MinSIOp():
                return np.minimum(lhs, rhs)
            case arith.MaxUIOp() | arith.MaxSIOp():
                return np.maximum(lhs, rhs)
            case arith.AndIOp():
                return lhs & rhs
            case arith.OrIOp():
                return lhs | rhs
            case arith.XOrIOp():
                return lhs ^ rhs
            case _:
                raise AssertionError(f"'{op.name}' is no index arithmetic")

    def argument(self, value: BlockArgument) -> Numbers:
        """The index of a loop in all its turns; the outermost one's is used in work items only."""
        block: Block = value.block
        for n, loop in enumerate(self.loops):
            if loop.body.block is block and value.index == 0:
                step = constant_of(loop.step) or 1
                return self.value(loop.lb) + self.axis(n, step * np.arange(self.spaces[n]))
        return np.asarray(0)


def is_work_item(op: Operation) -> bool:
    """
    Tells whether an op adds a kernel's `start` to a distance, however the items are dealt.

    Over all cores and turns such a sum is every work item once.
    """
    return isinstance(op, arith.AddiOp) and any(
        isinstance(operand, BlockArgument)
        and isinstance(operand.block.parent_op(), tile.KernelOp)
        and isinstance(operand.type, IndexType)
        for operand in op.operands
    )
