"""
DST slots of a section: what is brought in, what is computed where, by one linear scan.

A slot holds one subblock of tiles. An op works in place where its operand dies; a value is kept
until its last use, and one that stays in its circular buffer is brought in when first needed. A
broadcast is not brought in at all where the op that uses it takes it as an operand mode. The
scan is shared by choose-subblocks, which needs the number of slots, and dst-lifecycle, which needs
the steps.
"""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.dialects import scf
from xdsl.dialects.builtin import BFloat16Type
from xdsl.ir import Operation, SSAValue

from ttc.dialects import tile
from ttc.dtypes import DType, dtype_of
from ttc.passes import dst_steps as do
from ttc.passes import sfpu, sfpu_integer

FPU_KINDS = ("add", "sub", "mul")
COMMUTATIVE = ("add", "mul")


def plan(ops: Sequence[Operation], outputs: Sequence[SSAValue]) -> do.Plan:
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
        scan.plan.outputs.append(scan.packable(value, outputs))
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


def type_of(value: SSAValue) -> DType:
    return dtype_of(tile.element_type_of(value))


def is_renaming(op: Operation) -> bool:
    """Tells whether an op's result is its operand as far as DST is concerned."""
    if isinstance(op, tile.UntilizeOp):
        return True  # the packer makes rows
    return isinstance(op, tile.CastOp) and not sfpu.cast_calls(op)


