"""Where a launch touches its global tensors, in block, loop and element variables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xdsl.dialects import scf
from xdsl.ir import Block, BlockArgument, Operation, SSAValue

from ttc.dialects import grid
from ttc.passes.affine import Linear, linear

Interval = tuple[int, int]


@dataclass(frozen=True, eq=False)
class GlobalAccess:
    """
    A rectangle of a global tensor that an op reads or writes.

    It begins at `offsets`, everywhere if there are none; `loops` are the variables of the loops and
    of the T.Parallel around the op inside the launch, outermost first. It takes place where each of
    the `conditions` has the value beside it.
    """

    op: Operation
    tensor: SSAValue
    offsets: tuple[SSAValue, ...]
    sizes: tuple[int, ...]
    loops: tuple[BlockArgument, ...]
    conditions: tuple[tuple[SSAValue, bool], ...]
    is_write: bool

    @property
    def forms(self) -> list[Linear]:
        return [linear(offset) for offset in self.offsets]

    @property
    def shape(self) -> tuple[int, ...]:
        assert isinstance(self.tensor.type, grid.BufferType)
        return self.tensor.type.dims

    @property
    def name(self) -> str:
        return f"'{self.tensor.name_hint or 'a tensor'}'"


def global_accesses(launch: grid.LaunchOp) -> list[GlobalAccess]:
    """Returns the accesses of a launch in program order."""
    found: list[GlobalAccess] = []
    for op in launch.body.walk():
        found.extend(_accesses(op, launch.body.block))
    return found


def _accesses(op: Operation, top: Block) -> Iterator[GlobalAccess]:
    match op:
        case grid.CopyOp():
            if _is_global(op.src):
                yield _access(op, op.src, tuple(op.src_offsets), op.src_shape, top, False)
            if _is_global(op.dst):
                yield _access(op, op.dst, tuple(op.dst_offsets), op.dst_shape, top, True)
        case grid.Im2colOp():
            # Where a window looks is no rectangle: it reads the tensor.
            shape = grid.buffer_type(op.src).dims
            yield _access(op, op.src, (), shape, top, False)
        case grid.LoadOp() if _is_global(op.buffer):
            yield _access(op, op.buffer, tuple(op.indices), (1,) * len(op.indices), top, False)
        case grid.StoreOp() if _is_global(op.buffer):
            yield _access(op, op.buffer, tuple(op.indices), (1,) * len(op.indices), top, True)
        case _:
            return


def _is_global(buffer: SSAValue) -> bool:
    return isinstance(buffer.type, grid.BufferType) and buffer.type.is_global


def _access(
    op: Operation,
    tensor: SSAValue,
    offsets: tuple[SSAValue, ...],
    sizes: tuple[int, ...],
    top: Block,
    is_write: bool,
) -> GlobalAccess:
    loops: list[BlockArgument] = []
    conditions: list[tuple[SSAValue, bool]] = []
    block = op.parent
    while block is not None and block is not top:
        loops[:0] = block.args
        around = block.parent_op()
        if isinstance(around, scf.IfOp):
            conditions.append((around.cond, block.parent is around.true_region))
        block = block.parent_block()
    return GlobalAccess(op, tensor, offsets, sizes, tuple(loops), tuple(conditions), is_write)


def variable_range(variable: SSAValue) -> Interval | None:
    """Returns the smallest and largest value of a block, loop or element variable."""
    if not isinstance(variable, BlockArgument):
        return None
    match variable.block.parent_op():
        case grid.LaunchOp() as launch:
            return 0, launch.grid[variable.index] - 1
        case grid.ParallelOp() as parallel:
            return 0, parallel.dims[variable.index] - 1
        case scf.ForOp() as loop:
            low, high = form_range(linear(loop.lb)), form_range(linear(loop.ub))
            return None if low is None or high is None else (low[0], max(low[0], high[1] - 1))
        case _:
            return None


def form_range(form: Linear) -> Interval | None:
    """Returns the range of a linear form; None if a term is none of the variables."""
    low = high = form.constant
    for term, factor in form.terms.items():
        bounds = variable_range(term)
        if bounds is None:
            return None
        ends = (bounds[0] * factor, bounds[1] * factor)
        low, high = low + min(ends), high + max(ends)
    return low, high
