"""The pipeline: from the grid the author wrote to three kernels and their host program."""

from __future__ import annotations

from pathlib import Path

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass

from ttc.passes.allocate_cbs import AllocateCBsPass
from ttc.passes.check_writes import CheckWritesPass
from ttc.passes.choose_subblocks import ChooseSubblocksPass
from ttc.passes.dst_lifecycle import DstLifecyclePass
from ttc.passes.fpu_types import FpuTypesPass
from ttc.passes.gather_rows import GatherRowsPass
from ttc.passes.grid_to_persistent import GridToPersistentPass
from ttc.passes.infer_layouts import InferLayoutsPass
from ttc.passes.insert_inits import InsertInitsPass
from ttc.passes.lower_memory_space import LowerMemorySpacePass
from ttc.passes.one_consumer import OneConsumerPass
from ttc.passes.pad_tiles import PadTilesPass
from ttc.passes.shard_to_core import ShardToCorePass
from ttc.passes.split_threads import SplitThreadsPass
from ttc.passes.tensorize import TensorizePass
from ttc.passes.unroll_outer import UnrollOuterPass
from ttc.passes.view_parameters import ViewParametersPass
from ttc.pipeline_runner import Legality, only, run
from ttc.targets import Target

CONTROL = ("builtin.module", "arith.*", "scf.for", "scf.if", "scf.yield")

GRID_LEVEL = (
    *CONTROL,
    "math.*",
    "grid.kernel",
    "grid.launch",
    "grid.alloc",
    "grid.copy",
    "grid.fill",
    "grid.gemm",
    "grid.im2col",
    "grid.parallel",
    "grid.load",
    "grid.store",
    "grid.reduce",
    "grid.cumsum",
    "grid.reshape",
    "grid.sigmoid",
)
TILE_LEVEL = (
    *CONTROL,
    "tile.kernel",
    "tile.load",
    "tile.store",
    "tile.fill",
    "tile.matmul",
    "tile.transpose",
    "tile.cast",
    "tile.unary",
    "tile.binary",
    "tile.scalar",
    "tile.broadcast",
    "tile.reduce",
    "tile.compare",
    "tile.select",
    "tile.splat",
    "tile.iota",
    "tile.mask",
    "tile.extract",
    "tile.insert",
    "tile.tilize",
    "tile.untilize",
    "tile.view",
)
METAL_LEVEL = (*CONTROL, "metal.*", "host.*")

LEGALITY: Legality = {
    "check-writes": only("GRID", GRID_LEVEL),
    "tensorize": only("TILE", TILE_LEVEL),
    "insert-inits": only("METAL", METAL_LEVEL),
}
"""The pass that completes a level -> what may still be there."""


def passes(target: Target) -> tuple[ModulePass, ...]:
    """Returns the passes in order; each comment says what is true afterwards."""
    return (
        # Tensors have the shape under which they are used.
        ViewParametersPass(),
        # No two blocks write one element; nothing is read that this launch wrote elsewhere.
        CheckWritesPass(),
        # One loop over a core's work items; block ids are index arithmetic.
        GridToPersistentPass(),
        # Cores and their shares are fixed; tensors have a place in memory.
        ShardToCorePass(target.name),
        # What a T.Parallel or a copy extends over has rows and columns, and no third dimension.
        UnrollOuterPass(),
        # Vectors lie in rows or columns; tensors have two dimensions that are their tiles.
        InferLayoutsPass(),
        # No mutable state: blocks are values of elements, copies are loads and stores.
        LowerMemorySpacePass(),
        # Tensors that are read at any row lie in rows; the others can move in tiles.
        GatherRowsPass(target.name),
        # Blocks are whole tiles; loads and stores at a tensor's edge are guarded.
        PadTilesPass(),
        # TILE level: every op works on blocks of tiles.
        TensorizePass(),
        # Matmuls, reductions and broadcasts are of floats.
        FpuTypesPass(),
        # Ops that share a DST section are together; each has its subblock.
        ChooseSubblocksPass(),
        # Every block has one producer and one consumer.
        OneConsumerPass(),
        # Three kernels hand blocks over in circular buffers; the host program binds them.
        SplitThreadsPass(target.name),
        # Circular buffers have ids and depths, and fit into L1.
        AllocateCBsPass(),
        # Values in DST have slots; sections are acquire, commit, wait, pack, release.
        DstLifecyclePass(),
        # METAL level: every call finds the hardware set up for it.
        InsertInitsPass(),
    )


def lower_to_metal(module: ModuleOp, target: Target, dump: Path | None = None) -> ModuleOp:
    """
    Lowers a GRID-level module in place and returns it.

    With `dump`, a folder, leaves the module after each pass there. Raises `CompileError` for the
    author's mistakes, `BrokenPass` for ours.
    """
    run(Context(), module, passes(target), legality=LEGALITY, dump=dump)
    return module
