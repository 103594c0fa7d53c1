"""
What a scalar of an element-wise body stands for, when the body becomes ops on blocks.

A number that depends on the place only is kept as its linear form, a comparison of places as the
half planes it means, and a repeated vector as the vector: what works on each element of it works
on the vector, which is smaller. Each becomes a block where nothing cheaper will do.
"""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.dialects.builtin import f32
from xdsl.ir import Attribute, SSAValue

from ttc.dialects import tile
from ttc.passes.affine import build, linear
from ttc.passes.build import Emitter


@dataclass(frozen=True)
class Place:
    """The number `start + a*i + b*j` at row i and column j."""

    factors: tuple[int, int]
    start: SSAValue


@dataclass(frozen=True)
class Planes:
    """Where all of the places, or with `any_of` any of them, are at least 0."""

    places: tuple[Place, ...]
    any_of: bool = False


@dataclass(frozen=True)
class Repeated:
    """A vector or an element repeated to the extents of the body, as `tile.broadcast` does."""

    kind: str
    block: SSAValue


Element = SSAValue | float | Place | Planes | Repeated


@dataclass
class Blocks:
    """Makes blocks of elements; `shape` is a value with the extents of the body."""

    e: Emitter
    shape: Attribute

    def type(self, element_type: Attribute) -> Attribute:
        assert isinstance(self.shape, tile.BlockType)
        return tile.BlockType.of(self.shape.dims, element_type)

    def of(self, element: Element, element_type: Attribute) -> SSAValue:
        """Returns a block of the body's extents with what `element` stands for."""
        match element:
            case float() | int():
                return self.e.emit(tile.FillOp(float(element), self.type(element_type))).block
            case Repeated(kind, block):
                assert isinstance(self.shape, tile.BlockType)
                made = self.e.emit(tile.BroadcastOp(kind, block, self.shape.dims), block.name_hint)
                return made.result
            case Place(factors, start):
                iota = self.e.emit(tile.IotaOp(factors, start, self.type(f32))).block
                return self.cast(iota, element_type)
            case Planes():
                return self.cast(self.mask(element), element_type)
            case _:
                return element

    def cast(self, block: SSAValue, element_type: Attribute) -> SSAValue:
        if tile.element_type_of(block) == element_type:
            return block
        return self.e.emit(tile.CastOp(block, element_type), block.name_hint).result

    def mask(self, planes: Planes) -> SSAValue:
        """Makes a block of float32 that is 1 in the planes, else 0."""
        if planes.any_of:
            zeros = self.of(0.0, f32)
            return self.keep(tuple(self.outside(p) for p in planes.places), zeros, 1.0)
        return self.keep(planes.places, self.of(1.0, f32), 0.0)

    def keep(self, places: tuple[Place, ...], block: SSAValue, value: float) -> SSAValue:
        """Keeps the elements of a block where every place is at least 0, else puts `value`."""
        for place in places:
            made = tile.MaskOp(place.factors, place.start, block, value)
            block = self.e.emit(made, block.name_hint).result
        return block

    def outside(self, place: Place) -> Place:
        """Returns the place that is at least 0 where this one is not."""
        a, b = place.factors
        return Place((-a, -b), self.shifted(place.start, -1, -1))

    def shifted(self, start: SSAValue, factor: int, by: int) -> SSAValue:
        """Makes factor * start + by."""
        form = linear(start).times(factor)
        form = type(form)(form.terms, form.constant + by)
        return build(self.e, form)

    def planes(self, predicate: str, place: Place) -> Planes:
        """Returns where `place predicate 0` holds, for a signed comparison of integers."""
        a, b = place.factors
        negative = Place((-a, -b), self.shifted(place.start, -1, 0))
        match predicate:
            case "ge":
                return Planes((place,))
            case "gt":
                return Planes((self.outside(negative),))
            case "le":
                return Planes((negative,))
            case "lt":
                return Planes((self.outside(place),))
            case "eq":
                return Planes((place, negative))
            case _:
                return Planes((self.outside(place), self.outside(negative)), any_of=True)

    def inverted(self, planes: Planes) -> Planes:
        places = tuple(self.outside(place) for place in planes.places)
        return Planes(places, any_of=len(places) > 1 and not planes.any_of)

    def select(
        self, condition: Element, x: Element, y: Element, element_type: Attribute
    ) -> Element:
        """Returns x where the condition holds, else y, in the cheapest form."""
        if isinstance(condition, float):
            return x if condition else y
        if isinstance(condition, Planes):
            inverse = self.inverted(condition)
            if isinstance(y, float) and not condition.any_of:
                return self.keep(condition.places, self.of(x, element_type), y)
            if isinstance(x, float) and not inverse.any_of:
                return self.keep(inverse.places, self.of(y, element_type), x)
        chosen = self.of(condition, f32)
        op = tile.SelectOp(chosen, self.of(x, element_type), self.of(y, element_type))
        return self.e.emit(op).result
