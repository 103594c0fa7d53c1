"""
Each operation of the matrix unit on wolfpine and on our simulator: the same bits.

One compute kernel applies one operation after another, tile for tile, so what an init leaves
behind for the next one is compared as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ttc.api import Kernel
from ttc.codegen.check import check_directory
from ttc.runtime_sim.run import execute
from ttc.sdk.chips import CHIPS
from ttc.sdk.find import Sdk
from ttc.sdk.host_run import run_host

from .programs import KERNELS, Program

HEADERS = ("common", "bcast", "eltwise_binary", "reduce", "tile_move_copy", "transpose")
KERNEL = """\
#include <cstdint>
{includes}

void kernel_main() {{
    const uint32_t count = get_arg_val<uint32_t>(0);
    constexpr uint32_t cb_a = get_compile_time_arg_val(0);
    constexpr uint32_t cb_b = get_compile_time_arg_val(1);
    constexpr uint32_t cb_c = get_compile_time_arg_val(2);
    compute_kernel_hw_startup(cb_a, cb_b, cb_c);
    for (uint32_t i = 0; i < count; ++i) {{
        cb_wait_front(cb_a, {tiles});
        cb_wait_front(cb_b, {tiles});
        cb_reserve_back(cb_c, {tiles});
{steps}
        cb_push_back(cb_c, {tiles});
        cb_pop_front(cb_a, {tiles});
        cb_pop_front(cb_b, {tiles});
    }}
}}
"""
STEP = """\
        {init}
        tile_regs_acquire();
        {call}
        tile_regs_commit();
        tile_regs_wait();
        pack_tile(0, cb_c);
        tile_regs_release();
        {end}
"""


@dataclass(frozen=True)
class Operation:
    """The statements for one tile, `@` being its number; `end` undoes what packing needs."""

    init: str
    call: str
    end: str = ""

    def step(self, tile: int) -> str:
        call = self.call.replace("@", str(tile))
        return STEP.format(init=self.init, call=call, end=self.end).rstrip()


COPY = Operation("copy_init(cb_a);", "copy_tile(cb_a, @, 0);")
ARITHMETIC = [
    Operation(f"{op}_init(cb_a, cb_b);", f"{op}_tiles(cb_a, cb_b, @, @, 0);")
    for op in ("add", "sub", "mul")
]
BROADCASTS = [
    Operation(
        f"{op}_bcast_{dim}_init(cb_a, cb_b);", f"{op}_tiles_bcast_{dim}(cb_a, cb_b, @, @, 0);"
    )
    for op in ("add", "sub", "mul")
    for dim in ("rows", "cols", "scalar")
]
UNARY_BROADCASTS = [
    Operation(
        f"unary_bcast_init<BroadcastType::{dim}>(cb_b);",
        f"unary_bcast<BroadcastType::{dim}>(cb_b, @, 0);",
        f"unary_bcast_uninit<BroadcastType::{dim}>(cb_b);",
    )
    for dim in ("ROW", "COL", "SCALAR")
]
REUSED = [
    Operation(
        "copy_init(cb_a);",
        f"copy_tile(cb_a, @, 0);\n        {op}_reuse_dest_init<{reuse}>(cb_b);\n"
        f"        {op}_reuse_dest_tiles<{reuse}>(cb_b, @, 0);",
    )
    for op in ("add", "sub", "mul")
    for reuse in (
        "EltwiseBinaryReuseDestType::DEST_TO_SRCA",
        "EltwiseBinaryReuseDestType::DEST_TO_SRCB",
    )
]
TRANSPOSES = [Operation("transpose_init(cb_a);", "transpose_tile(cb_a, @, 0);")]
REDUCTIONS = [
    Operation(
        f"reduce_init<PoolType::{pool}, ReduceDim::REDUCE_{dim}>(cb_a, cb_b, cb_c);",
        "\n        ".join(
            f"reduce_tile<PoolType::{pool}, ReduceDim::REDUCE_{dim}>(cb_a, cb_b, {tile}, 0, 0);"
            for tile in tiles
        ),
        "reduce_uninit();",
    )
    for pool in ("SUM", "MAX")
    for dim in ("ROW", "COL", "SCALAR")
    for tiles in (("@",), ("@", "0"))
]
GROUPS = {
    "elementwise": [COPY, *ARITHMETIC, *TRANSPOSES, COPY, *ARITHMETIC],
    "broadcasts": [*BROADCASTS, COPY, *ARITHMETIC],
    "unary broadcasts": [*UNARY_BROADCASTS, COPY],
    "operands from DST": [*REUSED, COPY],
    "reductions": [op for one in REDUCTIONS for op in (one, COPY)],
}


def written(
    operations: list[Operation], dtype: str, chip: str, folder: Path
) -> tuple[Kernel, Path]:
    """One block with a tile for each operation, and a compute kernel that applies them."""
    tiles = len(operations)
    sizes = {"M": "32", "BM": "32", "N": str(32 * tiles), "BN": str(32 * tiles)}
    sizes["dtype"] = repr(dtype)
    kernel = Program("sub", KERNELS / "elementwise.py", "sub", sizes).compiled(chip, small=False)
    emitted = kernel.write(folder)
    text = KERNEL.format(
        includes="\n".join(f'#include "api/compute/{name}.h"' for name in HEADERS),
        tiles=tiles,
        steps="\n".join(operation.step(tile) for tile, operation in enumerate(operations)),
    )
    (emitted / "compute.cpp").write_text(text)
    # The matrix unit reads its operands from the source registers: none goes straight into DST.
    for file, old, new in (
        ("host.py", r"for index in \[[\d, ]+\]:", "for index in []:"),
        ("plan.json", r'"unpack_to_dest_fp32": true', '"unpack_to_dest_fp32": false'),
    ):
        (emitted / file).write_text(re.sub(old, new, (emitted / file).read_text()))
    return kernel, emitted


@pytest.mark.parametrize("chip", CHIPS)
@pytest.mark.parametrize("dtype", ["bfloat16", "float32"])
@pytest.mark.parametrize("group", GROUPS)
def test_an_operation_gives_the_same_tile(
    group: str, dtype: str, chip: str, sdk: Sdk, tmp_path: Path
):
    kernel, folder = written(GROUPS[group], dtype, chip, tmp_path)
    assert [str(finding) for finding in check_directory(folder)] == []
    rng = np.random.default_rng(11)
    arrays: list[Any] = [rng.integers(-3, 4, p.shape).astype(p.host_dtype) for p in kernel.params]
    if group == "reductions":
        # The second operand is the scaler: a tile whose faces begin with a row of ones.
        arrays[1][...] = 1
    run = run_host(folder, sdk, chip, "wolfpine", {"A": arrays[0], "B": arrays[1]})
    assert run.reason == ""
    execute(folder, arrays, chip)
    ours, theirs = arrays[2].astype(np.float32), run.outputs["C"]
    assert np.count_nonzero(ours) > ours.size / 8
    unlike = [
        operation.call.replace("@", str(tile))
        for tile, operation in enumerate(GROUPS[group])
        if not np.array_equal(ours[:, tile * 32 :][:, :32], theirs[:, tile * 32 :][:, :32])
    ]
    assert unlike == []
