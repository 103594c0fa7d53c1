"""Loops and branches over mutable buffers as loops and branches over values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from xdsl.dialects import arith, scf
from xdsl.dialects.builtin import AnyFloat, FloatAttr, IndexType, IntegerAttr
from xdsl.ir import Attribute, Block, Operation, OpResult, Region, SSAValue
from xdsl.rewriter import InsertPoint

from ttc.dialects import grid, tile
from ttc.passes.accesses import region_access
from ttc.passes.affine import linear, may_not_run
from ttc.passes.build import constant_of, insert
from ttc.passes.contents import Contents, is_variable
from ttc.passes.effects import reads, writes
from ttc.passes.layouts import root

EQUAL = 0
"""The predicate of arith.cmpi."""

LowerBlock = Callable[[Block, Contents], None]


def lower_loop(loop: scf.ForOp, contents: Contents, lower: LowerBlock) -> None:
    """Carries the buffers the body writes; those that need not be are pruned afterwards."""
    body = loop.body.block
    carried: list[SSAValue] = []
    inits: list[SSAValue] = []
    for buffer in written_in(body):
        known = contents.held.get(buffer)
        if known is None and not read_after(loop, buffer) and not kept_in_part(buffer, body):
            continue  # fresh in every iteration
        carried.append(buffer)
        inits.append(known or placeholder(loop, buffer, contents))

    lowered = scf.ForOp(loop.lb, loop.ub, loop.step, inits, Block(arg_types=[IndexType()]))
    lowered.attributes = dict(loop.attributes)
    lowered.location = loop.location
    inside = contents.inside(contents.e)
    block = lowered.body.block
    block.args[0].name_hint = body.args[0].name_hint
    body.args[0].replace_all_uses_with(block.args[0])
    for buffer, init in zip(carried, inits, strict=True):
        arg = block.insert_arg(init.type, len(block.args))
        arg.name_hint = buffer.name_hint
        if init in contents.unwritten:
            contents.unwritten.add(arg)
        inside.held[buffer] = arg
    replace(loop, lowered)
    take_ops(body, block)
    lower(block, inside)
    end_with(block, [inside.held[buffer] for buffer in carried], lowered)
    for buffer, result in zip(carried, lowered.res, strict=True):
        result.name_hint = buffer.name_hint
        if inside.held[buffer] in contents.unwritten:
            contents.unwritten.add(result)
        contents.held[buffer] = result


def lower_if(branch: scf.IfOp, contents: Contents, lower: LowerBlock) -> None:
    """Gives what either side writes as results; the other side gives what was there before."""
    sides = [branch.true_region.block]
    if branch.false_region.blocks:
        sides.append(branch.false_region.block)
    given: list[SSAValue] = []
    inits: list[SSAValue] = []
    for buffer in dict.fromkeys(b for side in sides for b in written_in(side)):
        known = contents.held.get(buffer)
        if known is None and not read_after(branch, buffer):
            continue  # of use on one side only
        given.append(buffer)
        inits.append(known or placeholder(branch, buffer, contents))

    lowered = scf.IfOp(branch.cond, [init.type for init in inits], Region(Block()), Region(Block()))
    lowered.location = branch.location
    replace(branch, lowered)
    ends: list[list[SSAValue]] = []
    regions = (lowered.true_region, lowered.false_region)
    for n, region in enumerate(regions):
        inside = contents.inside(contents.e)
        inside.held.update(zip(given, inits, strict=True))
        if n < len(sides):
            take_ops(sides[n], region.block)
            lower(region.block, inside)
        ends.append([inside.held[buffer] for buffer in given])
        end_with(region.block, ends[-1], lowered)
    for n, (buffer, result) in enumerate(zip(given, lowered.output, strict=True)):
        result.name_hint = buffer.name_hint
        if any(end[n] in contents.unwritten for end in ends):
            contents.unwritten.add(result)
        contents.held[buffer] = result


def placeholder(op: Operation, buffer: SSAValue, contents: Contents) -> SSAValue:
    """Makes a value that stands for a buffer's content before anything is written to it."""
    if is_variable(buffer):
        assert isinstance(buffer.type, grid.BufferType)
        zero = zero_of(grid.signless(buffer.type.element_type))
        made = contents.e.emit(arith.ConstantOp(zero)).result
    else:
        access = region_access(op, buffer, (), ())
        made = contents.e.emit(tile.FillOp(0.0, access.whole_type()), access.hint).block
    contents.unwritten.add(made)
    return made


def replace(old: Operation, new: Operation) -> None:
    insert(new, InsertPoint.before(old))
    # Its blocks are emptied by the caller, op by op.
    old.detach()


def take_ops(source: Block, target: Block) -> None:
    """Moves the ops of a block, without its terminator."""
    for op in list(source.ops):
        op.detach()
        if not isinstance(op, scf.YieldOp):
            target.add_op(op)


def end_with(block: Block, values: Sequence[SSAValue], op: Operation) -> None:
    end = scf.YieldOp(*values)
    end.location = op.location
    block.add_op(end)


