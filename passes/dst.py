"""
DST slots of a section: what is brought in, what is computed where, by one linear scan.

A slot holds one subblock of tiles. An op works in place where its operand dies; a value is kept
until its last use, and one that stays in its circular buffer is brought in when first needed. The
scan is shared by choose-subblocks, which needs the number of slots, and dst-lifecycle, which needs
the steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xdsl.dialects import scf
from xdsl.dialects.builtin import BFloat16Type
from xdsl.ir import Attribute, Operation, SSAValue

from ttc.dialects import tile
from ttc.passes import sfpu

FPU_KINDS = ("add", "sub", "mul")


@dataclass(frozen=True)
class Copy:
    """Brings a block from its circular buffer into a slot."""

    source: SSAValue
    slot: int


@dataclass(frozen=True)
class Turn:
    """Brings a block in with every tile transposed."""

    source: SSAValue
    slot: int


@dataclass(frozen=True)
class Fpu:
    """An FPU op of two circular buffers."""

    kind: str
    lhs: SSAValue
    rhs: SSAValue
    slot: int


@dataclass(frozen=True)
class Product:
    """Adds the product of two circular buffers to a slot."""

    op: tile.MatmulOp
    slot: int


@dataclass(frozen=True)
class Unary:
    call: sfpu.Call
    slot: int


@dataclass(frozen=True)
class Binary:
    function: str
    lhs: int
    rhs: int
    out: int


@dataclass(frozen=True)
class Fill:
    value: float
    element_type: Attribute
    slot: int


@dataclass(frozen=True)
class Move:
    """Copies one slot to another."""

    source: int
    slot: int
    element_type: Attribute


Step = Copy | Turn | Fpu | Product | Unary | Binary | Fill | Move


@dataclass
class Plan:
    """`steps` of each op, `final` steps before packing, and the slot of each output."""

    slots: int = 0
    steps: dict[Operation, list[Step]] = field(default_factory=dict[Operation, list[Step]])
    final: list[Step] = field(default_factory=list[Step])
    outputs: list[int] = field(default_factory=list[int])


def plan(ops: Sequence[Operation], outputs: Sequence[SSAValue]) -> Plan:
    """
    Assigns slots to what `ops` compute; values they do not compute are in circular buffers.

    Raises `sfpu.NoFunction` for an op that no function computes.
    """
    scan = _Scan(_last_uses(ops, outputs))
    for n, op in enumerate(ops):
        scan.now = n
        scan.visit(op)
    scan.now = len(ops)
    scan.steps = scan.plan.final
    for value in outputs:
        # Two outputs may be one value: it is packed twice.
        scan.plan.outputs.append(scan.bring_in(value))
    scan.plan.slots = scan.count
    return scan.plan


def _last_uses(ops: Sequence[Operation], outputs: Sequence[SSAValue]) -> dict[SSAValue, int]:
    last: dict[SSAValue, int] = {}
    for n, op in enumerate(ops):
        for inner in op.walk():
            for operand in inner.operands:
                last[operand] = n
    for value in outputs:
        last[value] = len(ops)
    # A conversion that costs nothing is another name of its operand.
    for op in reversed(ops):
        if is_renaming(op):
            last[op.operands[0]] = max(last[op.operands[0]], last.get(op.results[0], 0))
    return last


def is_renaming(op: Operation) -> bool:
    """Tells whether an op's result is its operand as far as DST is concerned."""
    return isinstance(op, tile.CastOp) and not sfpu.cast_calls(op)


def is_zero(value: SSAValue) -> bool:
    return isinstance(value.owner, tile.FillOp) and value.owner.number == 0.0


