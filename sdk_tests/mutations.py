"""Edits that a broken emitter might make, and which level says what of each."""

from __future__ import annotations

from dataclasses import dataclass

LONG_ENOUGH = 40
"""Seconds: wolfpine takes ten for these programs, and forever for one that hangs."""

DIFFERS = "the result differs from ours"
HANGS = f"it was ended after {LONG_ENOUGH} s"


@dataclass(frozen=True)
class Mutation:
    """`old` becomes `new` in one file of a program, and `level` says `says` of it."""

    name: str
    level: str
    program: str
    file: str
    old: str
    new: str
    says: str

    def __str__(self) -> str:
        return f"{self.name}-{self.level}"


MUTATIONS = [
    Mutation(
        "wrong arity",
        "check",
        "sub",
        "compute.cpp",
        ", t, t, t)",
        ", t, t)",
        "'sub_tiles' takes 5 arguments, 4 given",
    ),
    Mutation(
        "wrong arity",
        "headers",
        "sub",
        "compute.cpp",
        ", t, t, t)",
        ", t, t)",
        "no matching function for call to 'sub_tiles(",
    ),
    Mutation(
        "unknown function",
        "check",
        "mul",
        "compute.cpp",
        "mul_tiles(",
        "mul_tile(",
        "the SDK has no function 'mul_tile'",
    ),
    Mutation(
        "missing include",
        "check",
        "sub",
        "compute.cpp",
        '#include "api/compute/eltwise_binary.h"\n',
        "",
        "'sub_init' is used without its header",
    ),
    Mutation(
        "unknown function",
        "headers",
        "mul",
        "compute.cpp",
        "mul_tiles(",
        "mul_tile(",
        "'mul_tile' was not declared in this scope",
    ),
    Mutation(
        "missing include",
        "headers",
        "sub",
        "compute.cpp",
        '#include "api/compute/eltwise_binary.h"\n',
        "",
        "'sub_tiles' was not declared in this scope",
    ),
    Mutation(
        "compile-time argument that is not there",
        "headers",
        "sub",
        "reader.cpp",
        "get_compile_time_arg_val(1)",
        "get_compile_time_arg_val(11)",
        "static assertion failed: Index out of range",
    ),
    Mutation(
        "no kernel_main",
        "headers",
        "sub",
        "writer.cpp",
        "kernel_main",
        "kernel_entry",
        "there is no void kernel_main()",
    ),
    Mutation(
        "no kernel_main",
        "mock",
        "sub",
        "writer.cpp",
        "kernel_main",
        "kernel_entry",
        "undefined reference to `kernel_main()'",
    ),
    Mutation(
        "swapped arguments",
        "wolfpine",
        "sub",
        "compute.cpp",
        "(cb_a, cb_b, t",
        "(cb_b, cb_a, t",
        DIFFERS,
    ),
    Mutation(
        "wrong init",
        "check",
        "sub",
        "compute.cpp",
        "sub_init(",
        "add_init(",
        "'sub_tiles' needs sub_init before it; add_init came since",
    ),
    Mutation("wrong init", "wolfpine", "sub", "compute.cpp", "sub_init(", "add_init(", DIFFERS),
    Mutation(
        "missing init",
        "check",
        "gemm_nn",
        "compute.cpp",
        "matmul_block_init(",
        "// (",
        "'matmul_block' needs matmul_block_init before it; there was none",
    ),
    Mutation(
        "missing read barrier",
        "check",
        "sub",
        "reader.cpp",
        "noc_async_read_barrier();",
        "",
        "'a' is pushed while reads into it are under way",
    ),
    Mutation(
        "missing write barrier",
        "check",
        "sub",
        "writer.cpp",
        "noc_async_write_barrier();",
        "",
        "the kernel ends while writes are under way",
    ),
    Mutation(
        "missing pop",
        "check",
        "sub",
        "compute.cpp",
        "cb_pop_front(cb_a, 2);",
        "",
        "pages of 'a' are waited for and never popped",
    ),
    Mutation(
        "missing commit",
        "check",
        "sub",
        "compute.cpp",
        "tile_regs_commit();",
        "",
        "no DST section was committed, pack would wait forever",
    ),
    Mutation("missing commit", "wolfpine", "sub", "compute.cpp", "tile_regs_commit();", "", HANGS),
    Mutation("wrong page", "wolfpine", "sub", "writer.cpp", "* 2048", "* 0", DIFFERS),
    Mutation(
        "circular buffer that is not declared",
        "check",
        "sub",
        "plan.json",
        '{"kind": "cb", "name": "b", "value": 1}',
        '{"kind": "cb", "name": "b", "value": 9}',
        "circular buffer 'b' has id 1, not 9",
    ),
    Mutation(
        "buffers beyond L1",
        "mock",
        "sub",
        "host.py",
        "pages=4",
        "pages=4000",
        "beyond max L1 size",
    ),
    Mutation(
        "kernel file that is not there",
        "mock",
        "sub",
        "host.py",
        "reader.cpp",
        "red.cpp",
        "Cannot open kernel source file",
    ),
    Mutation(
        "core outside of the grid",
        "mock",
        "sub",
        "host.py",
        "CoreCoord(5, 0)",
        "CoreCoord(70, 0)",
        "is outside the worker grid 8x8",
    ),
]