def written_in(body: Block) -> list[SSAValue]:
    """Returns the local buffers from outside `body` that it writes, in order."""
    found: dict[SSAValue, None] = {}
    for op in body.walk():
        for written in writes(op):
            buffer = root(written)
            assert isinstance(buffer.type, grid.BufferType)
            owner = buffer.owner
            if buffer.type.is_global or not isinstance(owner, Operation):
                continue
            if body.find_ancestor_op_in_block(owner) is None:
                found[buffer] = None
    return list(found)


def kept_in_part(buffer: SSAValue, body: Block) -> bool:
    """Tells whether turns of a loop write parts of `buffer` that other turns leave."""
    return any(
        root(written) is buffer
        and any(root(read) is buffer for read in reads(op))
        and not _same_every_turn(op, body)
        for op in body.walk()
        for written in writes(op)
    )


def _same_every_turn(op: Operation, body: Block) -> bool:
    """Tells whether every turn of a loop writes the same part."""
    around = op.parent_op()
    while around is not None and around is not body.parent_op():
        if isinstance(around, scf.IfOp):
            return False
        around = around.parent_op()
    offsets = op.dst_offsets if isinstance(op, grid.CopyOp) else op.operands[2:]
    terms = [term for offset in offsets for term in linear(offset).terms]
    return not any(_is_made_in(term, body) for term in terms)


def _is_made_in(value: SSAValue, body: Block) -> bool:
    """Tells whether a value may differ between turns; the indices of a T.Parallel do not."""
    if isinstance(value, OpResult):
        return body.find_ancestor_op_in_block(value.op) is not None
    assert isinstance(value.owner, Block)
    loop = value.owner.parent_op()
    if value.owner is body or loop is None or isinstance(loop, grid.ParallelOp):
        return value.owner is body
    return body.find_ancestor_op_in_block(loop) is not None


def read_after(anchor: Operation, buffer: SSAValue) -> bool:
    """Tells whether an op after `anchor` reads `buffer`, by whatever name."""
    for use in buffer.uses:
        user = use.operation
        if isinstance(user, grid.ReshapeOp):
            if read_after(anchor, user.result):
                return True
        elif buffer in reads(user) and _comes_after(user, anchor):
            return True
    return False


def _comes_after(op: Operation, anchor: Operation) -> bool:
    around: Operation | None = anchor
    while around is not None:
        block = around.parent_block()
        if block is None:
            return False
        ancestor = block.find_ancestor_op_in_block(op)
        if ancestor is not None:
            return ancestor is not around and around.is_before_in_block(ancestor)
        around = block.parent_op()
    return False


def hoist_first_fill(loop: scf.ForOp) -> None:
    """
    Moves `if k == first: fill c` in front of the loop over k.

    It is the same where nothing before it in the body uses c and the loop runs at all; an
    accumulator then starts at zero and is not looked at again.
    """
    for op in list(loop.body.block.ops):
        if not isinstance(op, scf.IfOp) or not _is_first(op.cond, loop) or may_not_run(loop):
            continue
        fills = [inner for inner in op.true_region.block.ops if not isinstance(inner, scf.YieldOp)]
        buffers = {inner.buffer for inner in fills if isinstance(inner, grid.FillOp)}
        known = (grid.FillOp, arith.ConstantOp)
        if op.false_region.blocks or not all(isinstance(inner, known) for inner in fills):
            continue
        if any(_used_before(buffer, op, loop.body.block) for buffer in buffers):
            continue
        needed = [value for inner in fills for value in inner.operands if value.owner not in fills]
        if any(_is_made_in(value, loop.body.block) for value in needed):
            continue
        for inner in fills:
            inner.detach()
            insert(inner, InsertPoint.before(loop))
        op.detach()
        op.erase()


def _is_first(condition: SSAValue, loop: scf.ForOp) -> bool:
    if not isinstance(condition, OpResult) or not isinstance(condition.op, arith.CmpiOp):
        return False
    op, iv, first = condition.op, loop.body.block.args[0], constant_of(loop.lb)
    difference = linear(op.lhs).plus(linear(op.rhs), -1)
    factor = difference.terms.get(iv)
    alone = len(difference.terms) == 1 and factor in (1, -1)
    if op.predicate.value.data != EQUAL or not alone or first is None or factor is None:
        return False
    return difference.constant == -first * factor


def _used_before(buffer: SSAValue, op: Operation, body: Block) -> bool:
    for use in buffer.uses:
        if isinstance(use.operation, grid.ReshapeOp) and _used_before(
            use.operation.result, op, body
        ):
            return True
        ancestor = body.find_ancestor_op_in_block(use.operation)
        if ancestor is not None and ancestor is not op and ancestor.is_before_in_block(op):
            return True
    return False


def zero_of(type_: Attribute) -> FloatAttr[AnyFloat] | IntegerAttr[IndexType]:
    if isinstance(type_, AnyFloat):
        return FloatAttr(0.0, type_)
    return IntegerAttr(0, cast(IndexType, type_))