class _Scan:
    def __init__(self, last: dict[SSAValue, int]):
        self.plan = Plan()
        self.last = last
        self.now = 0
        self.count = 0
        self.free: list[int] = []
        self.slot: dict[SSAValue, int] = {}
        self.names: dict[SSAValue, SSAValue] = {}
        self.local: set[SSAValue] = set()
        self.steps: list[Step] = []

    def root(self, value: SSAValue) -> SSAValue:
        while value in self.names:
            value = self.names[value]
        return value

    def in_cb(self, value: SSAValue) -> bool:
        root = self.root(value)
        return root not in self.local and root not in self.slot

    def fresh(self) -> int:
        """Returns a slot that this section has not touched: it holds zeros."""
        self.count += 1
        return self.count - 1

    def take(self) -> int:
        return self.free.pop(0) if self.free else self.fresh()

    def bring_in(self, value: SSAValue) -> int:
        root = self.root(value)
        if root not in self.slot:
            slot = self.slot[root] = self.take()
            self.steps.append(Copy(root, slot))
        return self.slot[root]

    def dies(self, value: SSAValue) -> bool:
        return self.last.get(self.root(value), -1) <= self.now

    def release(self, operands: Sequence[SSAValue], kept: int | None) -> None:
        """Frees the slots of operands that die here, but for the one the result took over."""
        for operand in operands:
            root = self.root(operand)
            if root in self.slot and self.dies(operand):
                slot = self.slot.pop(root)
                if slot != kept:
                    self.free.append(slot)
                    self.free.sort()

    def define(self, result: SSAValue, slot: int) -> None:
        self.local.add(result)
        self.slot[result] = slot

    def visit(self, op: Operation) -> None:
        self.steps = self.plan.steps.setdefault(op, [])
        match op:
            case tile.FillOp():
                self.fill(op)
            case tile.MatmulOp():
                self.matmul(op)
            case tile.TransposeOp():
                slot = self.take()
                self.steps.append(Turn(self.root(op.block), slot))
                self.define(op.result, slot)
            case tile.CastOp() if is_renaming(op):
                self.names[op.result] = op.block
            case tile.CastOp():
                self.in_place(op.block, op.result, sfpu.cast_calls(op))
            case tile.UnaryOp():
                self.in_place(op.operand, op.result, sfpu.unary_calls(op))
            case tile.ScalarOp():
                self.in_place(op.operand, op.result, sfpu.scalar_calls(op))
            case tile.BinaryOp():
                self.binary(op)
            case scf.ForOp():
                self.loop(op)
            case _:
                pass  # index arithmetic, loads and circular buffer calls need no slot

    def fill(self, op: tile.FillOp) -> None:
        # Zeros that a matmul adds to are what a fresh slot holds already.
        if op.number == 0.0 and all(_accumulates(use.operation) for use in op.block.uses):
            self.define(op.block, self.fresh())
            return
        slot = self.take()
        self.steps.append(Fill(op.number, tile.element_type_of(op.block), slot))
        self.define(op.block, slot)

    def in_place(self, operand: SSAValue, result: SSAValue, calls: list[sfpu.Call]) -> None:
        slot = self.own(operand)
        self.steps.extend(Unary(call, slot) for call in calls)
        self.define(result, slot)

    def own(self, operand: SSAValue) -> int:
        """Returns a slot with the operand that may be overwritten."""
        slot = self.bring_in(operand)
        if self.dies(operand):
            self.release([operand], slot)
            return slot
        other = self.take()
        self.steps.append(Move(slot, other, tile.element_type_of(operand)))
        return other

    def matmul(self, op: tile.MatmulOp) -> None:
        slot = self.own(op.acc)
        self.steps.append(Product(op, slot))
        self.define(op.result, slot)

    def binary(self, op: tile.BinaryOp) -> None:
        function = sfpu.binary_function(op)
        lhs, rhs = self.root(op.lhs), self.root(op.rhs)
        if self.in_cb(lhs) and self.in_cb(rhs) and fpu_takes(op.kind.data, lhs, rhs):
            # mul_tiles adds to the slot, so the slot must still hold zeros.
            slot = self.fresh() if op.kind.data == "mul" else self.take()
            self.steps.append(Fpu(op.kind.data, lhs, rhs, slot))
            self.define(op.result, slot)
            return
        a, b = self.bring_in(lhs), self.bring_in(rhs)
        if self.dies(lhs):
            out: int | None = a
        else:
            out = b if self.dies(rhs) else None
        self.release([lhs, rhs], out)
        slot = self.take() if out is None else out
        self.steps.append(Binary(function, a, b, slot))
        self.define(op.result, slot)

    def loop(self, op: scf.ForOp) -> None:
        """A loop that accumulates: what it carries keeps its slot."""
        args = op.body.block.args[1:]
        for init, arg in zip(op.iter_args, args, strict=True):
            self.define(arg, self.own(init))
        outer, now = self.steps, self.now
        for inner in op.body.block.ops:
            if not isinstance(inner, scf.YieldOp):
                self.visit(inner)
        self.steps, self.now = outer, now
        end = op.body.block.last_op
        assert isinstance(end, scf.YieldOp)
        for value, result in zip(end.arguments, op.res, strict=True):
            self.define(result, self.slot[self.root(value)])


def _accumulates(op: Operation) -> bool:
    if isinstance(op, scf.ForOp):
        end = op.body.block.last_op
        return isinstance(end, scf.YieldOp) and all(
            isinstance(value.owner, tile.MatmulOp) for value in end.arguments
        )
    return isinstance(op, tile.MatmulOp)


def fpu_takes(kind: str, lhs: SSAValue, rhs: SSAValue) -> bool:
    """
    Tells whether the FPU computes this from circular buffers without loss.

    Its source registers hold 19 bits: bfloat16 fits, float32 would be cut to TF32.
    """
    return kind in FPU_KINDS and all(
        isinstance(tile.element_type_of(value), BFloat16Type) for value in (lhs, rhs)
    )
