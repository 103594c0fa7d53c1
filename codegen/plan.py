"""Prints the description of a kernel as plan.json, version 2 (plan.schema.json)."""

from __future__ import annotations

import json
from typing import TypeAlias

from ttc.codegen.description import (
    MATH_FIDELITY,
    Argument,
    CircularBuffer,
    Description,
    Kernel,
    Program,
    Scalar,
    Tensor,
)

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
VERSION = 2
_WIDTH = 100


def plan_of(description: Description) -> dict[str, Json]:
    """Returns plan.json's content; equal descriptions give equal plans."""
    return {
        "version": VERSION,
        "kernel": description.name,
        "source": description.source,
        "target": description.target,
        "tensors": [_tensor(tensor) for tensor in description.tensors],
        "scalars": [_scalar(scalar) for scalar in description.scalars],
        "programs": [_program(program) for program in description.programs],
        "notes": [*description.notes],
    }


def _tensor(tensor: Tensor) -> Json:
    return {
        "name": tensor.name,
        "index": tensor.index,
        "role": "copy" if tensor.of else tensor.role,
        "shape": [*tensor.shape],
        "dtype": tensor.dtype.name,
        "layout": "row_major" if tensor.is_rows else "tile",
        "memory": f"{tensor.memory.removesuffix('_rows')}_interleaved",
        "view": [*tensor.view],
        "device_shape": [*tensor.device_shape],
        "order": [*tensor.order],
        "why": tensor.why,
        "tile_grid": [*tensor.tile_grid],
        "page_bytes": tensor.page_bytes,
    }


def _scalar(scalar: Scalar) -> Json:
    return {
        "name": scalar.name,
        "index": scalar.index,
        "dtype": scalar.dtype.name,
        "default": scalar.default,
    }


def _program(program: Program) -> Json:
    return {
        "name": program.name,
        "grid": [*program.grid],
        "schedule": {
            "work": program.dealing,
            "order": program.order,
            "panel": program.panel,
        },
        "cores": {
            "ranges": [[*rectangle] for rectangle in program.core_ranges],
            "count": len(program.work),
        },
        "circular_buffers": [_buffer(buffer) for buffer in program.buffers],
        "kernels": [_kernel(kernel) for kernel in program.kernels],
        "work": [
            {"core": [*row.core], "start": row.start, "count": row.count} for row in program.work
        ],
        "compute_config": {
            "math_fidelity": MATH_FIDELITY,
            "fp32_dest_acc_en": program.fp32_dest,
            "math_approx_mode": False,
            "dst_full_sync_en": False,
            "bfp8_pack_precise": program.packs_bfloat8_b,
        },
        "l1": {"used_bytes": program.l1_used, "available_bytes": program.l1_available},
        "dram": {"read_bytes": program.dram_read, "write_bytes": program.dram_write},
    }


def _buffer(buffer: CircularBuffer) -> Json:
    return {
        "name": buffer.name,
        "id": buffer.id,
        "dtype": buffer.dtype.name,
        "page_bytes": buffer.page_bytes,
        "pages": buffer.pages,
        "block": buffer.block,
        "producer": buffer.producer,
        "consumer": buffer.consumer,
        "unpack_to_dest_fp32": buffer.unpack_to_dest_fp32,
        "source": buffer.source or None,
    }


def _kernel(kernel: Kernel) -> Json:
    return {
        "role": kernel.role,
        "file": kernel.file,
        "compile_time_args": [_argument(argument) for argument in kernel.compile_time_args],
        "runtime_args": [_argument(argument) for argument in kernel.runtime_args],
    }


def _argument(argument: Argument) -> Json:
    row: dict[str, Json] = {"kind": argument.kind, "name": argument.name}
    if argument.value is not None:
        row["value"] = argument.value
    if argument.dtype is not None:
        row["dtype"] = argument.dtype.name
    return row


def to_json(value: Json) -> str:
    """Prints JSON whose lists and objects stand on one line where they fit in 100 columns."""
    return _json(value, 0, _WIDTH)


def _json(value: Json, indent: int, used: int) -> str:
    """Prints a value that starts after `used` columns of a line that is indented by `indent`."""
    flat = json.dumps(value)
    if not value or not isinstance(value, list | dict) or used + len(flat) < _WIDTH:
        return flat
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        keys = [f"{json.dumps(key)}: " for key in value]
        rows = [
            key + _json(item, indent + 2, indent + 2 + len(key))
            for key, item in zip(keys, value.values(), strict=True)
        ]
        opening, closing = "{", "}"
    else:
        rows = [_json(item, indent + 2, indent + 2) for item in value]
        opening, closing = "[", "]"
    return f"{opening}\n{inner}" + f",\n{inner}".join(rows) + f"\n{' ' * indent}{closing}"
