"""
Blocks whose rows get shared exponents: what lies beside their elements must not take part.

Sixteen elements of a row share the exponent of the largest. A block that ends within sixteen has
its padding beside its last elements, and one that is stored over the end of a tensor has elements
there that the tensor does not have: both become 0 before the exponents are made.
"""

from __future__ import annotations

from xdsl.ir import Attribute, SSAValue

from ttc.dialects import tile
from ttc.dtypes import BFLOAT8_B
from ttc.passes.build import Emitter, constant_of

SHARING = 16
"""Elements that share an exponent: a row of a face (metalium, Bfp8_b)."""


def gets_exponents(value: SSAValue, element_type: Attribute) -> bool:
    """Tells a conversion that makes shared exponents."""
    return element_type == BFLOAT8_B.ir != tile.element_type_of(value)


def alone(e: Emitter, value: SSAValue, columns: int | None, offset: SSAValue | None) -> SSAValue:
    """
    Returns a block of floats that is 0 where no element of it will be stored.

    `columns` are those of the tensor it is stored in, from its column `offset` on; None for a
    buffer of its own.
    """
    if isinstance(value.owner, tile.FillOp):
        return value  # one number everywhere has one exponent
    width = tile.dims_of(value)[-1]
    if width % SHARING:
        value = _kept(e, value, e.index(width - 1))
    if columns is None or columns % SHARING == 0:
        return value
    start = 0 if offset is None else constant_of(offset)
    if start is not None and start + width <= columns:
        return value
    last = e.index(columns - 1)
    return _kept(e, value, last if offset is None else e.sub(last, offset))


def _kept(e: Emitter, value: SSAValue, last: SSAValue) -> SSAValue:
    """Keeps the columns up to `last`."""
    return e.emit(tile.MaskOp((0, -1), last, value, 0.0), value.name_hint).result
