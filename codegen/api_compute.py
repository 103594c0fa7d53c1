"""Rows of the compute side of the SDK: configuration, DST, matmul, element-wise, reduce, pack."""

from __future__ import annotations

from collections.abc import Iterator

from ttc.codegen.api_rows import (
    COMPUTE,
    COMPUTE_HEADER,
    Function,
    call,
    header,
    init,
    math,
    uninit,
)
from ttc.codegen.api_sfpu import SFPU_FUNCTIONS


def _reconfigs() -> Iterator[Function]:
    for what in ("reconfig_data_format", "reconfig_full_operand", "reconfig_tile_shape"):
        order = "<SrcOrder order=Regular>"
        yield call(f"{what}{order}(cb in0, cb in1)", "reconfig")
        yield call(f"{what}{order}(cb old0, cb in0, cb old1, cb in1)", "reconfig")
        for source in ("srca", "srcb"):
            yield call(f"{what}_{source}(cb)", "reconfig")
            yield call(f"{what}_{source}(cb old, cb)", "reconfig")


_COMMON = (
    call("compute_kernel_hw_startup<SrcOrder order=Regular>(cb in0, cb in1, cb out)", "startup"),
    call("compute_kernel_hw_startup(cb in, cb out)", "startup"),
    *_reconfigs(),
    call("pack_reconfig_data_format(cb)", "pack_reconfig"),
    call("pack_reconfig_data_format(cb old, cb)", "pack_reconfig"),
    call("tile_regs_acquire()", "acquire"),
    call("tile_regs_commit()", "commit"),
    call("tile_regs_wait()", "dst_wait"),
    call("tile_regs_release()", "release"),
    init("pack_init(cb)", "P"),
    call("pack_tile<bool out_of_order=false>(dst idst, cb, tile itile=0)", "pack"),
    Function("pack_block(dst idst, cb, count n)", effect="pack", span=("n",)),
    call("pack_reconfig_l1_acc(bool on)"),
    call("pack_relu_config(any config)"),
    call("get_tile_address(cb, tile itile) -> l1"),
    call("read_tile_value(cb, tile itile, index element) -> u32"),
)

_MATMUL = (
    init("matmul_init(cb in0, cb in1, u32 transpose=0)"),
    math("matmul_tiles(cb in0, cb in1, tile i0, tile i1, dst idst)", "matmul_init", sources="BA"),
    init("matmul_block_init(cb in0, cb in1, u32 transpose=0, count ct=1, count rt=1, count kt=1)"),
    math(
        "matmul_block(cb in0, cb in1, tile i0, tile i1, dst idst, u32 transpose,"
        " count ct, count rt, count kt)",
        "matmul_block_init",
        sources="BA",
        span="ct rt",
    ),
    call("mm_uninit(cb in0, cb in1)"),
)


def _binary() -> Iterator[Function]:
    generic = "bool full_init, EltwiseBinaryType op"
    yield init(f"binary_tiles_init<{generic}>(cb a, cb b, bool acc_to_dest=false)")
    for op in ("add", "sub", "mul"):
        needs = (f"{op}_init", f"binary_tiles_init:ELW{op.upper()}")
        acc = "true" if op == "mul" else "false"
        yield init(f"{op}_init(cb a, cb b, bool acc_to_dest={acc})")
        yield math(f"{op}_tiles(cb a, cb b, tile ia, tile ib, dst idst)", *needs, sources="AB")
        block = f"{op}_block(cb a, cb b, tile ia, tile ib, dst idst, count n)"
        yield math(block, *needs, sources="AB", span="n")
        reuse = f"{op}_reuse_dest"
        template = "<EltwiseBinaryReuseDestType reuse>"
        yield init(f"{reuse}_init{template}(cb)")
        tiles = f"{reuse}_tiles{template}(cb, tile itile, dst idst)"
        yield math(tiles, f"{reuse}_init", sources="d")


def _bcast() -> Iterator[Function]:
    generic = "EltwiseBinaryType op, BroadcastType dim"
    row = "u32 bcast_row_idx=0"
    args = "cb a, cb b, tile ia, tile ib, dst idst"
    yield init(f"bcast_init<{generic}>(cb a, cb b)")
    yield math(f"any_tiles_bcast<{generic}>({args}, {row})", "bcast_init", sources="AB")
    for op in ("add", "sub", "mul"):
        for dim in ("rows", "cols", "scalar"):
            name = f"{op}_bcast_{dim}_init"
            tail = f", {row}" if dim == "rows" else ""
            yield init(f"{name}(cb a, cb b)")
            tiles = f"{op}_tiles_bcast_{dim}({args}{tail})"
            yield math(tiles, name, f"bcast_init:ELW{op.upper()}", sources="AB")
    unary = "<BroadcastType dim>"
    yield init(f"unary_bcast_init{unary}(cb)")
    yield math(f"unary_bcast{unary}(cb, tile itile, dst idst)", "unary_bcast_init", sources="u")
    yield call(f"unary_bcast_uninit{unary}(cb)")


_COPY = (
    init("copy_init(cb, u32 transpose=0, u32 transpose_within_face=0)"),
    math("copy_tile(cb, tile itile, dst idst)", "copy_init", sources="A"),
    math("copy_block(cb, tile itile, dst idst, count n)", "copy_init", sources="A", span="n"),
)

