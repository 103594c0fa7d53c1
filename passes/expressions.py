"""Scalar ops of an element-wise body as ops on blocks, scalars and places."""

from __future__ import annotations

import math as numbers
from collections.abc import Callable
from dataclasses import dataclass, field

from xdsl.dialects import arith
from xdsl.dialects.builtin import FloatAttr, IndexType, IntegerAttr, IntegerType, f32, i1, i32
from xdsl.ir import Operation, OpResult, SSAValue

from ttc.diagnostics import CompileError
from ttc.dialects import tile
from ttc.dtypes import UINT32, dtype_of
from ttc.passes import integer_casts
from ttc.passes.affine import build, linear
from ttc.passes.build import Emitter, constant_of
from ttc.passes.constant_operands import folded, scalar_left, scalar_right
from ttc.passes.elements import Blocks, Element, Place, Planes, Repeated
from ttc.passes.scalar_ops import (
    BINARY,
    CASTS,
    COMPARE,
    COMPARE_FLOAT,
    COMPARE_INT,
    CONSTANT_BINARY,
    CONSTANT_UNARY,
    CONSTRUCTS,
    FIRST_UNSIGNED,
    SWAPPED,
    UNARY,
    UNORDERED,
    UNSIGNED,
)


def expand(e: Emitter, generic: tile.GenericOp) -> None:
    """Replaces a generic by ops on blocks."""
    Expansion(e, generic).run()
    generic.detach()
    generic.erase()


