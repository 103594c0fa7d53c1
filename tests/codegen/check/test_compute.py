"""The compute kernel: startup, DST sections, inits, formats."""

from collections.abc import Callable

import pytest

ADD, GEMM = "add/compute.cpp", "gemm/compute.cpp"
LOOP = "the body of this loop does not leave DST as it found it"
FAULTS = {
    "no startup": (ADD,
        "    compute_kernel_hw_startup(cb_A_shared, cb_B_shared, cb_C_shared);\n", "",
        "'add_init' comes before compute_kernel_hw_startup",
    ),
    "startup in the loop": (ADD, "        cb_wait_front(cb_A_shared, 2);",
        "        compute_kernel_hw_startup(cb_A_shared, cb_C_shared);",
        "compute_kernel_hw_startup is called again",
    ),
    "no release": (ADD, "            tile_regs_release();\n", "", LOOP),
    "no commit": (ADD, "            tile_regs_commit();\n", "",
        "no DST section was committed, pack would wait forever",
    ),
    "no acquire": (ADD, "            tile_regs_acquire();\n", "",
        "'add_tiles' writes DST outside a section",
    ),
    "no wait": (ADD, "            tile_regs_wait();\n", "",
        "'pack_tile' reads DST outside a section",
    ),
    "commit on one path": (ADD, "tile_regs_commit();", "if (work != 0) { tile_regs_commit(); }",
        "paths meet with the DST section in different states",
    ),
    "math after commit": (ADD, "            tile_regs_wait();\n",
        "            tile_regs_wait();\n            relu_max_tile(0, 0x40c00000);\n",
        "'relu_max_tile' writes DST outside a section",
    ),
    "DST index too large": (ADD, "exp_tile(0)", "exp_tile(4)",
        "'exp_tile' uses DST tile 4; a section has 4 tiles in 32 bits",
    ),
    "DST index too large in a loop": ("softmax/compute.cpp", "exp_tile(t)", "exp_tile(t + 1)",
        "'exp_tile' uses DST tile 4; a section has 4 tiles in 32 bits",
    ),
    "block too large for DST": (GEMM, "inner * 2, 0, 0, 2, 2, 2)", "inner * 2, 1, 0, 2, 2, 2)",
        "'matmul_block' uses DST tile 4; a section has 4 tiles in 32 bits",
    ),
    "wrong init": (ADD, "add_init(", "sub_init(",
        "'add_tiles' needs add_init before it; sub_init came since",
    ),
    "no init": (ADD, "    add_init(cb_A_shared, cb_B_shared);\n", "",
        "'add_tiles' needs add_init before it; there was none",
    ),
    "init hoisted over another": (ADD, "            relu_max_tile_init();\n", "",
        "'relu_max_tile' needs relu_max_tile_init before it; exp_tile_init came since",
    ),
    "init with other template arguments": (ADD, "exp_tile_init()", "exp_tile_init<true>()",
        "'exp_tile' and its exp_tile_init have different 'approx'",
    ),
    "init with another block": (
        GEMM, "cb_B_shared, 0, 2, 2, 2)", "cb_B_shared, 0, 1, 4, 2)",
        "'matmul_block' and its matmul_block_init have different 'ct'",
    ),
    "reduce of another kind": ("softmax/compute.cpp",
        "reduce_init<PoolType::MAX", "reduce_init<PoolType::SUM",
        "'reduce_tile' and its reduce_init have different 'pool'",
    ),
    "no uninit": (
        "softmax/compute.cpp", "        reduce_uninit();\n", "",
        "'pack_block' packs while the packer is still set up by reduce_init",
    ),
    "no reconfig": (GEMM, "                reconfig_data_format_srca(cb_C_partial);\n", "",
        "'copy_tile' unpacks 'C_partial' (float32) to SrcA, which is set up for bfloat16",
    ),
    "no pack reconfig": (GEMM, "        pack_reconfig_data_format(cb_C_local);\n", "",
        "'pack_block' packs to 'C_local' (bfloat16), the packer is set up for float32",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(fault: str, messages_with: Callable[[str, str, str], list[str]]):
    file, old, new, message = FAULTS[fault]
    assert message in messages_with(file, old, new)
