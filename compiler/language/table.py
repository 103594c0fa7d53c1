"""
The one table of `T.` names: how each is called and what ttc does with it.

A name is lowered by the front end, accepted as a hint without effect, known but not supported
yet, or refused because it programs CUDA threads. Signatures are TileLang's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import NoReturn

from ttc.diagnostics import CompileError
from ttc.language.place import active, error
from ttc.language.signature import bind


class Kind(Enum):
    """What becomes of a construct."""

    LOWERED = "lowered"
    HINT = "accepted and ignored"
    LATER = "not supported yet"
    CUDA = "refused: programs CUDA threads"


@dataclass(frozen=True, eq=False)
class Construct:
    """
    One name of the language, callable from a kernel's body.

    `text` is the signature of a construct that can be called, the way out of one that cannot.
    `python` computes it on Python values outside kernels, where that has a meaning.
    """

    name: str
    kind: Kind
    text: str
    python: Callable[..., object] | None = None

    def __call__(self, *args: object, **kwargs: object) -> object:
        name = f"T.{self.name}"
        arguments = bind(name, self.text, args, kwargs)
        lowering = active()
        if lowering is not None:
            return lowering.call(self, arguments)
        if self.python is not None:
            return self.python(*arguments.values())
        if self.kind is Kind.HINT:
            return None
        raise error(f"{name} belongs in the body of a @T.prim_func")

    def refuse(self) -> NoReturn:
        """Raises for a name that no kernel can use, with the way out."""
        if self.kind is Kind.CUDA:
            raise error(
                f"T.{self.name} is a CUDA thread-level operation; a tile program has no threads"
            ).note(f"use {self.text}" if self.text else "remove it")
        failure: CompileError = error(f"T.{self.name} is not supported yet")
        raise failure.note(self.text) if self.text else failure


_LOOP = "start, stop=None, step=None, *, annotations=None"
_UNROLL = f"{_LOOP}, explicit=False, unroll_factor=None"
_UNARY = "x"
_SUM = "buffer, out, dim=-1, clear=True, batch=1, annotations=None"
_MAX = "buffer, out, dim=-1, clear=True, batch=1, nan_propagate=False, annotations=None"
_IM2COL = (
    "img, col, nhw_step, c_step, kernel, stride, dilation, pad, eviction_policy=None, "
    "annotations=None"
)

LOWERED: dict[str, str] = {
    "Kernel": "*blocks, threads=None, prelude=None",
    "alloc_shared": "shape, dtype, scope='shared.dyn'",
    "alloc_fragment": "shape, dtype, scope='local.fragment'",
    "alloc_var": "dtype, *args, scope='local.var', init=None",
    "alloc_local": "shape, dtype, scope='local'",
    "alloc_global": "shape, dtype, scope='global'",
    "alloc_reducer": "shape, dtype, op='sum', replication=None",
    "reducer_init": "r, init=None",
    "reducer_update": "r, value",
    "finalize_reducer": "r, dst=None, batch=1, annotations=None",
    "annotate_safe_value": "safe_value_map",
    "index_to_coordinates": "index, shape",
    "const": "name, dtype='int32'",
    "empty": "*shape, dtype='float32'",
    "copy": "src, dst, *, coalesced_width=None, disable_tma=False, eviction_policy=None, "
    "prefer_instruction=None, annotations=None, loop_layout=None",
    "im2col": _IM2COL,
    "c2d_im2col": _IM2COL,
    "gemm": "A, B, C, transpose_A=False, transpose_B=False, policy=None, clear_accum=False, "
    "k_pack=1, mbar=None, annotations=None",
    "transpose": "src, dst, annotations=None",
    "reduce_sum": _SUM,
    "reduce_max": _MAX,
    "reduce_min": _MAX,
    "reduce_absmax": _MAX,
    "reduce_abssum": "buffer, out, dim=-1, batch=1, annotations=None",
    "reduce": "buffer, out, reduce_type, dim, clear, batch=1, nan_propagate=False, "
    "annotations=None",
    "cumsum": "src, dst=None, dim=0, reverse=False, annotations=None",
    "reshape": "src, shape",
    "view": "src, shape=None, dtype=None",
    "clear": "buffer, annotations=None",
    "fill": "buffer, value, annotations=None",
    "Parallel": "*extents, coalesced_width=None, loop_layout=None, prefer_async=None, "
    "annotations=None",
    "Pipelined": "start, stop=None, num_stages=0, order=None, stage=None, sync=None, group=None, "
    "annotations=None",
    "serial": _LOOP,
    "Serial": _LOOP,
    "unroll": _UNROLL,
    "Unroll": _UNROLL,
    "grid": "*extents",
    "Persistent": "domain, wave_size, index, group_size=8",
    "vectorized": "start, stop=None, *, annotations=None",
    "Vectorized": "start, stop=None, *, annotations=None",
    "use_swizzle": "panel_size, order='row', enable=True",
    "annotate_schedule": "work=None, order=None, panel_size=None",
    "ceildiv": "a, b",
    "floordiv": "a, b",
    "floormod": "a, b",
    "min": "a, b",
    "max": "a, b",
    "clamp": "x, lo, hi",
    "shift_left": "a, b",
    "if_then_else": "cond, t, f",
    "Select": "cond, t, f",
    "pow": "x, y",
    "cast": "value, dtype",
    "Cast": "dtype, value",
    "infinity": "dtype",
    "max_value": "dtype",
    "min_value": "dtype",
    **dict.fromkeys(
        (
            "exp", "exp2", "log", "log2", "sqrt", "rsqrt", "sin", "cos", "tanh", "sigmoid",
            "erf", "abs", "floor", "ceil", "round", "trunc", "isnan", "fast_rcp",
        ),
        _UNARY,
    ),
}  # fmt: skip

HINTS: dict[str, str] = {
    "annotate_layout": "layout_map",
    "Layout": "shape, forward_fn",
    "Fragment": "shape, forward_fn=None, forward_thread_fn=None, replicate=1, "
    "forward_index_fn=None",
    "annotate_l2_hit_ratio": "l2_hit_ratio_map",
    "annotate_min_blocks_per_sm": "num",
    "annotate_restrict_buffers": "*buffers",
    "disable_warp_group_reg_alloc": "",
    "no_set_max_nreg": "",
    "annotate_producer_reg_dealloc": "reg_count=24",
    "annotate_consumer_reg_alloc": "reg_count=240",
    "assume": "cond",
}

_HOLD = "hold the value in a fragment of one element, written in T.Parallel"
LATER: dict[str, str] = {
    "dynamic": "give the shape as Python numbers; a factory compiles one kernel per shape",
    "symbolic": "give the shape as Python numbers; a factory compiles one kernel per shape",
    "match_buffer": "declare the parameter as T.Tensor",
    "alloc_buffer": "use T.alloc_shared or T.alloc_fragment",
    "reduce_bitand": "",
    "reduce_bitor": "",
    "reduce_bitxor": "",
    "cummax": "",
    "any_of": "",
    "all_of": "",
    "reinterpret": "",
    "Ref": "",
    "print": "the simulator runs the kernel: look at its outputs",
    "device_assert": "",
    "rng_init": "pass random numbers in as a tensor",
    "rng_rand": "pass random numbers in as a tensor",
    "atomic_add": "write partial results to a tensor and add them in a second T.Kernel",
    "atomic_max": "write partial results to a tensor and combine them in a second T.Kernel",
    "atomic_min": "write partial results to a tensor and combine them in a second T.Kernel",
    "atomic_load": "",
    "atomic_store": "",
    "atomic_addx2": "",
    "atomic_addx4": "",
}

_PIPELINE = "T.Pipelined(num_stages=n); what must wait for the whole grid is a second T.Kernel"
_IDS = "T.Parallel, and the grid variables of T.Kernel"
_GRID = "the grid of T.Kernel"
_REDUCE = "T.reduce_sum or T.reduce_max over a block"
_MEMORY = "T.Tensor parameters and T.copy"
_SPLIT = "nothing: reader, compute and writer are separate processors already"
_CUDA: tuple[tuple[str, str], ...] = (
    (
        "get_thread_binding thread_binding get_block_binding get_lane_idx get_warp_idx",
        _IDS,
    ),
    (
        "mbarrier_wait_parity alloc_barrier mbarrier_arrive barrier_arrive barrier_wait "
        "sync_threads alloc_cluster_barrier fence_proxy_async cp_async_barrier_noinc "
        "mbarrier_arrive_expect_tx sync_warp sync_grid",
        _PIPELINE,
    ),
    (
        "tma_copy ptx_cp_async ptx_commit_group ptx_wait_group copy_cluster tma_gather4 "
        "tma_load async_copy",
        "T.copy",
    ),
    (
        "tcgen05_gemm wgmma_gemm tcgen05_mma_arrive wait_wgmma tcgen05_cp_warpx4 "
        "tcgen05_sf_warp_transpose tcgen05_gemm_blockscaled mma_gemm_blockscaled gemm_sp "
        "alloc_tmem dp4a",
        "T.gemm",
    ),
    (
        "ws WSID WSSync WSPipeline WSRole WSScope WSSchedule ws_op annotate_ws_schedule "
        "set_max_nreg",
        _SPLIT,
    ),
    (
        "ClusterKernel block_rank_in_cluster PersistentTileScheduler pdl_trigger pdl_sync",
        _GRID,
    ),
    (
        "tvm_warp_shuffle tvm_thread_allreduce comm_reducer any_sync ballot",
        _REDUCE,
    ),
    (
        "access_ptr ptr make_tensor SharedBuffer FragmentBuffer",
        _MEMORY,
    ),
    (
        "call_extern import_source attr evaluate CUDASourceCodeKernel",
        "T. operations: foreign CUDA code cannot run here",
    ),
)
CUDA: dict[str, str] = {name: hint for names, hint in _CUDA for name in names.split()}
CUDA_FAMILIES: dict[str, str] = {
    "clc_": _GRID,
    "cluster_": _GRID,
    "shfl_": _REDUCE,
    "warp_reduce_": _REDUCE,
    "ldg": _MEMORY,
    "stg": _MEMORY,
    "lds": _MEMORY,
    "sts": _MEMORY,
    "mbarrier_": _PIPELINE,
    "cp_async": _PIPELINE,
    "ptx_": "T.copy and T.gemm",
    "tma_": "T.copy",
    "tcgen05_": "T.gemm",
    "wgmma_": "T.gemm",
    "mma_": "T.gemm",
}
"""Beginnings of the many names that CUDA constructs come in."""


def cuda_construct(name: str) -> Construct | None:
    """Returns the construct of a name in one of CUDA's families, None for other names."""
    for start, hint in CUDA_FAMILIES.items():
        if name.startswith(start):
            return Construct(name, Kind.CUDA, hint)
    return None
