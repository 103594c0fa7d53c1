"""
The `grid` dialect: the kernel as its author wrote it.

Buffers are mutable, `grid.launch` is the grid of blocks, bodies of `grid.parallel` are scalar
code on elements. Index arithmetic is `arith` on `index`, element arithmetic `arith` and `math`,
loops are `scf.for` (attribute `num_stages` where the author asked for a pipeline), branches
`scf.if` outside `grid.parallel`.
"""

from xdsl.ir import Dialect

from ttc.dialects.grid.along import CumsumOp, ReduceOp
from ttc.dialects.grid.blocks import AllocOp, CopyOp, FillOp, GemmOp, ReshapeOp, squeezed
from ttc.dialects.grid.elements import LoadOp, SigmoidOp, StoreOp
from ttc.dialects.grid.kernel import (
    KernelOp,
    LaunchOp,
    ParallelOp,
    WorkRangeOp,
    launches,
    new_body,
)
from ttc.dialects.grid.types import SCOPES, BufferType, buffer_type, signless
from ttc.dialects.grid.window import Im2colOp
from ttc.dialects.shaped import SizesAttr
from ttc.dialects.window import Window, WindowAttr

__all__ = [
    "GRID",
    "SCOPES",
    "AllocOp",
    "BufferType",
    "CopyOp",
    "CumsumOp",
    "FillOp",
    "GemmOp",
    "Im2colOp",
    "KernelOp",
    "LaunchOp",
    "LoadOp",
    "ParallelOp",
    "ReduceOp",
    "ReshapeOp",
    "SigmoidOp",
    "SizesAttr",
    "StoreOp",
    "Window",
    "WindowAttr",
    "WorkRangeOp",
    "buffer_type",
    "launches",
    "new_body",
    "signless",
    "squeezed",
]

GRID = Dialect(
    "grid",
    [
        KernelOp,
        LaunchOp,
        ParallelOp,
        AllocOp,
        CopyOp,
        FillOp,
        GemmOp,
        ReduceOp,
        CumsumOp,
        ReshapeOp,
        Im2colOp,
        LoadOp,
        StoreOp,
        SigmoidOp,
        WorkRangeOp,
    ],
    [BufferType, SizesAttr, WindowAttr],
)