_TRANSPOSE = (
    init("transpose_init(cb)"),
    math("transpose_tile(cb, tile itile, dst idst)", "transpose_init", sources="A"),
    math(
        "transpose_block(cb, tile itile, dst idst, count n)",
        "transpose_init",
        sources="A",
        span="n",
    ),
)

_TRANSPOSE_DEST = (
    init("transpose_dest_init<bool is_32bit=false>()"),
    math("transpose_dest<bool is_32bit=false>(dst idst)", "transpose_dest_init"),
)

_KIND = "<PoolType pool, ReduceDim dim>"
_REDUCE = (
    init(f"reduce_init{_KIND}(cb in, cb scaler, cb out)", "UP"),
    math(
        f"reduce_tile{_KIND}(cb in, cb scaler, tile itile, tile iscaler, dst idst)",
        "reduce_init",
        sources="rr",
    ),
    math(
        f"reduce_block{_KIND}(cb in, cb scaler, tile itile, tile iscaler, dst idst, count n)",
        "reduce_init",
        sources="rr",
        span="n",
    ),
    uninit("reduce_uninit(cb in=0)"),
)


def _alone(declaration: str, need: str) -> Function:
    return Function(declaration, effect="alone", needs=(need,), sources="A-")


_TILIZE = (
    init("tilize_init(cb in, count block, cb out)", "UP"),
    _alone(
        "tilize_block(cb in, count block, cb out, tile in_index=0, tile out_index=0)", "tilize_init"
    ),
    uninit("tilize_uninit(cb in, cb out)"),
    init("fast_tilize_init(cb in, count full_dim, cb out)", "UP"),
    _alone(
        "fast_tilize_block(cb in, count block, cb out, tile in_index=0, tile out_index=0)",
        "fast_tilize_init",
    ),
    uninit("fast_tilize_uninit(cb in, cb out, count full_dim)"),
)

_BLOCK = "count block_ct=8, count full_ct=block_ct"
_PACK_UNTILIZE = (
    init(f"pack_untilize_init<{_BLOCK}>(cb in, cb out)", "UP"),
    _alone(
        f"pack_untilize_block<{_BLOCK}>(cb in, count block_rt, cb out, u32 block_c_index=0)",
        "pack_untilize_init",
    ),
    init(f"pack_untilize_dest_init<{_BLOCK}>(cb out)", "P"),
    Function(
        f"pack_untilize_dest<{_BLOCK}>(cb out, count block_rt=1, u32 block_c_index=0)",
        effect="pack",
        needs=("pack_untilize_dest_init", "pack_untilize_init"),
    ),
    uninit("pack_untilize_uninit(cb out)"),
)

_DEPRECATED = (
    (
        "api/compute/eltwise_unary/eltwise_unary.h",
        call(
            "unary_op_init_common(cb in, cb out)", "startup", "compute_kernel_hw_startup, copy_init"
        ),
        call("init_sfpu(cb in, cb out)", "startup", "compute_kernel_hw_startup, copy_init"),
    ),
    (
        "api/compute/tile_move_copy.h",
        call("copy_tile_init(cb)", "init", "copy_init"),
        call("copy_tile_to_dst_init_short(cb, u32 transpose=0)", "init", "copy_init"),
        call(
            "copy_tile_to_dst_init_short_with_dt(cb old, cb, u32 transpose=0)",
            "init",
            "reconfig_data_format_srca, copy_init",
        ),
    ),
    (
        COMPUTE_HEADER,
        call("acquire_dst()", "acquire", "tile_regs_acquire"),
        call("release_dst()", "release", "tile_regs_commit, tile_regs_wait, tile_regs_release"),
    ),
    (
        "api/compute/untilize.h",
        call("untilize_init(cb)", "init", "pack_untilize_init"),
        call(
            "untilize_block<count block_ct=1>(cb in, count full_ct, cb out)",
            "alone",
            "pack_untilize_block",
        ),
        call("untilize_uninit(cb)", "uninit", "pack_untilize_uninit"),
    ),
)

COMPUTE_FUNCTIONS: tuple[Function, ...] = (
    *header(COMPUTE_HEADER, COMPUTE, _COMMON),
    *header("api/compute/matmul.h", COMPUTE, _MATMUL),
    *header("api/compute/eltwise_binary.h", COMPUTE, _binary()),
    *header("api/compute/bcast.h", COMPUTE, _bcast()),
    *header("api/compute/tile_move_copy.h", COMPUTE, _COPY),
    *header("api/compute/transpose.h", COMPUTE, _TRANSPOSE),
    *header("api/compute/transpose_dest.h", COMPUTE, _TRANSPOSE_DEST),
    *header("api/compute/reduce.h", COMPUTE, _REDUCE),
    *header("api/compute/tilize.h", COMPUTE, _TILIZE),
    *header("api/compute/pack_untilize.h", COMPUTE, _PACK_UNTILIZE),
    *(row for path, *rows in _DEPRECATED for row in header(path, COMPUTE, rows)),
    *(row for path, rows in SFPU_FUNCTIONS for row in header(path, COMPUTE, rows)),
)