@dataclass
class Expansion:
    e: Emitter
    generic: tile.GenericOp
    elements: dict[SSAValue, Element] = field(default_factory=dict[SSAValue, Element])

    def __post_init__(self) -> None:
        self.blocks = Blocks(self.e, self.generic.outputs[0].type)
        args = self.generic.body.block.args
        for arg, block in zip(args, self.generic.inputs, strict=True):
            self.elements[arg] = self.input(block)

    def input(self, block: SSAValue) -> Element:
        owner = block.owner
        if isinstance(owner, tile.BroadcastOp):
            return Repeated(owner.kind.data, integer_casts.plain(self.blocks, owner.block))
        return integer_casts.plain(self.blocks, block)

    def run(self) -> None:
        for op in self.generic.body.block.ops:
            if isinstance(op, tile.YieldOp):
                self.yield_(op)
            else:
                self.e.location = op.location
                self.elements[op.results[0]] = self.lower(op)

    def yield_(self, op: tile.YieldOp) -> None:
        self.e.location = self.generic.location
        for value, output in zip(op.values, self.generic.outputs, strict=True):
            type_ = tile.element_type_of(output)
            block = self.blocks.cast(self.blocks.of(self.element(value), type_), type_)
            if block not in self.generic.inputs:
                block.name_hint = output.name_hint or block.name_hint
            output.replace_all_uses_with(block)

    def element(self, value: SSAValue) -> Element:
        """Returns what a value stands for; a scalar of run time fills a block."""
        known = self.elements.get(value)
        if known is None:
            known = _constant(value)
        if known is None:
            known = self.uniform(value)
        self.elements[value] = known
        return known

    def uniform(self, value: SSAValue) -> Element:
        """
        Returns what a number of run time from outside of the body stands for.

        It fills a block if it has 32 bits. What computes it is done on blocks if it is not integer
        arithmetic: no RISC-V core has a unit for floats.
        """
        owner, type_ = value.owner, value.type
        is_computed = isinstance(owner, Operation) and owner.dialect_name() in ("arith", "math")
        if isinstance(type_, IndexType):
            return Place((0, 0), value)
        if isinstance(owner, Operation) and is_computed and type_ != i32:
            return self.lower(owner)
        if type_ == i1:
            value = self.e.emit(arith.ExtUIOp(value, i32)).result
        elif type_ not in (f32, i32):
            raise CompileError.at(
                self.generic, f"a variable of {dtype_of(type_).name} is used in T.Parallel"
            ).note("T.alloc_var with 'float32' or 'int32', and T.cast where it is used")
        return self.e.emit(tile.SplatOp(value, self.blocks.type(value.type))).block

    def block(self, value: SSAValue) -> SSAValue:
        return self.blocks.of(self.element(value), value.type)

    def lower(self, op: Operation) -> Element:
        """Makes what one scalar op of the body stands for."""
        result = op.results[0]
        match op:
            case arith.ConstantOp():
                constant = _constant(result)
                assert constant is not None
                return constant
            case tile.IndexOp():
                number = constant_of(op.start)
                if op.factors == (0, 0) and number is not None:
                    return float(number)
                return Place(op.factors, op.start)
            case arith.IndexCastOp():
                return self.element(op.input)
            case arith.CmpiOp() if isinstance(op.lhs.type, IndexType):
                kind, place = COMPARE_INT[op.predicate.value.data], self.difference(op)
                if isinstance(place, float):
                    return float(COMPARE[kind](place, 0.0))
                assert isinstance(place, Place)
                return self.blocks.planes(kind, place)
            case arith.CmpiOp():
                number = op.predicate.value.data
                words = number >= FIRST_UNSIGNED
                return self.compare(COMPARE_INT[number], op.lhs, op.rhs, words=words)
            case arith.CmpfOp() if op.predicate.value.data == UNORDERED:
                return self.is_nan(op)
            case arith.CmpfOp():
                return self.compare(self.float_predicate(op), op.lhs, op.rhs)
            case arith.SelectOp():
                x, y = self.element(op.lhs), self.element(op.rhs)
                return self.blocks.select(self.mask_or_planes(op.cond), x, y, result.type)
            case arith.AndIOp() | arith.OrIOp() | arith.XOrIOp() if _is_truth(result):
                return self.logic(op)
            case _ if type(op) in UNARY:
                return self.unary(op)
            case _ if type(op) in BINARY:
                return self.binary(op)
            case _ if type(op) in UNSIGNED:
                return self.unsigned(op)
            case _ if isinstance(op, CASTS):
                return self.cast(op)
            case _:
                construct = CONSTRUCTS.get(type(op), f"'{op.name}'")
                raise CompileError.at(op, f"{construct} in T.Parallel is not supported").note(
                    "supported are + - * /, comparisons, max, min, pow, casts, T.if_then_else and "
                    "the functions of docs/language.md"
                )

    def difference(self, op: arith.CmpiOp) -> Element:
        """Returns the number that a comparison of indices compares with 0."""
        if op.lhs in self.elements:
            return self.element(op.lhs)
        form = linear(op.lhs).plus(linear(op.rhs), -1)
        return Place((0, 0), build(self.e, form)) if form.terms else float(form.constant)

    def unary(self, op: Operation) -> Element:
        kind = UNARY[type(op)]
        x = self.element(op.operands[0])
        if isinstance(x, float):
            return folded(op, CONSTANT_UNARY[kind], x)
        if isinstance(x, Repeated):
            return self.on_vector(x, lambda v: self.e.emit(tile.UnaryOp(kind, v)).result)
        x = self.block(op.operands[0])
        return self.e.emit(tile.UnaryOp(kind, x), op.results[0].name_hint).result

    def on_vector(self, x: Repeated, work: Callable[[SSAValue], SSAValue]) -> Repeated:
        """Does for the vector what would be done for every repetition of it."""
        made = work(x.block)
        made.name_hint = made.name_hint or x.block.name_hint
        return Repeated(x.kind, made)

    def cast(self, op: Operation) -> Element:
        x, type_ = self.element(op.operands[0]), op.results[0].type
        if isinstance(x, float):
            return float(numbers.trunc(x)) if isinstance(type_, IntegerType) else x
        if isinstance(x, Place | Planes):
            return self.blocks.of(x, type_)
        if isinstance(x, Repeated):
            return self.on_vector(x, lambda v: integer_casts.cast(self.blocks, op, v))
        return integer_casts.cast(self.blocks, op, self.block(op.operands[0]))

    def binary(self, op: Operation) -> Element:
        """Makes `x kind y`; a constant side becomes a scalar operand."""
        kind, type_ = BINARY[type(op)], op.results[0].type
        x, y = (self.element(value) for value in op.operands)
        hint = op.results[0].name_hint
        match x, y:
            case float(), float():
                return folded(op, CONSTANT_BINARY[kind], x, y)
            case Repeated(), float():
                return self.on_vector(x, lambda v: scalar_right(self.e, kind, v, y, hint, type_))
            case float(), Repeated():
                return self.on_vector(y, lambda v: scalar_left(self.e, kind, x, v, hint, type_))
            case Repeated(), Repeated() if x.kind == y.kind:
                made = self.e.emit(tile.BinaryOp(kind, x.block, y.block), hint).result
                return Repeated(x.kind, made)
            case _, Repeated() if kind == "div":
                # One reciprocal for each number of the vector, not one for each element.
                inverse = self.on_vector(y, lambda v: self.e.emit(tile.UnaryOp("recip", v)).result)
                lhs, rhs = self.block(op.operands[0]), self.blocks.of(inverse, type_)
                return self.e.emit(tile.BinaryOp("mul", lhs, rhs), hint).result
            case _, float():
                return scalar_right(self.e, kind, self.block(op.operands[0]), y, hint, type_)
            case float(), _:
                return scalar_left(self.e, kind, x, self.block(op.operands[1]), hint, type_)
            case _:
                lhs, rhs = (self.block(value) for value in op.operands)
                return self.e.emit(tile.BinaryOp(kind, lhs, rhs), hint).result

    def unsigned(self, op: Operation) -> Element:
        """Makes an op on numbers without a sign."""
        kind = UNSIGNED[type(op)]
        x, y = (self.element(value) for value in op.operands)
        if isinstance(x, float) and isinstance(y, float):
            return folded(op, CONSTANT_BINARY[kind], x, y)
        lhs, rhs = (self.blocks.cast(self.block(value), UINT32.ir) for value in op.operands)
        if isinstance(y, float) and kind in integer_casts.SCALAR:
            made = self.e.emit(tile.ScalarOp(kind, lhs, y)).result
        else:
            made = self.e.emit(tile.BinaryOp(kind, lhs, rhs)).result
        return integer_casts.plain(self.blocks, made)

    def compare(self, kind: str, lhs: SSAValue, rhs: SSAValue, *, words: bool = False) -> Element:
        """Makes a comparison; of `words`, integers without a sign."""
        x, y = self.element(lhs), self.element(rhs)
        if isinstance(x, float) and isinstance(y, float):
            return float(COMPARE[kind](x, y))
        if words:
            sides = (self.blocks.cast(self.block(value), UINT32.ir) for value in (lhs, rhs))
            made = self.e.emit(tile.CompareOp(kind, *sides)).result
            return integer_casts.plain(self.blocks, made)
        if isinstance(y, float):
            return self.e.emit(tile.ScalarOp(kind, self.block(lhs), y)).result
        if isinstance(x, float):
            return self.e.emit(tile.ScalarOp(SWAPPED[kind], self.block(rhs), x)).result
        return self.e.emit(tile.CompareOp(kind, self.block(lhs), self.block(rhs))).result

    def is_nan(self, op: arith.CmpfOp) -> Element:
        """Makes 1 where either side is no number."""
        sides = [
            self.e.emit(tile.UnaryOp("isnan", self.block(value))).result
            for value in dict.fromkeys((op.lhs, op.rhs))
        ]
        return sides[0] if len(sides) == 1 else self.e.emit(tile.BinaryOp("max", *sides)).result

    def float_predicate(self, op: arith.CmpfOp) -> str:
        kind = COMPARE_FLOAT.get(op.predicate.value.data)
        if kind is None:
            raise CompileError.at(op, "this comparison in T.Parallel is not supported").note(
                "supported are <, <=, >, >=, == and !="
            )
        return kind

    def mask_or_planes(self, value: SSAValue) -> Element:
        """Returns a condition: planes, a constant, or a block of 1 and 0 in float32."""
        element = self.element(value)
        if isinstance(element, Planes | float):
            return element
        return self.blocks.cast(self.blocks.of(element, f32), f32)

    def logic(self, op: Operation) -> Element:
        """And of planes is more planes; else numbers 0 and 1 are multiplied or compared."""
        x, y = (self.mask_or_planes(value) for value in op.operands)
        if isinstance(x, float):
            x, y = y, x
        if isinstance(y, float):
            return self.logic_constant(op, x, bool(y))
        if isinstance(x, Planes) and isinstance(y, Planes):
            if isinstance(op, arith.AndIOp) and not (x.any_of or y.any_of):
                return Planes(x.places + y.places)
            if isinstance(op, arith.OrIOp) and _may_be_any(x) and _may_be_any(y):
                return Planes(x.places + y.places, any_of=True)
        masked = self.masked(op, x, y) or self.masked(op, y, x)
        if masked is not None:
            return masked
        lhs, rhs = self.blocks.of(x, f32), self.blocks.of(y, f32)
        match op:
            case arith.AndIOp():
                return self.e.emit(tile.BinaryOp("mul", lhs, rhs)).result
            case arith.OrIOp():
                return self.e.emit(tile.BinaryOp("max", lhs, rhs)).result
            case _:
                return self.e.emit(tile.CompareOp("ne", lhs, rhs)).result

    def masked(self, op: Operation, planes: Element, block: Element) -> Element | None:
        """Masks a condition on elements by planes, where that needs no block of their own."""
        if not isinstance(planes, Planes) or isinstance(block, Planes):
            return None
        is_or = isinstance(op, arith.OrIOp)
        kept = self.blocks.inverted(planes) if is_or else planes
        if isinstance(op, arith.XOrIOp) or kept.any_of:
            return None
        return self.blocks.keep(kept.places, self.blocks.of(block, f32), float(is_or))

    def logic_constant(self, op: Operation, x: Element, y: bool) -> Element:
        match op:
            case arith.AndIOp():
                return x if y else 0.0
            case arith.OrIOp():
                return 1.0 if y else x
            case _ if not y:
                return x
            case _ if isinstance(x, float):
                return 1.0 - x
            case _ if isinstance(x, Planes):
                return self.blocks.inverted(x)
            case _:
                block = self.blocks.of(x, f32)
                return self.e.emit(tile.ScalarOp("rsub", block, 1.0)).result


def _may_be_any(planes: Planes) -> bool:
    return planes.any_of or len(planes.places) == 1


def _is_truth(value: SSAValue) -> bool:
    return value.type == i1


def _constant(value: SSAValue) -> float | None:
    if isinstance(value, OpResult) and isinstance(value.op, arith.ConstantOp):
        number = value.op.value
        assert isinstance(number, FloatAttr | IntegerAttr)
        # The signless i1 `true` is the number -1.
        return abs(float(number.value.data)) if _is_truth(value) else float(number.value.data)
    return None
