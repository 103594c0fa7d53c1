"""Names of the SDK that are not functions: enums, constants, headers, and names of old versions."""

from __future__ import annotations

from ttc.codegen.api_rows import COMPUTE_HEADER, DATAFLOW_HEADER

ENUMS: dict[str, tuple[str, ...]] = {
    "PoolType": ("SUM", "AVG", "MAX", "MIN"),
    "ReduceDim": ("REDUCE_ROW", "REDUCE_COL", "REDUCE_SCALAR"),
    "EltwiseBinaryType": ("ELWMUL", "ELWDIV", "ELWADD", "ELWSUB", "ELWLESS"),
    "EltwiseBinaryReuseDestType": ("NONE", "DEST_TO_SRCA", "DEST_TO_SRCB"),
    "BroadcastType": ("NONE", "COL", "ROW", "SCALAR"),
    "SrcOrder": ("Regular", "Reverse"),
    "VectorMode": ("None", "R", "C", "RC", "RC_custom", "Invalid"),
    "InputClamping": ("ClampToNegative", "None"),
    "RsqrtMode": ("Default", "Fast"),
    "ReciprocalDestAcc": ("BF16", "FP32"),
    "ReciprocalApproxMode": ("Default", "Precise", "Approximate"),
    "RoundingMode": ("None", "Trunc", "Floor"),
    "DstRoundingMode": ("Default", "NearestEven"),
    "DataFormat": (
        "Float32", "Float16", "Bfp8", "Bfp4", "Tf32", "Float16_b", "Bfp8_b", "Bfp4_b", "Int32",
        "UInt16", "Lf8", "Bfp2", "Int8", "Bfp2_b", "UInt32", "UInt8", "Invalid",
    ),
    "CBIndex": tuple(f"c_{i}" for i in range(32)),
}  # fmt: skip
"""Scoped enums that templates and parameters take, with their members (headers of ttnn 0.81.1)."""

CONSTANTS: dict[str, int | None] = {
    "tt::constants::TILE_HEIGHT": 32,
    "tt::constants::TILE_WIDTH": 32,
    "tt::constants::TILE_HW": 1024,
    "tt::constants::FACE_HEIGHT": 16,
    "tt::constants::FACE_WIDTH": 16,
    "tt::constants::FACE_HW": 256,
    "DST_ACCUM_MODE": None,
    "APPROX": None,
    "MEM_ZEROS_BASE": None,
    "MEM_ZEROS_SIZE": 512,
    "NOC_MAX_BURST_SIZE": None,
    "NOC_UNICAST_WRITE_VC": None,
    "NOC_MULTICAST_WRITE_VC": None,
    "noc_index": None,
    "my_x": None,
    "my_y": None,
}
"""Constants and variables that kernels may name; None where the value depends on the chip."""

BRINGS: dict[str, tuple[str, ...]] = {
    **{
        f"api/compute/{name}.h": (COMPUTE_HEADER,)
        for name in (
            "bcast", "eltwise_binary", "matmul", "pack_untilize", "reduce", "tilize", "transpose",
            "transpose_dest", "untilize",
        )
    },
    "api/compute/eltwise_unary/eltwise_unary.h": (
        COMPUTE_HEADER,
        "api/compute/tile_move_copy.h",
    ),
    "api/dataflow/noc.h": (DATAFLOW_HEADER,),
    "api/dataflow/dataflow_buffer.h": ("api/dataflow/noc.h", DATAFLOW_HEADER),
    "api/dataflow/circular_buffer.h": ("api/dataflow/noc.h", DATAFLOW_HEADER),
    "api/tensor/noc_traits.h": (),
}  # fmt: skip
"""Other headers of the table that a header includes."""

NEEDS_BEFORE: dict[str, str] = {
    "api/compute/eltwise_unary/rdiv.h": "api/compute/eltwise_unary/binop_with_scalar.h",
}
"""Headers that do not compile unless another one comes first (`rdiv.h` on Wormhole)."""

STANDARD_HEADERS = frozenset(
    "cstdint cstddef cstring array tuple type_traits utility limits bit algorithm cmath".split()
)
"""Headers of the standard library that the kernel compiler finds."""

_STARTUP = "compute_kernel_hw_startup"
REPLACED: dict[str, str] = {
    "mm_init": f"{_STARTUP}<SrcOrder::Reverse> once, then matmul_init",
    "mm_init_short": "matmul_init",
    "mm_init_short_with_dt": "reconfig_data_format<SrcOrder::Reverse>, then matmul_init",
    "mm_block_init": f"{_STARTUP}<SrcOrder::Reverse> once, then matmul_block_init",
    "mm_block_init_short": "matmul_block_init",
    "binary_op_init_common": _STARTUP,
    "add_tiles_init": "add_init",
    "sub_tiles_init": "sub_init",
    "mul_tiles_init": "mul_init",
    "binary_dest_reuse_tiles_init": "add_, sub_ or mul_reuse_dest_init",
    "binary_dest_reuse_tiles": "add_, sub_ or mul_reuse_dest_tiles",
    "init_bcast": "bcast_init<op, dim>",
    **{
        f"{op}_bcast_{dim}_init_short": f"{op}_bcast_{dim}_init"
        for op in ("add", "sub", "mul")
        for dim in ("rows", "cols", "scalar")
    },
    "transpose_wh_init": "transpose_init",
    "transpose_wh_init_short": "transpose_init",
    "transpose_wh_tile": "transpose_tile",
    "neg_tile": "negative_tile",
    "neg_tile_init": "negative_tile_init",
    "log2_tile": "log_with_base_tile",
    "reduce_init_delta": "reduce_init",
    "reduce_revert_delta": "reduce_uninit",
    "InterleavedAddrGen": "TensorAccessor",
    "InterleavedAddrGenFast": "TensorAccessor",
    "NAMESPACE": "void kernel_main() at global scope",
    "MAIN": "void kernel_main() at global scope",
}
"""Names of earlier SDK versions that no longer exist, and what to write instead."""

REPLACED_HEADERS: dict[str, str] = {
    "compute_kernel_api/": "api/compute/",
    "compute_kernel_api.h": "api/compute/compute_kernel_api.h",
    "dataflow_api.h": DATAFLOW_HEADER,
    "api/compute/transpose_wh.h": "api/compute/transpose.h",
}
"""Old header paths (a trailing slash stands for a folder) and their new places."""


def known_headers() -> frozenset[str]:
    """Every header that a kernel may include, apart from the standard ones."""
    from ttc.codegen.api import functions

    return frozenset(row.header for row in functions()) | frozenset(BRINGS)
