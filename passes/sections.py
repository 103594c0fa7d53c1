"""How ops become a `tile.section`: views of the inputs in, subblocks out."""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.dialects import scf
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.rewriter import Rewriter

from ttc.dialects import tile

BROADCAST_VIEWS = {"rows": "cols", "cols": "rows", "scalar": "whole"}
REDUCE_VIEWS = ("cols", "rows")
"""By axis: a sum down the columns needs them whole."""


def views(op: Operation) -> tuple[str, ...]:
    """Returns how an op looks at each of its operands."""
    match op:
        case tile.MatmulOp():
            return ("rows", "cols", "tiles")
        case tile.TransposeOp():
            return ("transposed",)
        case tile.BroadcastOp():
            return (BROADCAST_VIEWS[op.kind.data],)
        case tile.ReduceOp():
            return (REDUCE_VIEWS[op.axis.value.data], "whole")
        case tile.IotaOp():
            return ("", "whole")
        case tile.MaskOp():
            return ("", "tiles", "whole")
        case tile.TilizeOp():
            return ("whole",)
        case tile.ExtractOp():
            return ("whole", "", "")
        case tile.InsertOp():
            return ("whole", "tiles", "", "")
        case _:
            return ("tiles",) * len(op.operands)


def seen(value: SSAValue, view: str, subblock: tuple[int, int]) -> tuple[int, int]:
    """Returns how many tiles of a block a subblock sees with a view."""
    rows, cols = tile.dims_of(value)
    h, w = subblock
    shapes = {
        "tiles": (h, w),
        "rows": (h, cols),
        "cols": (rows, w),
        "transposed": (w, h),
        "whole": (rows, cols),
    }
    return shapes[view]


def kind_of(op: Operation) -> str:
    """Returns the view of an op's result: a part of a block is seen as its one user does."""
    uses = list(op.results[0].uses) if isinstance(op, tile.ExtractOp) else []
    return views(uses[0].operation)[uses[0].index] if len(uses) == 1 else "tiles"


def build_section(
    ops: Sequence[Operation],
    outputs: Sequence[Operation | Block],
    subblock: tuple[int, int],
    accumulate: bool,
) -> tile.SectionOp:
    """
    Moves ops, in order, into a section where the last of them stands.

    `outputs` are the ops whose results are used elsewhere. With `accumulate` the one op is a
    product that the packer adds to its accumulator in L1.
    """
    made = [op.results[0] for op in ops if op in outputs]
    body = Block()
    section = tile.SectionOp([], [], subblock, [value.type for value in made], Region(body))
    section.location = ops[-1].location
    parent = ops[-1].parent_block()
    assert parent is not None
    parent.insert_op_after(section, ops[-1])
    members = set(ops)
    for value, result in zip(made, section.blocks, strict=True):
        result.name_hint = value.name_hint
        for use in list(value.uses):
            if use.operation not in members:
                use.operation.operands[use.index] = result

    inputs = Inputs(body, subblock)
    acc: SSAValue | None = None
    for op in ops:
        op.detach()
        if accumulate and isinstance(op, tile.MatmulOp):
            acc = op.acc
            zero = tile.FillOp(0.0, tile.BlockType.of(subblock, tile.element_type_of(acc)))
            zero.location = op.location
            body.add_op(zero)
            op.operands[2] = zero.block
            members.add(zero)
        body.add_op(op)
        inputs.look_through_views(op, members)
        for result in op.results:
            shape = seen(result, kind_of(op), subblock)
            type_ = tile.BlockType.of(shape, tile.element_type_of(result))
            if type_ != result.type:
                Rewriter.replace_value_with_new_type(result, type_)
    end = tile.YieldOp([op.results[0] for op in ops if op in outputs])
    end.location = section.location
    body.add_op(end)

    whole = tile.SectionOp(
        [value for value, _ in inputs.args],
        [kind for _, kind in inputs.args],
        subblock,
        [value.type for value in section.blocks],
        section.detach_region(section.body),
        acc=acc,
    )
    whole.location = section.location
    parent.insert_op_after(whole, section)
    for old, new in zip(section.blocks, whole.blocks, strict=True):
        old.replace_all_uses_with(new)
    section.detach()
    section.erase()
    return whole


class Inputs:
    """The body arguments of a section: one for each value and way of looking at it."""

    def __init__(self, body: Block, subblock: tuple[int, int]):
        self.body = body
        self.subblock = subblock
        self.args: dict[tuple[SSAValue, str], SSAValue] = {}

    def view(self, value: SSAValue, kind: str) -> SSAValue:
        key = value, kind
        if key not in self.args:
            shape = seen(value, kind, self.subblock)
            type_ = tile.BlockType.of(shape, tile.element_type_of(value))
            self.args[key] = self.body.insert_arg(type_, len(self.body.args))
            self.args[key].name_hint = value.name_hint
        return self.args[key]

    def look_through_views(self, op: Operation, members: set[Operation]) -> None:
        """Replaces an op's operands from outside; a loop keeps what its body uses whole."""
        if isinstance(op, scf.ForOp):
            first, kinds = 3, ("tiles",) * len(op.iter_args)  # after the bounds and the step
        else:
            first, kinds = 0, views(op)
        for n, kind in enumerate(kinds[: len(op.operands) - first], first):
            value = op.operands[n]
            if isinstance(value.type, tile.BlockType) and value.owner not in members:
                op.operands[n] = self.view(value, kind)


def copy_section(value: SSAValue, capacity: int) -> tile.SectionOp:
    """Makes a section that copies a block, not yet inserted."""
    rows, cols = tile.dims_of(value)
    subblock = run_subblock(rows, cols, capacity)
    body = Block(arg_types=[tile.BlockType.of(subblock, tile.element_type_of(value))])
    body.args[0].name_hint = value.name_hint
    body.add_op(tile.YieldOp([body.args[0]]))
    section = tile.SectionOp([value], ["tiles"], subblock, [value.type], Region(body))
    section.blocks[0].name_hint = value.name_hint
    return section


def largest_divisor(number: int, limit: int) -> int:
    return next(n for n in range(min(number, limit), 0, -1) if number % n == 0)


def run_subblock(rows: int, cols: int, tiles: int) -> tuple[int, int]:
    """Returns the largest subblock that is one run of consecutive tiles."""
    width = largest_divisor(cols, tiles)
    return (largest_divisor(rows, tiles // width), width) if width == cols else (1, width)


def matmul_subblock(rows: int, cols: int, tiles: int) -> tuple[int, int]:
    """
    Returns the subblock of a product: the most tiles, then the squarest, then the widest.

    matmul_block keeps in0's tiles in the source registers when the subblock is at least as wide
    as high; a subblock of one row or column streams a tile for every product.
    """
    shapes = [
        (h, w)
        for h in range(1, min(rows, tiles) + 1)
        for w in range(1, min(cols, tiles // h) + 1)
        if rows % h == 0 and cols % w == 0
    ]
    return max(shapes, key=lambda s: (s[0] * s[1], min(s), s[1]))


def needs_source_registers(op: Operation, value: SSAValue) -> bool:
    """
    Tells whether an op takes a block into the FPU.

    Tiles of 32 bits are copied, broadcast and transposed in DST (metalium transpose.h, bcast.h).
    """
    match op:
        case tile.MatmulOp():
            return value in (op.lhs, op.rhs)
        case tile.ReduceOp():
            return value in (op.block, op.scaler)
        case tile.ExtractOp():
            return any(needs_source_registers(use.operation, op.result) for use in op.result.uses)
        case _:
            return False
