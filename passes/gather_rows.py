"""
`gather-rows`: tensors that are read at any row lie on the device row by row.

    %x = tile.load %X[%n, %h, %w, %c0] : !tile.tensor<2x10x40x32xbf16, dram> -> tensor<32x32xbf16>

    %x = tile.load %X[%n, %h, %w, %c0] : !tile.tensor<2x10x40x32xbf16, dram_rows>
                                      -> tensor<32x32xbf16>

Memory moves in tiles where all blocks of a tensor begin at multiples of 32. Where one of them does
not, no tile holds it: if the tensor is only read, a page becomes a row, the reader gathers rows,
zeros for those outside, and compute makes tiles of them.
What a convolution's window sees is gathered in the same way. Pieces of rows obey the alignment of
DRAM reads: 32 bytes on Wormhole, 64 on Blackhole (metalium noc_parameters.h).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

from xdsl.context import Context
from xdsl.dialects.builtin import (
    BFloat16Type,
    DictionaryAttr,
    Float32Type,
    ModuleOp,
    StringAttr,
)
from xdsl.ir import BlockArgument, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter

from ttc.diagnostics import CompileError
from ttc.dialects import tile
from ttc.dtypes import TILE_DIM, dtype_of
from ttc.parameters import REASONS, by_name, launch_of, parameter_names
from ttc.passes.affine import divisor_of, linear, range_of
from ttc.passes.rows import Rows, rows_of
from ttc.targets import Target, target_named


@dataclass(frozen=True)
class GatherRowsPass(ModulePass):
    """Decides which tensors lie in rows, and checks what their loads ask for."""

    name = "gather-rows"

    target: str = "wormhole"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        target = target_named(self.target)
        kernels = [kernel for kernel in op.ops if isinstance(kernel, tile.KernelOp)]
        launches = [kernel for kernel in kernels if launch_of(kernel) is not None]
        for group in (launches, *([kernel] for kernel in kernels if kernel not in launches)):
            # The launches of a function have its parameters, each of which lies in one way.
            for args in zip(*(tensors(kernel) for kernel in group), strict=True):
                place(group, args, target)


def place(kernels: Sequence[tile.KernelOp], args: Sequence[BlockArgument], target: Target) -> None:
    """Lays a tensor, which is an argument of each kernel, in rows if its loads want that."""
    loads = [load for arg in args for load in loads_of(arg)]
    misfit = next((load for load in loads if why_not_tiles(load)), None)
    if misfit is None or not may_be_rows(misfit, args, loads):
        return
    for arg in args:
        lay_in_rows(arg)
    for load in loads:
        check(load, rows_of(load), target)
    rows = rows_of(misfit)
    size = rows.length * rows.element_bytes
    text = f"{why_not_tiles(misfit)}: read in pieces of {size} bytes, made tiles by compute"
    for kernel, arg in zip(kernels, args, strict=True):
        name = parameter_names(kernel, kernel.args)[arg.index]
        reasons = {**by_name(kernel, REASONS), name: StringAttr(text)}
        kernel.attributes[REASONS] = DictionaryAttr(reasons)


def tensors(kernel: tile.KernelOp) -> list[BlockArgument]:
    return [arg for arg in kernel.args if isinstance(arg.type, tile.TensorType)]


def loads_of(tensor: SSAValue) -> list[tile.LoadOp]:
    return [use.operation for use in tensor.uses if isinstance(use.operation, tile.LoadOp)]


def why_not_tiles(op: tile.LoadOp) -> str:
    """Says why a block is no block of tiles; empty if it is one."""
    if op.window is not None:
        return "a window moves over it"
    for offset, name in zip(reversed(op.offsets[-2:]), ("columns", "rows"), strict=False):
        if not at_tile(offset):
            return f"its blocks begin at {name} that are no multiples of {TILE_DIM}"
    return ""


def at_tile(offset: SSAValue) -> bool:
    if range_of(offset)[0] < 0:
        return linear(offset).divided(TILE_DIM) is not None
    return divisor_of(offset) % TILE_DIM == 0


def may_be_rows(
    misfit: tile.LoadOp, args: Sequence[SSAValue], loads: Sequence[tile.LoadOp]
) -> bool:
    """Tells whether a tensor may lie in rows; refuses a window on one that may not."""
    assert isinstance(misfit.tensor.type, tile.TensorType)
    type_, name = misfit.tensor.type, misfit.tensor.name_hint
    written = next((use.operation for arg in args for use in arg.uses
                    if not isinstance(use.operation, tile.LoadOp)), None)  # fmt: skip
    windows = [op for op in loads if op.window is not None]
    known = isinstance(type_.element_type, BFloat16Type | Float32Type)
    if not windows:
        return written is None and known and type_.dims[-1] > 1
    if written is not None:
        raise (
            CompileError.at(windows[0], f"'{name}' is gathered here, and written elsewhere")
            .note("it is written here", written)
            .note("what is written is in tiles: return it, and pass it to a kernel of its own")
        )
    if not known:
        dtype = dtype_of(type_.element_type).name
        raise CompileError.at(windows[0], f"T.im2col of {dtype} elements is not supported").note(
            "rows of bfloat16 and float32 can be made tiles"
        )
    if not type_.is_as_written:
        other = next((op for op in loads if op.window is None), windows[0])
        raise CompileError.at(
            windows[0], f"'{name}' is gathered here, and read in another order elsewhere"
        ).note("the other blocks are read here", other)
    return True


def lay_in_rows(arg: SSAValue) -> None:
    assert isinstance(arg.type, tile.TensorType)
    old = arg.type
    made = tile.TensorType.of(old.dims, old.element_type, "dram_rows", old.order_dims)
    Rewriter.replace_value_with_new_type(arg, made)


def check(op: tile.LoadOp, rows: Rows, target: Target) -> None:
    """Refuses pieces of rows that do not begin where the NoC can read DRAM."""
    unit, name = target.dram_read_alignment, op.tensor.name_hint
    elements = unit // rows.element_bytes
    assert isinstance(op.tensor.type, tile.TensorType)
    step, channels = divisor_of(op.offsets[-1]), op.tensor.type.dims[-1]
    if op.window is not None:
        # The channel is what is left of an element's number; whole pixels begin at channel 0.
        step = gcd(step, channels) % channels
    steps = [step, rows.length if rows.pieces > 1 else 0]
    bad = next((step for step in steps if step % elements), None)
    if bad is not None:
        what = "channels" if op.window is not None else "columns"
        raise CompileError.at(
            op,
            f"'{name}' is read in rows, at steps of {bad} {what} ({bad * rows.element_bytes} "
            f"bytes); {target.name} reads DRAM at multiples of {unit} bytes",
        ).note(
            f"begin at multiples of {elements} {what}, or pad '{name}' to a multiple of "
            f"{elements} {what}"
        )
