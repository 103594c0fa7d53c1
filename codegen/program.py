"""All files of one kernel."""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.dialects.builtin import ModuleOp

from ttc.codegen.description import describe
from ttc.codegen.frames import render
from ttc.codegen.host import host_py
from ttc.codegen.host_cpp import host_cpp
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
    """Returns the files of the module's one kernel, by name; it may have several launches."""
    launches = [op for op in module.body.block.ops if isinstance(op, host.ProgramOp)]
    names = {op.kernel_name for op in launches}
    if len(names) != 1 or (len(launches) > 1 and any(op.launch is None for op in launches)):
        raise CompileError.at(
            module, f"{len(launches)} programs in the module; those of one kernel are printed"
        )
    description = describe(launches)
    kernels = {op.sym_name.data: op for op in _kernels(module)}
    files: dict[str, str] = {}
    for launch, program in zip(launches, description.programs, strict=True):
        for kernel in program.kernels:
            if kernel.function not in kernels:
                raise CompileError.at(launch, f"the module has no kernel '@{kernel.function}'")
            tensors = [arg.name for arg in kernel.runtime_args if arg.kind == "address"]
            files[kernel.file] = kernel_cpp(kernels[kernel.function], program.name, tensors)
    files["host.py"] = host_py(description)
    files["host.cpp"] = host_cpp(description)
    files["plan.json"] = f"{to_json(plan_of(description))}\n"
    return files


def emit_kernels(module: ModuleOp) -> dict[str, str]:
    """Returns the C++ of every kernel of a module without a program, by file name."""
    return {f"{op.sym_name.data}.cpp": kernel_cpp(op, op.sym_name.data) for op in _kernels(module)}


def kernel_cpp(kernel: metal.KernelOp, program: str, tensors: Sequence[str] = ()) -> str:
    """Returns the file of one kernel of a program; `tensors` are as `print_kernel` takes them."""
    role = kernel.role.data
    text = print_kernel(kernel, tensors)
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
