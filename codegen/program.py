"""All files of one program."""

from __future__ import annotations

from xdsl.dialects.builtin import ModuleOp

from ttc.codegen.description import describe
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
    kernels = {op.sym_name.data: op for op in _kernels(module)}
    files: dict[str, str] = {}
    for kernel in program.kernels:
        if kernel.function not in kernels:
            raise CompileError.at(programs[0], f"the module has no kernel '@{kernel.function}'")
        files[kernel.file] = kernel_cpp(kernels[kernel.function], program.name)
    files["host.py"] = host_py(program)
    files["host.cpp"] = host_cpp(program)
    files["plan.json"] = f"{to_json(plan_of(program))}\n"
    return files


def emit_kernels(module: ModuleOp) -> dict[str, str]:
    """Returns the C++ of every kernel of a module without a program, by file name."""
    return {f"{op.sym_name.data}.cpp": kernel_cpp(op, op.sym_name.data) for op in _kernels(module)}


def kernel_cpp(kernel: metal.KernelOp, program: str) -> str:
    """Returns the file of one kernel of the program of that name."""
    role = kernel.role.data
    text = print_kernel(kernel)
    return render(
        "kernel.cpp",
        role=role,
        kernel=program,
        path=_PATHS[role],
        headers=text.headers,
        helpers=text.helpers,
        body=text.body,
    )


def _kernels(module: ModuleOp) -> list[metal.KernelOp]:
    return [op for op in module.body.block.ops if isinstance(op, metal.KernelOp)]
