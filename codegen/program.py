"""All files of one program."""

from __future__ import annotations

from xdsl.dialects.builtin import ModuleOp

from ttc.codegen.description import Kernel, Program, describe
from ttc.codegen.frames import render
from ttc.codegen.host import host_cpp, host_py
from ttc.codegen.kernels import print_kernel
from ttc.codegen.plan import plan_of, to_json
from ttc.diagnostics import CompileError
from ttc.dialects import host, metal

_PATHS = {
    "reader": "DRAM -> circular buffers",
    "compute": "circular buffers -> DST -> circular buffers",
    "writer": "circular buffers -> DRAM",
}


def emit_program(module: ModuleOp) -> dict[str, str]:
    """Returns the files of the module's one program, by name."""
    programs = [op for op in module.body.block.ops if isinstance(op, host.ProgramOp)]
    if len(programs) != 1:
        raise CompileError.at(module, f"{len(programs)} programs in the module; one is printed")
    program = describe(programs[0])
    kernels = {
        op.sym_name.data: op for op in module.body.block.ops if isinstance(op, metal.KernelOp)
    }
    files = {
        kernel.file: _kernel_cpp(program, kernel, kernels[kernel.function])
        for kernel in program.kernels
    }
    files["host.py"] = host_py(program)
    files["host.cpp"] = host_cpp(program)
    files["plan.json"] = f"{to_json(plan_of(program))}\n"
    return files


def _kernel_cpp(program: Program, kernel: Kernel, op: metal.KernelOp) -> str:
    text = print_kernel(op)
    return render(
        "kernel.cpp",
        role=kernel.role,
        kernel=program.name,
        path=_PATHS[kernel.role],
        headers=text.headers,
        helpers=text.helpers,
        body=text.body,
    )
