"""Prints the description of a kernel as host.py (ttnn)."""

from __future__ import annotations

from ttc.codegen.description import MATH_FIDELITY, Argument, Description, Kernel, Program, Tensor
from ttc.codegen.frames import render
from ttc.codegen.host_text import (
    CB_COUNT,
    WIDTH,
    buffer_comment,
    cores_in_words,
    fp32_buffers,
    io_order,
    launch_in_words,
    listing,
    rows,
    runtime_values,
    suffixed,
    variables,
)
from ttc.codegen.names import PYTHON_RESERVED
from ttc.dtypes import BFLOAT8_B

_NUMPY = {"bfloat16": "float32", "bfloat8_b": "float32"}
"""numpy's name of a type on the host, where it differs: numpy itself has none of these."""
_CONFIGS = {
    "reader": "ttnn.ReaderConfigDescriptor()",
    "compute": "compute_config",
    "writer": "ttnn.WriterConfigDescriptor()",
}


def host_py(kernel: Description) -> str:
    """Returns host.py, which builds ProgramDescriptors and runs them with `ttnn.generic_op`."""
    names = variables(kernel, PYTHON_RESERVED | suffixed(kernel, ("WORK", "CORES")))
    callers = [tensor for tensor in kernel.tensors if not tensor.is_scratch]
    arguments = "tensors, scalars" if kernel.scalars else "tensors"
    writes_rows = any(t.is_rows and t.role != "in" for t in kernel.tensors)
    whose = "`tensors` and `scalars`" if kernel.scalars else "`tensors`"
    return render(
        "host.py",
        kernel=kernel.name,
        target=kernel.target,
        source=kernel.source,
        cores=cores_in_words(kernel),
        given=[
            *(f"{t.name}={t.name}.npy" for t in callers if t.role != "out" and not t.of),
            *(f"{s.name}={1 if s.default is None else s.default}" for s in kernel.scalars),
        ],
        otherwise=_otherwise(kernel),
        outputs=[t.name for t in callers if t.role != "in"],
        shares_exponents=any(t.dtype == BFLOAT8_B and t.role != "in" for t in callers),
        tensors=[
            f'("{t.name}", "{t.role}", {list(t.shape)}, ttnn.{t.dtype.name}, np.{_numpy(t)})'
            for t in callers
        ],
        scalars=[f'("{s.name}", np.{s.dtype.name}, {s.default})' for s in kernel.scalars],
        layouts=[
            f'"{t.name}": ({[n for n in t.order if n >= 0]}, {list(t.device_shape)})'
            for t in callers
            if t.is_converted
        ],
        views=[f'"{t.name}": {list(t.view)}' for t in callers if t.is_viewed],
        row_major=[f'"{t.name}"' for t in callers if t.is_rows],
        copies=[f'"{t.name}": "{t.of}"' for t in callers if t.of],
        writes_rows=writes_rows,
        scratch=[_scratch(t, writes_rows) for t in kernel.tensors if t.is_scratch],
        arguments=arguments,
        unpacking=_unpacking([names[t.name] for t in kernel.tensors], "tensors"),
        scalar_unpacking=_unpacking([names[s.name] for s in kernel.scalars], "words(scalars)"),
        programs=[
            _program(kernel, program, names, arguments, whose) for program in kernel.programs
        ],
        run_doc=f"Runs the kernel once on {whose}, all of them in order; fills the outputs.",
        configs=_CONFIGS,
        fidelity=MATH_FIDELITY,
        cb_count=CB_COUNT,
    )


def _program(
    kernel: Description, program: Program, names: dict[str, str], arguments: str, whose: str
) -> dict[str, object]:
    scratch = any(tensor.is_scratch for tensor in kernel.tensors)
    of = launch_in_words(kernel, program)
    every = "all parameters of the kernel, in order" if not kernel.scalars else "all, in order"
    which = "the kernel's, then SCRATCH" if scratch else every
    return {
        "suffix": program.suffix,
        "of": of,
        "doc": f"Describes the program{of} for {whose}: {which}.",
        "core_ranges": program.core_ranges,
        "work": rows([(*row.core, row.start, row.count) for row in program.work], "(", ")"),
        "fp32_dest": program.fp32_dest,
        "fp32_buffers": fp32_buffers(program),
        "packs_bfloat8_b": program.packs_bfloat8_b,
        "kernels": [
            {
                "role": part.role,
                "file": part.file,
                "compile_time_args": [
                    _compile_time(argument, names) for argument in part.compile_time_args
                ],
                "runtime_args": _runtime(part, names),
            }
            for part in program.kernels
        ],
        "buffers": _buffers(program),
        "call": _call(kernel, program, arguments),
    }


def _scratch(tensor: Tensor, says_layout: bool) -> str:
    layout = f", ttnn.{'ROW_MAJOR' if tensor.is_rows else 'TILE'}_LAYOUT" if says_layout else ""
    return f"({list(tensor.device_shape)}, ttnn.{tensor.dtype.name}{layout})"


def _numpy(tensor: Tensor) -> str:
    return _NUMPY.get(tensor.dtype.name, tensor.dtype.name)


def _otherwise(kernel: Description) -> str:
    """What becomes of a parameter that the command line does not give."""
    if not kernel.scalars:
        return "an array that is not given is random"
    if all(scalar.default is None for scalar in kernel.scalars):
        return "what is not given is random"
    return "what is not given is random,\nor has its default"


def _compile_time(argument: Argument, names: dict[str, str]) -> str:
    if argument.kind == "cb":
        return f"{argument.value},  # {argument.name}"
    return f"*accessor({names[argument.name]}),"


def _runtime(kernel: Kernel, names: dict[str, str]) -> str:
    values = runtime_values(kernel, names, "{}.buffer_address()")
    return listing(f"        {kernel.role}_args[x][y] = [", values, "]", ",")


def _buffers(program: Program) -> list[str]:
    lines: list[str] = []
    for buffer in program.buffers:
        sizes = f"page_bytes={buffer.page_bytes}, pages={buffer.pages}"
        cores = f"CORES{program.suffix}"
        lines += [
            f"# {buffer_comment(buffer)}",
            f"circular_buffer({cores}, {buffer.id}, ttnn.{buffer.dtype.name}, {sizes}),",
        ]
    return lines


def _call(kernel: Description, program: Program, arguments: str) -> str:
    """The statements that run one program: `generic_op` takes its inputs before its outputs."""
    order = io_order(kernel, program)
    if len(order) == 1:  # generic_op wants an input and an output, whatever the program does
        order *= 2
    create = f"create_program{program.suffix}({arguments})"
    if order == list(range(len(kernel.tensors))):
        return f"    ttnn.generic_op(list(tensors), {create})"
    chosen = f"    inputs_first = [tensors[index] for index in {order}]"
    return f"{chosen}\n    ttnn.generic_op(inputs_first, {create})"


def _unpacking(names: list[str], value: str) -> str:
    """Python's assignment of a list to a variable each."""
    if len(names) == 1:
        return f"    ({names[0]},) = {value}"
    line = f"    {', '.join(names)} = {value}"
    return line if len(line) <= WIDTH else listing("    (", names, f") = {value}", ",")
