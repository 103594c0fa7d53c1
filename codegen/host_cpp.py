"""Prints the description of a kernel as host.cpp (the C++ host API)."""

from __future__ import annotations

from ttc.codegen.description import MATH_FIDELITY, Description, Kernel, Program, Tensor
from ttc.codegen.frames import render
from ttc.codegen.host_text import (
    CB_COUNT,
    buffer_comment,
    cores_in_words,
    filled,
    fp32_buffers,
    launch_in_words,
    listing,
    rows,
    runtime_values,
    suffixed,
    variables,
)
from ttc.codegen.names import CPP_HOST_RESERVED

_PROCESSORS = {"reader": "RISCV_1", "writer": "RISCV_0"}
"""Reader and writer take one data-movement core and one NoC each (metalium, kernel_types.hpp)."""


def host_cpp(kernel: Description) -> str:
    """Returns host.cpp, the same launches through MeshDevice, CreateKernel and SetRuntimeArgs."""
    own = ("WORK", "CORES", "program", "workload", "create_program")
    names = variables(kernel, CPP_HOST_RESERVED | suffixed(kernel, own))
    callers = [tensor for tensor in kernel.tensors if not tensor.is_scratch]
    return render(
        "host.cpp",
        kernel=kernel.name,
        target=kernel.target,
        source=kernel.source,
        cores=cores_in_words(kernel),
        raw=any(_is_raw(tensor) for tensor in callers),
        reads_rows=any(tensor.is_rows and tensor.role != "in" for tensor in callers),
        writes_rows=any(tensor.is_rows and tensor.role != "out" for tensor in callers),
        defaults=_defaults(kernel),
        programs=[_program(kernel, program, names) for program in kernel.programs],
        allocations=[
            f"Tensor {names[t.name]} = allocate(*device, {t.pages}, {t.page_bytes});"
            for t in kernel.tensors
        ],
        writes=[_moved("write", t, names[t.name]) for t in callers if t.role != "out"],
        reads=[_moved("read", t, names[t.name]) for t in callers if t.role != "in"],
        scalars=[
            f"const uint32_t {names[s.name]} ="
            f' {s.dtype.name}_word(given(argc, argv, "{s.name}", "{s.default or 0}"));'
            for s in kernel.scalars
        ],
        scalar_types={scalar.dtype.name for scalar in kernel.scalars},
        processors=_PROCESSORS,
        fidelity=MATH_FIDELITY,
        cb_count=CB_COUNT,
    )


def _program(kernel: Description, program: Program, names: dict[str, str]) -> dict[str, object]:
    of = launch_in_words(kernel, program)
    tensors = [names[tensor.name] for tensor in kernel.tensors if tensor.name in program.roles]
    scalars = [names[scalar.name] for scalar in kernel.scalars if scalar.name in program.scalars]
    return {
        "suffix": program.suffix,
        "of": of,
        "doc": f"Describes the program{of} for what it uses of the kernel's parameters, in order.",
        "parameters": [
            *(f"const Tensor& {name}" for name in tensors),
            *(f"uint32_t {name}" for name in scalars),
        ],
        "core_ranges": program.core_ranges,
        "work": rows([(*row.core, row.start, row.count) for row in program.work], "{", "}"),
        "fp32_dest": program.fp32_dest,
        "fp32_buffers": fp32_buffers(program),
        "packs_bfloat8_b": program.packs_bfloat8_b,
        "buffers": [
            {
                "comment": buffer_comment(buffer),
                "call": f"circular_buffer(program, CORES{program.suffix}, {buffer.id},"
                f" tt::DataFormat::{buffer.dtype.data_format}, {buffer.page_bytes},"
                f" {buffer.pages});",
            }
            for buffer in program.buffers
        ],
        "kernels": [_kernel(part, names) for part in program.kernels],
        "create": listing(
            f"    Program program{program.suffix} = create_program{program.suffix}(",
            ["folder", *tensors, *scalars],
            ");",
        ),
    }


def _kernel(kernel: Kernel, names: dict[str, str]) -> dict[str, object]:
    values = runtime_values(kernel, names, "address({})", "work.{}")
    arguments = kernel.compile_time_args
    return {
        "role": kernel.role,
        "file": kernel.file,
        "words": filled(
            f"    std::vector<uint32_t> {kernel.role}_words = {{",
            [str(arg.value) for arg in arguments if arg.kind == "cb"],
            "};",
        ),
        "accessors": [names[arg.name] for arg in arguments if arg.kind == "accessor"],
        "runtime_args": listing(
            f"        SetRuntimeArgs(program, {kernel.role}, core, {{", values, "});"
        ),
    }


def _is_raw(tensor: Tensor) -> bool:
    """Whether elements share bytes, so that only whole tiles can be moved (bfloat8_b)."""
    return not tensor.is_rows and tensor.page_bytes % 1024 != 0


def _moved(verb: str, tensor: Tensor, name: str) -> str:
    """The statement that reads a file into a tensor, or writes it from one."""
    if _is_raw(tensor):
        return f'    {verb}_tiles(queue, "{tensor.name}.bin", {name});'
    file = f'"{tensor.of or tensor.name}.bin"'
    steps = [1]
    for extent in reversed(tensor.view[1:]):
        steps.insert(0, steps[0] * extent)
    shape = tensor.device_shape
    strides = [steps[n] if n >= 0 else 0 for n in tensor.order]
    if len(shape) == 1:
        shape, strides = (1, *shape), [0, *strides]
    layout = (str(tensor.dtype.bits // 8), _braces(shape), _braces(strides))
    if tensor.is_rows:
        verb = f"{verb}_row_major"
    return listing(f"    {verb}_tensor(", ["queue", file, f"{{{', '.join(layout)}}}", name], ");")


def _braces(numbers: tuple[int, ...] | list[int]) -> str:
    return f"{{{', '.join(map(str, numbers))}}}"


def _defaults(kernel: Description) -> str:
    given = [f"{s.name}={s.default}" for s in kernel.scalars if s.default is not None]
    return f"as in {', '.join(given)}, or 0" if given else "0"
