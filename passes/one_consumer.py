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
carried one is copied. What a loop carries, and what a branch results in, must come from a section
of its own block, so that its buffer has one producer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from xdsl.context import Context
from xdsl.dialects import scf
from xdsl.dialects.builtin import Float32Type, ModuleOp
from xdsl.ir import Block, BlockArgument, Operation, OpResult, SSAValue, Use
from xdsl.passes import ModulePass

from ttc.dialects import tile
from ttc.passes.sections import copy_section, needs_source_registers
from ttc.targets import Target

LARGEST_COPY = 64
"""Tiles: 256 KB of L1, for which rounding to TF32 is avoided."""


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
        while any(self.keep_exact(value) for value in block_values(kernel.entry)):
            pass
        for op in list(kernel.walk()):
            if isinstance(op, scf.ForOp) and not in_section(op):
                self.carry(op)
            elif isinstance(op, scf.IfOp):
                self.choose(op)
        # A section that yields once more is a new op with new values.
        while any(self.separate(value) for value in block_values(kernel.entry)):
            pass
        # The copies made since then read what they copy as it is.
        while any(self.keep_exact(value) for value in block_values(kernel.entry)):
            pass

    def carry(self, loop: scf.ForOp) -> None:
        """Copies inits and yields that are not made for this loop alone."""
        end = yield_of(loop)
        for n in block_positions(loop.iter_args):
            init = loop.iter_args[n]
            if accumulates(loop, n) and isinstance(init.owner, scf.IfOp):
                loop.operands[3 + n] = self.copy(init, before=loop)
            elif not (is_fresh(init, loop) or continues_nest(loop, n)):
                loop.operands[3 + n] = self.copy(init, before=loop)
            if not is_fresh(end.arguments[n], end) and inner_of_nest(loop, n) is None:
                self.renew(end, n)

    def choose(self, branch: scf.IfOp) -> None:
        """Copies what both ways of a branch do not make for its result alone."""
        for region in branch.regions:
            end = region.block.last_op if region.blocks else None
            if isinstance(end, scf.YieldOp):
                for n in block_positions(end.arguments):
                    value = end.arguments[n]
                    if not is_fresh(value, end) and left_alone(branch, n) is not value:
                        self.renew(end, n)

    def renew(self, end: scf.YieldOp, n: int) -> None:
        """Hands on a block that nothing else uses."""
        value = end.arguments[n]
        owner = value.owner
        if isinstance(owner, tile.SectionOp) and owner.parent_block() is end.parent_block():
            assert isinstance(value, OpResult)
            end.operands[n] = yield_again(owner, value.index)
        else:
            end.operands[n] = self.copy(value, before=end)

    def keep_exact(self, value: SSAValue) -> bool:
        """
        Gives the FPU a copy of its own of a float32 block that is brought into DST, too.

        Its source registers cut float32 to TF32; a circular buffer they read is unpacked by way
        of them, also for others. Tells whether it did.
        """
        if not isinstance(tile.element_type_of(value), Float32Type):
            return False
        if prod(tile.dims_of(value)) > LARGEST_COPY:
            return False
        uses = [use for use in value.uses if isinstance(use.operation, tile.SectionOp)]
        fpu = [use for use in uses if goes_to_fpu(use)]
        if not fpu or len(fpu) == len(uses):
            return False
        other = self.again(value)
        other.name_hint = value.name_hint
        for use in fpu:
            use.operation.operands[use.index] = other
        return True

    def again(self, value: SSAValue) -> SSAValue:
        """Makes a value a second time."""
        owner = value.owner
        if isinstance(owner, tile.SectionOp):
            assert isinstance(value, OpResult)
            return yield_again(owner, value.index)
        first = owner.first_op if isinstance(owner, Block) else owner.next_op
        assert first is not None
        return self.copy(value, before=first)

    def separate(self, value: SSAValue) -> bool:
        """Gives the writer a copy of its own of what compute uses, too; tells whether it did."""
        stores = [use for use in value.uses if isinstance(use.operation, tile.StoreOp)]
        if not stores or not (used_by_compute(value) or consumed_by_compute(value)):
            return False
        other = self.again(value)
        for use in stores:
            use.operation.operands[use.index] = other
        return True

    def copy(self, value: SSAValue, before: Operation) -> SSAValue:
        section = copy_section(value, self.dst_tiles)
        section.location = section.yielded.location = before.location
        block = before.parent_block()
        assert block is not None
        block.insert_op_before(section, before)
        return section.blocks[0]


def goes_to_fpu(use: Use) -> bool:
    """Tells whether a section takes an input of its into the FPU's source registers."""
    section = use.operation
    assert isinstance(section, tile.SectionOp)
    if use.index >= len(section.ins):
        return False  # its accumulator, which the packer adds to
    arg = section.body.block.args[use.index]
    return any(needs_source_registers(inner.operation, arg) for inner in arg.uses)


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
        if isinstance(op, scf.ForOp | scf.IfOp):
            for region in op.regions:
                for block in region.blocks:
                    values += [arg for arg in block.args if isinstance(arg.type, tile.BlockType)]
                    values += block_values(block)
        values += [value for value in op.results if isinstance(value.type, tile.BlockType)]
    return values


def yield_of(loop: scf.ForOp) -> scf.YieldOp:
    end = loop.body.block.last_op
    assert isinstance(end, scf.YieldOp)
    return end


def left_alone(branch: scf.IfOp, n: int) -> BlockArgument | None:
    """
    Returns what a loop carries if the branch in it replaces that in one way only.

    Then it stays in its buffer on the other way: nothing waits for it, nothing is pushed.
    """
    loop, uses = branch.parent_op(), list(branch.results[n].uses)
    if not isinstance(loop, scf.ForOp) or len(uses) != 1 or uses[0].operation is not yield_of(loop):
        return None
    arg = loop.body.block.args[uses[0].index + 1]
    ends = {way.block.last_op: way.block for way in branch.regions}
    leaving = [end for end in ends if isinstance(end, scf.YieldOp) and end.arguments[n] is arg]
    others = [block for end, block in ends.items() if end not in leaving]
    if len(leaving) != 1 or len(others) != 1:
        return None
    changed = all(
        use.operation in leaving or others[0].find_ancestor_op_in_block(use.operation) is not None
        for use in arg.uses
    )
    return arg if changed else None


def block_positions(values: Sequence[SSAValue]) -> list[int]:
    """Returns which of the values are blocks; the others are scalars that every thread has."""
    return [n for n, value in enumerate(values) if isinstance(value.type, tile.BlockType)]


def is_fresh(value: SSAValue, user: Operation) -> bool:
    """Tells whether a section or branch beside `user` makes the value for it alone."""
    return (
        isinstance(value.owner, tile.SectionOp | scf.IfOp)
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
