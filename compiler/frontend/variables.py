"""
Scalars that keep a value from statement to statement: `T.alloc_var`, `T.alloc_local` of one.

Integers and conditions steer the kernel: every core keeps them for itself. Fractions are data,
which may come from buffers: a fragment of one element. Inside T.Parallel a scalar belongs to an
iteration: what one writes it reads again, and nothing of it is left afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from xdsl.dialects import arith
from xdsl.dialects.builtin import IndexType
from xdsl.ir import SSAValue

from ttc.dialects import grid
from ttc.dtypes import FLOAT32, INT32, DType
from ttc.frontend import indices, operands
from ttc.frontend.convert import BOOL
from ttc.frontend.values import Buffer, Element, Index, Scalar, Variable
from ttc.language.place import error

if TYPE_CHECKING:
    from ttc.frontend.kernel import KernelLowering

_MOST = 2**31 - 1


def is_variable(value: object) -> TypeGuard[Variable]:
    return isinstance(value, Variable)


def number(k: KernelLowering, ssa: SSAValue, dtype: DType) -> Index | Scalar:
    """Makes a scalar known when the kernel runs: an integer may be an index as well."""
    if dtype.is_float or dtype == BOOL:
        return Scalar(ssa, dtype)
    as_index = k.builder.once(("index", ssa), lambda: arith.IndexCastOp(ssa, IndexType()))
    k.conversions.append(as_index)
    return indices.opaque(k.builder, as_index, -_MOST - 1, _MOST)


def element_of(buffer: Buffer) -> Element:
    """Returns the only element of a scalar that is kept as a block."""
    return Element(buffer, (0,) * len(buffer.shape), (None,) * len(buffer.shape))


def read(k: KernelLowering, place: Variable | Element) -> Index | Scalar | Element:
    """Reads a variable as it is at this statement; what is kept as a block, in T.Parallel."""
    buffer = place.buffer
    if not buffer.is_var:
        return element_of(buffer) if k.parallel is None else k.load(element_of(buffer))
    held = held_by(k, buffer)
    if held is not None:
        return held
    load = grid.LoadOp(buffer.ssa, [k.builder.index(0)])
    return number(k, k.emit(load), buffer.element)


def held_by(k: KernelLowering, buffer: Buffer) -> Scalar | None:
    """Returns what this iteration of T.Parallel wrote to its own scalar, None if nothing."""
    _check_kept(k, buffer)
    if k.parallel is None or k.parallel.is_statement:
        return None
    held = k.parallel.held.get(buffer.ssa)
    if held is None:
        k.parallel.outer_reads.setdefault(buffer.ssa, k.span)
    return held


def hold(k: KernelLowering, buffer: Buffer, value: object) -> bool:
    """Keeps what an iteration of T.Parallel writes to a scalar; False outside T.Parallel."""
    if k.parallel is None or k.parallel.is_statement:
        k.lost.pop(buffer.ssa, None)
        return False
    if buffer.ssa in k.parallel.outer_reads:
        raise error(
            f"iterations of T.Parallel meet in {buffer.title}: each reads what another wrote"
        ).note("reduce over a buffer with T.reduce_sum or T.reduce_max")
    k.parallel.held[buffer.ssa] = operands.cast(k, value, buffer.element)
    k.lost[buffer.ssa] = k.span
    return True


def _check_kept(k: KernelLowering, buffer: Buffer) -> None:
    if buffer.ssa in k.lost and (k.parallel is None or buffer.ssa not in k.parallel.held):
        raise error(f"{buffer.title} is read after iterations of T.Parallel wrote it").note(
            "each iteration has its own: write the result to a buffer", k.lost[buffer.ssa]
        )


def write(k: KernelLowering, buffer: Buffer, value: object) -> None:
    """Gives a variable a value, converted to its type."""
    if not buffer.is_var and k.parallel is None:
        with k.elementwise((1,)):
            k.store(element_of(buffer), value)
        return
    if not buffer.is_var:
        k.store(element_of(buffer), value)
        return
    if hold(k, buffer, value):
        return
    converted = operands.cast(k, value, buffer.element)
    k.builder.insert(grid.StoreOp(converted.ssa, buffer.ssa, [k.builder.index(0)]))


def kept_as(k: KernelLowering, dtype: DType) -> DType:
    """Returns the type in which the cores keep a scalar: one of 32 bits, or a condition."""
    if dtype.is_float:
        return FLOAT32
    return BOOL if dtype == BOOL else INT32