class _Scan:
    def __init__(self, last: dict[SSAValue, int]):
        self.plan = do.Plan()
        self.last = last
        self.now = 0
        self.count = 0
        self.free: list[int] = []
        self.slot: dict[SSAValue, int] = {}
        self.names: dict[SSAValue, SSAValue] = {}
        self.local: set[SSAValue] = set()
        self.broadcasts: dict[SSAValue, tile.BroadcastOp] = {}
        self.steps: list[do.Step] = []

    def root(self, value: SSAValue) -> SSAValue:
        while value in self.names:
            value = self.names[value]
        return value

    def in_cb(self, value: SSAValue) -> bool:
        root = self.root(value)
        return not (root in self.local or root in self.slot or root in self.broadcasts)

    def broadcast(self, value: SSAValue) -> tile.BroadcastOp | None:
        """Returns the broadcast that a value is, unless a slot holds it already."""
        root = self.root(value)
        return None if root in self.slot else self.broadcasts.get(root)

    def fresh(self) -> int:
        """Returns a slot that this section has not touched: it holds zeros."""
        self.count += 1
        return self.count - 1

    def take(self) -> int:
        return self.free.pop(0) if self.free else self.fresh()

    def scratch(self, tiles: int) -> None:
        """Sees that there are so many single tiles, free between steps."""
        self.plan.scratch = max(self.plan.scratch, tiles)

    def bring_in(self, value: SSAValue) -> int:
        root = self.root(value)
        if root not in self.slot:
            slot = self.take()
            spread = self.broadcasts.get(root)
            self.steps.append(do.Copy(root, slot) if spread is None else do.Spread(spread, slot))
            self.steps.extend(do.Unary(call, slot) for call in sfpu_integer.unpacked(type_of(root)))
            self.slot[root] = slot
        return self.slot[root]

    def packable(self, value: SSAValue, outputs: Sequence[SSAValue]) -> int:
        """Returns a slot to pack an output from; two outputs may be one value."""
        slot, calls = self.bring_in(value), sfpu_integer.packed(type_of(value))
        root = self.root(value)
        if calls and sum(self.root(other) is root for other in outputs) > 1:
            other = self.take()
            self.steps.append(do.Move(slot, other, tile.element_type_of(value)))
            slot = other
        self.steps.extend(do.Unary(call, slot) for call in calls)
        return slot

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
            case tile.SplatOp():
                slot = self.take()
                self.steps.append(do.FillWord(op.value, tile.element_type_of(op.block), slot))
                self.define(op.block, slot)
            case tile.IotaOp():
                slot = self.take()
                self.steps.append(do.Number(op, slot))
                self.define(op.block, slot)
            case tile.BroadcastOp():
                self.broadcasts[op.result] = op
            case tile.MatmulOp():
                slot = self.own(op.acc)
                self.steps.append(do.Product(op, slot))
                self.define(op.result, slot)
            case tile.ReduceOp():
                slot = self.fresh()  # a reduction adds to what the slot holds
                self.steps.append(do.Fold(op, slot))
                self.define(op.result, slot)
            case tile.TransposeOp():
                slot = self.take()
                self.steps.append(do.Turn(self.root(op.block), slot))
                calls = sfpu_integer.unpacked(type_of(op.block))
                self.steps.extend(do.Unary(call, slot) for call in calls)
                self.define(op.result, slot)
            case tile.ExtractOp() if self.in_cb(op.block):
                pass  # where its tiles are is for dst-lifecycle to know
            case tile.TilizeOp():
                self.define(op.result, self.take())  # the call has slots of its own
            case tile.InsertOp():
                self.define(op.result, self.bring_in(op.into))
            case tile.MaskOp():
                slot = self.own(op.block)
                self.scratch(2)
                self.steps.append(do.Mask(op, slot))
                self.define(op.result, slot)
            case _:
                self.elementwise(op)

    def elementwise(self, op: Operation) -> None:
        match op:
            case tile.CastOp() | tile.UntilizeOp() if is_renaming(op):
                self.names[op.result] = op.block
            case tile.CastOp():
                self.in_place(op.block, op.result, sfpu.cast_calls(op))
            case tile.UnaryOp():
                self.in_place(op.operand, op.result, sfpu.unary_calls(op))
            case tile.ScalarOp():
                self.in_place(op.operand, op.result, sfpu.scalar_calls(op))
            case tile.BinaryOp():
                self.binary(op)
            case tile.CompareOp():
                self.sfpu_binary(sfpu.compare_function(op), op.lhs, op.rhs, op.result)
            case tile.SelectOp():
                self.select(op)
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
        self.steps.append(do.Fill(op.number, tile.element_type_of(op.block), slot))
        self.define(op.block, slot)

    def in_place(self, operand: SSAValue, result: SSAValue, calls: list[sfpu.Call]) -> None:
        slot = self.own(operand)
        for call in calls:
            self.unary(call, slot)
        self.define(result, slot)

    def unary(self, call: sfpu.Call, slot: int) -> None:
        """Adds a call, as one with the call before it where there is such a function."""
        last = self.steps[-1] if self.steps else None
        if isinstance(last, do.Unary) and last.slot == slot:
            both = sfpu_integer.merged(last.call, call)
            if both is not None:
                self.steps[-1] = do.Unary(both, slot)
                return
        self.steps.append(do.Unary(call, slot))

    def own(self, operand: SSAValue) -> int:
        """Returns a slot with the operand that may be overwritten."""
        slot = self.bring_in(operand)
        if self.dies(operand):
            self.release([operand], slot)
            return slot
        other = self.take()
        self.steps.append(do.Move(slot, other, tile.element_type_of(operand)))
        return other

    def binary(self, op: tile.BinaryOp) -> None:
        kind = op.kind.data
        if not self.fpu(kind, op.lhs, op.rhs, op.result):
            self.sfpu_binary(sfpu.binary_function(op), op.lhs, op.rhs, op.result)

    def fpu(self, kind: str, lhs: SSAValue, rhs: SSAValue, result: SSAValue) -> bool:
        """Computes from circular buffers, one of them possibly as a broadcast, if that works."""
        if self.broadcast(lhs) is not None and kind in COMMUTATIVE:
            lhs, rhs = rhs, lhs
        spread = self.broadcast(rhs)
        taken = (spread is not None and self.in_cb(spread.block)) or self.in_cb(rhs)
        if not (self.in_cb(lhs) and taken and fpu_takes(kind, self.root(lhs), self.root(rhs))):
            return False
        # Products are added to what the slot holds, so it must still hold zeros.
        slot = self.fresh() if kind == "mul" else self.take()
        if spread is not None:
            self.steps.append(do.FpuBroadcast(kind, self.root(lhs), spread, slot))
        else:
            self.steps.append(do.Fpu(kind, self.root(lhs), self.root(rhs), slot))
        self.define(result, slot)
        return True

    def sfpu_binary(self, function: str, lhs: SSAValue, rhs: SSAValue, result: SSAValue) -> None:
        first = self.broadcast(lhs) is not None and self.broadcast(rhs) is None
        spread = self.broadcast(lhs if first else rhs)
        if spread is not None and self.dies(spread.result):
            operand = rhs if first else lhs
            slot = self.bring_in(operand)
            out = self.after([operand], slot)
            self.scratch(1)
            self.steps.append(do.BinaryBroadcast(function, slot, spread, first, out))
        else:
            a, b = self.bring_in(lhs), self.bring_in(rhs)
            out = self.after([lhs, rhs], a, b)
            self.steps.append(do.Binary(function, a, b, out))
        self.define(result, out)

    def select(self, op: tile.SelectOp) -> None:
        operands = (op.condition, op.then, op.otherwise)
        c, x, y = (self.bring_in(operand) for operand in operands)
        function = sfpu.select_function(op)
        out = self.after(operands, c, x, y)
        self.steps.append(do.Ternary(function, c, x, y, out))
        self.define(op.result, out)

    def after(self, operands: Sequence[SSAValue], *slots: int) -> int:
        """Returns the slot of a result: that of the first operand that dies, or another."""
        dying = [slot for operand, slot in zip(operands, slots, strict=True) if self.dies(operand)]
        out = dying[0] if dying else None
        self.release(operands, out)
        return self.take() if out is None else out

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
