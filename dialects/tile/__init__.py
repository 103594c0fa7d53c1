"""
The `tile` dialect: value semantics. No circular buffers, no DST, no threads yet.

A value is a block in L1: first of elements (builtin `tensor<100x64xbf16>`, after
lower-memory-space), then of tiles (`!tile.block<4x2xbf16>`, after pad-tiles). The ops hold on
both, since their rules are the same in either unit. Element-wise code is one `tile.generic`
until tensorize makes ops on blocks of it; `tile.section` groups ops that share one DST section.
"""

from xdsl.ir import Dialect

from ttc.dialects.elements import BFloat8BType
from ttc.dialects.shaped import CoefficientsAttr, NumberAttr
from ttc.dialects.tile.compute import (
    BroadcastOp,
    CastOp,
    FillOp,
    MatmulOp,
    ReduceOp,
    TransposeOp,
)
from ttc.dialects.tile.constants import NumbersOp, ScalerOp
from ttc.dialects.tile.elementwise import (
    COMPARISONS,
    BinaryOp,
    CompareOp,
    GenericOp,
    ScalarOp,
    SelectOp,
    SplatOp,
    UnaryOp,
    YieldOp,
)
from ttc.dialects.tile.memory import (
    ExtractOp,
    InsertOp,
    KernelOp,
    LoadOp,
    StoreOp,
    ViewOp,
    memory_of,
)
from ttc.dialects.tile.places import (
    IndexOp,
    IotaOp,
    MaskOp,
)
from ttc.dialects.tile.rows import ReshapeOp, TilizeOp, UntilizeOp
from ttc.dialects.tile.section import (
    VIEWS,
    SectionOp,
)
from ttc.dialects.tile.types import (
    MEMORIES,
    SAME_VALUE,
    BlockType,
    TensorType,
    Value,
    dims_of,
    element_type_of,
    like,
    verify_element_type,
    verify_kind,
)

__all__ = [
    "COMPARISONS",
    "MEMORIES",
    "SAME_VALUE",
    "TILE",
    "VIEWS",
    "BinaryOp",
    "BlockType",
    "BroadcastOp",
    "CastOp",
    "CompareOp",
    "ExtractOp",
    "FillOp",
    "GenericOp",
    "IndexOp",
    "InsertOp",
    "IotaOp",
    "KernelOp",
    "LoadOp",
    "MaskOp",
    "MatmulOp",
    "NumbersOp",
    "ReduceOp",
    "ReshapeOp",
    "ScalarOp",
    "ScalerOp",
    "SectionOp",
    "SelectOp",
    "SplatOp",
    "StoreOp",
    "TensorType",
    "TilizeOp",
    "TransposeOp",
    "UnaryOp",
    "UntilizeOp",
    "Value",
    "ViewOp",
    "YieldOp",
    "dims_of",
    "element_type_of",
    "like",
    "memory_of",
    "verify_element_type",
    "verify_kind",
]

TILE = Dialect(
    "tile",
    [
        BroadcastOp,
        CastOp,
        FillOp,
        MatmulOp,
        ReduceOp,
        TransposeOp,
        NumbersOp,
        ScalerOp,
        BinaryOp,
        CompareOp,
        GenericOp,
        ScalarOp,
        SelectOp,
        SplatOp,
        UnaryOp,
        YieldOp,
        ExtractOp,
        InsertOp,
        KernelOp,
        LoadOp,
        StoreOp,
        ReshapeOp,
        ViewOp,
        TilizeOp,
        UntilizeOp,
        IndexOp,
        IotaOp,
        MaskOp,
        SectionOp,
    ],
    [TensorType, BlockType, CoefficientsAttr, NumberAttr, BFloat8BType],
)
