"""How passes make ops: in one place, with a source location, index arithmetic folded."""

from __future__ import annotations

from typing import TypeVar

from xdsl.dialects import arith, builtin, scf
from xdsl.dialects.builtin import IndexType, IntegerAttr, LocationAttr
from xdsl.ir import Block, Operation, OpResult, Region, SSAValue
from xdsl.irdl import IRDLOperation
from xdsl.rewriter import InsertPoint

OpT = TypeVar("OpT", bound=Operation)

BELOW = "ttc.below"
"""Attribute of an index op: its result is known to be in [0, n)."""


def constant_of(value: SSAValue) -> int | None:
    """Returns the number an index value is known to be."""
    if isinstance(value, OpResult) and isinstance(value.op, arith.ConstantOp):
        number = value.op.value
        if isinstance(number, IntegerAttr):
            return number.value.data
    return None


class Emitter:
    """
    Inserts ops at a point and gives each the location of the op being lowered.

    Index constants of a kernel live once, at the top of its body; one has the place of the op that
    needed it first.
    """

    def __init__(self, top: Block, point: InsertPoint | None = None):
        self.top = top
        self.point = point or InsertPoint.at_end(top)
        self.location: LocationAttr = builtin.UNKNOWN_LOC
        self._constants: dict[int, SSAValue] = {}
        for op in top.ops:
            if isinstance(op, arith.ConstantOp) and isinstance(op.result.type, IndexType):
                number = constant_of(op.result)
                assert number is not None
                self._constants.setdefault(number, op.result)

    def at(self, point: InsertPoint, location: LocationAttr | None = None) -> Emitter:
        """Returns an emitter for another place of the same kernel."""
        other = Emitter.__new__(Emitter)
        other.top, other.point = self.top, point
        other.location = self.location if location is None else location
        other._constants = self._constants
        return other

    def emit(self, op: OpT, hint: str | None = None) -> OpT:
        """Inserts an op; `hint` names its first result."""
        op.location = self.location
        if hint is not None and op.results:
            op.results[0].name_hint = hint
        insert(op, self.point)
        return op

    def index(self, number: int) -> SSAValue:
        """Returns the index constant `number`."""
        known = self._constants.get(number)
        if known is None:
            op = arith.ConstantOp(IntegerAttr(number, IndexType()))
            op.location = self.location
            insert(op, InsertPoint.at_start(self.top))
            known = self._constants[number] = op.result
        return known

    def add(self, lhs: SSAValue, rhs: SSAValue | int, hint: str | None = None) -> SSAValue:
        """Returns lhs + rhs."""
        a, b = constant_of(lhs), rhs if isinstance(rhs, int) else constant_of(rhs)
        if a is not None and b is not None:
            return self.index(a + b)
        if b == 0:
            return lhs
        if a == 0 and not isinstance(rhs, int):
            return rhs
        return self._binary(arith.AddiOp, lhs, rhs, hint)

    def sub(self, lhs: SSAValue, rhs: SSAValue | int, hint: str | None = None) -> SSAValue:
        """Returns lhs - rhs, which is not negative."""
        a, b = constant_of(lhs), rhs if isinstance(rhs, int) else constant_of(rhs)
        if a is not None and b is not None:
            return self.index(a - b)
        if b == 0:
            return lhs
        return self._binary(arith.SubiOp, lhs, rhs, hint)

    def mul(self, lhs: SSAValue, rhs: SSAValue | int, hint: str | None = None) -> SSAValue:
        """Returns lhs * rhs."""
        a, b = constant_of(lhs), rhs if isinstance(rhs, int) else constant_of(rhs)
        if a is not None and b is not None:
            return self.index(a * b)
        if a == 0 or b == 0:
            return self.index(0)
        if b == 1:
            return lhs
        if a == 1 and not isinstance(rhs, int):
            return rhs
        return self._binary(arith.MuliOp, lhs, rhs, hint)

    def div(self, lhs: SSAValue, rhs: SSAValue | int, hint: str | None = None) -> SSAValue:
        """Returns lhs // rhs, neither negative."""
        a, b = constant_of(lhs), rhs if isinstance(rhs, int) else constant_of(rhs)
        if b == 1:
            return lhs
        if a is not None and b is not None:
            return self.index(a // b)
        return self._binary(arith.DivUIOp, lhs, rhs, hint)

    def rem(self, lhs: SSAValue, rhs: SSAValue | int, hint: str | None = None) -> SSAValue:
        """Returns lhs % rhs, neither negative."""
        a, b = constant_of(lhs), rhs if isinstance(rhs, int) else constant_of(rhs)
        if b == 1:
            return self.index(0)
        if a is not None and b is not None:
            return self.index(a % b)
        return self._binary(arith.RemUIOp, lhs, rhs, hint)

    def _binary(
        self, op: type[IRDLOperation], lhs: SSAValue, rhs: SSAValue | int, hint: str | None
    ) -> SSAValue:
        right = self.index(rhs) if isinstance(rhs, int) else rhs
        made = op.create(operands=[lhs, right], result_types=[IndexType()])
        return self.emit(made, hint).results[0]

    def loop(self, count: int | SSAValue, hint: str, step: int = 1) -> tuple[scf.ForOp, Emitter]:
        """Makes `for hint in range(0, count, step)`; returns it and an emitter for its body."""
        bound = self.index(count) if isinstance(count, int) else count
        body = Block(arg_types=[IndexType()])
        body.args[0].name_hint = hint
        loop = self.emit(scf.ForOp(self.index(0), bound, self.index(step), [], body))
        end = scf.YieldOp()
        end.location = self.location
        body.add_op(end)
        return loop, self.at(InsertPoint.before(end))

    def over(self, count: int, hint: str) -> tuple[SSAValue, Emitter]:
        """Runs over `count` turns: returns the index and an emitter; one turn needs no loop."""
        if count == 1:
            return self.index(0), self
        loop, body = self.loop(count, hint)
        return loop.body.block.args[0], body

    def branch(self, condition: SSAValue, *, otherwise: bool = False) -> tuple[Emitter, ...]:
        """Makes an `if`; returns an emitter for it, and one for its `else` if there is one."""
        blocks = [Block() for _ in range(1 + otherwise)]
        then, *others = (Region(block) for block in blocks)
        self.emit(scf.IfOp(condition, [], then, others[0] if others else None))
        for block in blocks:
            end = scf.YieldOp()
            end.location = self.location
            block.add_op(end)
        return tuple(self.at(InsertPoint.at_start(block)) for block in blocks)


def insert(op: Operation, point: InsertPoint) -> None:
    """Inserts an op at a point."""
    if point.insert_before is None:
        point.block.add_op(op)
    else:
        point.block.insert_op_before(op, point.insert_before)


def below(value: SSAValue, bound: int) -> SSAValue:
    """Notes on the op of an index value that it is in [0, bound)."""
    if isinstance(value, OpResult) and constant_of(value) is None:
        value.op.attributes[BELOW] = IntegerAttr(bound, IndexType())
    return value


def move_ops(source: Block, point: InsertPoint) -> None:
    """Moves every op of a block to a point."""
    for op in list(source.ops):
        op.detach()
        insert(op, point)
