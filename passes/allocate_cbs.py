"""
`allocate-cbs`: ids, depths and the L1 budget.

    %s = host.cb "A_shared" "reader" to "compute" : !metal.cb<4x1xbf16, depth=2>

    %s = host.cb "A_shared" "reader" to "compute" : !metal.cb<4x1xbf16, depth=2, id=0>

What exceeds L1 gives up depth, the largest buffer first, down to what each must hold; a kernel
that does not fit even then is refused. float32 pages that are only copied, broadcast or transposed
go to DST unrounded (`unpack_to_dest`), since the source registers would cut them to TF32.
"""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ArrayAttr, Float32Type, IntegerAttr, ModuleOp, StringAttr
from xdsl.ir import SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter

from ttc.diagnostics import CompileError
from ttc.dialects import host, metal, tile
from ttc.dialects.metal import CBType
from ttc.dtypes import dtype_of
from ttc.passes.sections import needs_source_registers
from ttc.targets import TARGETS


@dataclass(frozen=True)
class AllocateCBsPass(ModulePass):
    """Numbers the circular buffers of each program and fits them into L1."""

    name = "allocate-cbs"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        kernels = {k.sym_name.data: k for k in op.ops if isinstance(k, metal.KernelOp)}
        for program in op.ops:
            if isinstance(program, host.ProgramOp):
                allocate(program, kernels)


def allocate(program: host.ProgramOp, kernels: dict[str, metal.KernelOp]) -> None:
    buffers = [op for op in program.body.block.ops if isinstance(op, host.CBOp)]
    bindings = [op for op in program.body.block.ops if isinstance(op, host.KernelOp)]
    target = TARGETS[program.target.data]
    if len(buffers) > target.cb_count:
        raise CompileError.at(
            buffers[target.cb_count],
            f"kernel '{program.sym_name.data}' needs {len(buffers)} circular buffers; "
            f"a {target.name} core has {target.cb_count}",
        ).note("use fewer buffers at a time, or split the kernel in two")
    depths = fit(program, buffers)
    for index, buffer in enumerate(buffers):
        old = type_of(buffer)
        args = {
            binding.role.data: kernels[binding.kernel.data].args[n]
            for binding in bindings
            for n, value in enumerate(binding.bound)
            if value is buffer.cb
        }
        unrounded = (
            isinstance(old.element_type, Float32Type)
            and "compute" in args
            and buffer.consumer.data == "compute"
            and only_copied(args["compute"])
        )
        made = CBType.of(old.dims, old.element_type, depths[index], index, unrounded)
        for arg in args.values():
            Rewriter.replace_value_with_new_type(arg, made)
        Rewriter.replace_value_with_new_type(buffer.cb, made)
        buffer.attributes.pop("least", None)


def type_of(buffer: host.CBOp) -> CBType:
    assert isinstance(buffer.cb.type, CBType)
    return buffer.cb.type


def fit(program: host.ProgramOp, buffers: list[host.CBOp]) -> list[int]:
    """Returns the depth of each buffer, in blocks, such that all fit into L1 together."""
    depths = [type_of(buffer).depth.data for buffer in buffers]
    block_bytes = [type_of(b).block_pages * type_of(b).page_bytes for b in buffers]
    least = [least_depth(buffer) for buffer in buffers]
    available = program.l1_available.value.data
    shallower: dict[int, int] = {}

    def used() -> int:
        return sum(depth * size for depth, size in zip(depths, block_bytes, strict=True))

    while used() > available:
        able = [n for n in range(len(buffers)) if depths[n] > least[n]]
        if not able:
            raise too_large(program, buffers, depths, block_bytes)
        largest = max(able, key=lambda n: (depths[n] * block_bytes[n], n))
        shallower.setdefault(largest, depths[largest])
        depths[largest] -= 1
    for n, wanted in shallower.items():
        add_note(
            program,
            f"'{buffers[n].cb_name.data}' holds {depths[n]} of the {wanted} blocks asked for: "
            f"L1 has {available} bytes for circular buffers",
        )
    return depths


def least_depth(buffer: host.CBOp) -> int:
    least = buffer.attributes.get("least")
    return least.value.data if isinstance(least, IntegerAttr) else 1


def too_large(
    program: host.ProgramOp, buffers: list[host.CBOp], depths: list[int], block_bytes: list[int]
) -> CompileError:
    sizes = [depth * size for depth, size in zip(depths, block_bytes, strict=True)]
    largest = max(range(len(buffers)), key=lambda n: sizes[n])
    target, available = TARGETS[program.target.data], program.l1_available.value.data
    error = CompileError.at(
        buffers[largest],
        f"the buffers of kernel '{program.sym_name.data}' need {sum(sizes)} bytes of L1; "
        f"a {target.name} core has {available} for them (of {target.l1_bytes})",
    )
    for n in sorted(range(len(buffers)), key=lambda n: -sizes[n]):
        dtype = dtype_of(type_of(buffers[n]).element_type)
        pages = depths[n] * type_of(buffers[n]).block_pages
        error.note(
            f"'{buffers[n].cb_name.data}' takes {sizes[n]} bytes: {pages} tiles of {dtype.name}"
        )
    return error.note("make the blocks smaller")


def add_note(program: host.ProgramOp, text: str) -> None:
    notes = program.notes.data if program.notes is not None else ()
    program.properties["notes"] = ArrayAttr([*notes, StringAttr(text)])


def only_copied(cb: SSAValue) -> bool:
    """Tells whether compute reads a buffer only by bringing its tiles into DST as they are."""
    for use in cb.uses:
        op = use.operation
        if isinstance(op, tile.SectionOp) and cb in op.ins:
            arg = op.body.block.args[list(op.ins).index(cb)]
            if any(needs_source_registers(u.operation, arg) for u in arg.uses):
                return False
        elif needs_source_registers(op, cb):
            return False
    return True
