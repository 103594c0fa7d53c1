"""
`one-consumer`: every block has one producer and one consumer, as a circular buffer will have.

    %s = tile.load %A[...]
    %y = tile.section ... ins(%s) ...
    tile.store %s, %B[...]

    %s = tile.load %A[...]
    %y = tile.section ... ins(%s) ...
    %s1 = tile.section ... ins(%s) ["tiles"] ... { tile.yield %p }
    tile.store %s1, %B[...]

A value that both compute and the writer use is made twice: a section yields it twice, a loaded or
carried one is copied. What a loop carries must come from a section of its own block, so that the
buffer of the carried value has one producer.
"""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import scf
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Block, BlockArgument, Operation, OpResult, SSAValue
from xdsl.passes import ModulePass

from ttc.dialects import tile
from ttc.passes.sections import copy_section
from ttc.targets import Target


@dataclass(frozen=True)
class OneConsumerPass(ModulePass):
    """Duplicates the values that two threads use, and those that loops cannot carry as they are."""

    name = "one-consumer"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for kernel in op.ops:
            if isinstance(kernel, tile.KernelOp):
                tiles = Target.dst_tiles("fp32_dest" in kernel.attributes)
                Duplication(tiles).kernel(kernel)


@dataclass(frozen=True)
class Duplication:
    dst_tiles: int

    def kernel(self, kernel: tile.KernelOp) -> None:
        for op in list(kernel.walk()):
            if isinstance(op, scf.ForOp) and not in_section(op):
                self.carry(op)
        # A section that yields once more is a new op with new values.
        while any(self.separate(value) for value in block_values(kernel.entry)):
            pass

    def carry(self, loop: scf.ForOp) -> None:
        """Copies inits and yields that are not made for this loop alone."""
        end = yield_of(loop)
        for n in range(len(loop.iter_args)):
            init = loop.iter_args[n]
            if not (is_fresh(init, loop) or continues_nest(loop, n)):
                loop.operands[3 + n] = self.copy(init, before=loop)
            value = end.arguments[n]
            if is_fresh(value, end) or inner_of_nest(loop, n) is not None:
                continue
            owner = value.owner
            if isinstance(owner, tile.SectionOp) and owner.parent_block() is loop.body.block:
                assert isinstance(value, OpResult)
                end.operands[n] = yield_again(owner, value.index)
            else:
                end.operands[n] = self.copy(value, before=end)

    def separate(self, value: SSAValue) -> bool:
        """Gives the writer a copy of its own of what compute uses, too; tells whether it did."""
        stores = [use for use in value.uses if isinstance(use.operation, tile.StoreOp)]
        if not stores or not (used_by_compute(value) or consumed_by_compute(value)):
            return False
        owner = value.owner
        if isinstance(owner, tile.SectionOp):
            assert isinstance(value, OpResult)
            other: SSAValue = yield_again(owner, value.index)
        else:
            first = owner.first_op if isinstance(owner, Block) else owner.next_op
            assert first is not None
            other = self.copy(value, before=first)
        for use in stores:
            use.operation.operands[use.index] = other
        return True

    def copy(self, value: SSAValue, before: Operation) -> SSAValue:
        section = copy_section(value, self.dst_tiles)
        section.location = before.location
        block = before.parent_block()
        assert block is not None
        block.insert_op_before(section, before)
        return section.blocks[0]


def in_section(op: Operation) -> bool:
    parent = op.parent_op()
    while parent is not None:
        if isinstance(parent, tile.SectionOp):
            return True
        parent = parent.parent_op()
    return False


def block_values(body: Block) -> list[SSAValue]:
    """Returns the blocks that live outside of sections, in program order."""
    values: list[SSAValue] = []
    for op in body.ops:
        if isinstance(op, scf.ForOp):
            values += [arg for arg in op.body.block.args if isinstance(arg.type, tile.BlockType)]
            values += block_values(op.body.block)
        values += [value for value in op.results if isinstance(value.type, tile.BlockType)]
    return values


def yield_of(loop: scf.ForOp) -> scf.YieldOp:
    end = loop.body.block.last_op
    assert isinstance(end, scf.YieldOp)
    return end


def is_fresh(value: SSAValue, user: Operation) -> bool:
    """Tells whether a section beside `user` makes the value for it alone."""
    return (
        isinstance(value.owner, tile.SectionOp)
        and value.owner.parent_block() is user.parent_block()
        and len(list(value.uses)) == 1
    )


def inner_of_nest(loop: scf.ForOp, n: int) -> tuple[scf.ForOp, int] | None:
    """Returns the loop inside `loop` that only hands the carried value on, and its position."""
    arg, passed = loop.body.block.args[n + 1], yield_of(loop).arguments[n]
    if not isinstance(passed, OpResult) or not isinstance(passed.op, scf.ForOp):
        return None
    inner = passed.op
    alone = len(list(arg.uses)) == 1 and len(list(passed.uses)) == 1
    same = inner.parent_block() is loop.body.block and inner.iter_args[passed.index] is arg
    return (inner, passed.index) if alone and same else None


def continues_nest(loop: scf.ForOp, n: int) -> bool:
    """Tells whether `loop` takes over what the loop around it carries."""
    init = loop.iter_args[n]
    if not isinstance(init, BlockArgument):
        return False
    outer = init.block.parent_op()
    return isinstance(outer, scf.ForOp) and inner_of_nest(outer, init.index - 1) == (loop, n)


def accumulates(loop: scf.ForOp, n: int) -> bool:
    """Tells whether the packer accumulates what a loop carries, in L1."""
    inner = inner_of_nest(loop, n)
    if inner is not None:
        return accumulates(*inner)
    uses = list(loop.body.block.args[n + 1].uses)
    return (
        len(uses) == 1
        and isinstance(uses[0].operation, tile.SectionOp)
        and uses[0].operation.acc is loop.body.block.args[n + 1]
    )


def used_by_compute(value: SSAValue) -> bool:
    return any(not isinstance(use.operation, tile.StoreOp) for use in value.uses)


def consumed_by_compute(value: SSAValue) -> bool:
    """Tells whether the value shares its buffer with what compute consumes in a loop."""
    if isinstance(value, BlockArgument):
        return True
    assert isinstance(value, OpResult)
    return isinstance(value.op, scf.ForOp) and not accumulates(value.op, value.index)


def yield_again(section: tile.SectionOp, index: int) -> SSAValue:
    """Makes a section yield one of its values a second time; returns the new result."""
    end = section.yielded
    types = [value.type for value in section.blocks]
    end.operands = [*end.values, end.values[index]]
    made = tile.SectionOp(
        list(section.ins),
        section.view_names,
        section.subblock_dims,
        [*types, types[index]],
        section.detach_region(section.body),
        acc=section.acc,
    )
    made.location = section.location
    block = section.parent_block()
    assert block is not None
    block.insert_op_before(made, section)
    for old, new in zip(section.blocks, made.blocks, strict=False):
        new.name_hint = old.name_hint
        old.replace_all_uses_with(new)
    section.detach()
    section.erase()
    return made.blocks[-1]
