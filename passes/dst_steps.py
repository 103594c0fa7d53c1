"""What a section does in DST, step by step: each works on the tiles of one subblock."""

from __future__ import annotations

from dataclasses import dataclass, field

from xdsl.ir import Attribute, Operation, SSAValue

from ttc.dialects import tile
from ttc.passes import sfpu


@dataclass(frozen=True)
class Copy:
    """Brings a block from its circular buffer into a slot."""

    source: SSAValue
    slot: int


@dataclass(frozen=True)
class Turn:
    """Brings a block in with every tile transposed."""

    source: SSAValue
    slot: int


@dataclass(frozen=True)
class Spread:
    """Fills a slot with a broadcast: `op`'s row, column or element of a circular buffer."""

    op: tile.BroadcastOp
    slot: int


@dataclass(frozen=True)
class Fpu:
    """An FPU op of two circular buffers."""

    kind: str
    lhs: SSAValue
    rhs: SSAValue
    slot: int


@dataclass(frozen=True)
class FpuBroadcast:
    """An FPU op of a circular buffer and a broadcast of another."""

    kind: str
    lhs: SSAValue
    rhs: tile.BroadcastOp
    slot: int


@dataclass(frozen=True)
class Product:
    """Adds the product of two circular buffers to a slot."""

    op: tile.MatmulOp
    slot: int


@dataclass(frozen=True)
class Fold:
    """Reduces a circular buffer onto a slot that holds zeros."""

    op: tile.ReduceOp
    slot: int


@dataclass(frozen=True)
class Unary:
    call: sfpu.Call
    slot: int


@dataclass(frozen=True)
class Binary:
    function: str
    lhs: int
    rhs: int
    out: int


@dataclass(frozen=True)
class BinaryBroadcast:
    """
    A binary function of a slot and a broadcast, which passes through one scratch tile.

    The broadcast is the left operand if it comes `first`.
    """

    function: str
    slot: int
    op: tile.BroadcastOp
    first: bool
    out: int


@dataclass(frozen=True)
class Ternary:
    function: str
    a: int
    b: int
    c: int
    out: int


@dataclass(frozen=True)
class Fill:
    value: float
    element_type: Attribute
    slot: int


@dataclass(frozen=True)
class FillWord:
    """Fills a slot with a scalar of run time."""

    word: SSAValue
    element_type: Attribute
    slot: int


@dataclass(frozen=True)
class Number:
    """Fills a slot with the numbers of places."""

    op: tile.IotaOp
    slot: int


@dataclass(frozen=True)
class Mask:
    """Overwrites part of a slot, by two scratch tiles."""

    op: tile.MaskOp
    slot: int


@dataclass(frozen=True)
class Move:
    """Copies one slot to another."""

    source: int
    slot: int
    element_type: Attribute


Step = (
    Copy
    | Turn
    | Spread
    | Fpu
    | FpuBroadcast
    | Product
    | Fold
    | Unary
    | Binary
    | BinaryBroadcast
    | Ternary
    | Fill
    | FillWord
    | Number
    | Mask
    | Move
)

UNPACKS = (Copy, Turn, Spread, Fpu, FpuBroadcast, Product, BinaryBroadcast, Number, Mask)
"""Steps other than a reduction for which the unpackers are set up."""


@dataclass
class Plan:
    """
    `steps` of each op, `final` steps before packing, and the slot of each output.

    A slot is a subblock of tiles; behind all of them lie `scratch` single tiles.
    """

    slots: int = 0
    scratch: int = 0
    steps: dict[Operation, list[Step]] = field(default_factory=dict[Operation, list[Step]])
    final: list[Step] = field(default_factory=list[Step])
    outputs: list[int] = field(default_factory=list[int])

    def tiles(self, subblock: int) -> int:
        """Tiles of DST that a subblock of so many tiles takes."""
        return self.slots * subblock + self.scratch

    def largest(self, capacity: int) -> int:
        """Tiles that a subblock may have."""
        return (capacity - self.scratch) // max(self.slots, 1)

    def all_steps(self) -> list[Step]:
        return [step for steps in self.steps.values() for step in steps] + self.final
