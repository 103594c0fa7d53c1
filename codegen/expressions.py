"""
Index arithmetic as C++ expressions on uint32_t, with the parentheses that are needed.

uint32_t wraps around, so sums and products of negative numbers come out right. Where a value that
may be negative is compared, divided, or clamped, the operation is spelt on int32_t.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from xdsl.dialects import arith
from xdsl.dialects.builtin import IndexType, IntegerAttr, f32, i1, i32
from xdsl.ir import Attribute, Operation


class Binds(IntEnum):
    """How tightly an expression holds together; the smaller, the tighter (C++ precedence)."""

    PRIMARY = 0
    UNARY = 1
    PRODUCT = 2
    SUM = 3
    BITS = 4
    RELATION = 5
    AND = 6
    OR = 7
    CHOICE = 8


@dataclass(frozen=True)
class Expr:
    """
    A C++ expression; `operator` is its outermost one, empty for a primary.

    `negative` says that the number meant may be negative, wrapped around in uint32_t.
    """

    text: str
    binds: Binds = Binds.PRIMARY
    operator: str = ""
    negative: bool = False

    def within(self, limit: Binds) -> str:
        """Returns the text, in parentheses unless it binds at least as tightly as `limit`."""
        return self.text if self.binds <= limit else f"({self.text})"


_INFIX: dict[type[Operation], tuple[str, Binds]] = {
    arith.AddiOp: ("+", Binds.SUM),
    arith.SubiOp: ("-", Binds.SUM),
    arith.MuliOp: ("*", Binds.PRODUCT),
    arith.DivUIOp: ("/", Binds.PRODUCT),
    arith.FloorDivSIOp: ("/", Binds.PRODUCT),
    arith.RemUIOp: ("%", Binds.PRODUCT),
    arith.RemSIOp: ("%", Binds.PRODUCT),
    arith.ShLIOp: ("<<", Binds.BITS),
    arith.ShRUIOp: (">>", Binds.BITS),
    arith.AndIOp: ("&", Binds.BITS),
    arith.OrIOp: ("|", Binds.BITS),
    arith.XOrIOp: ("^", Binds.BITS),
}
_ON_FLAGS: dict[str, tuple[str, Binds]] = {
    "&": ("&&", Binds.AND),
    "|": ("||", Binds.OR),
    "^": ("!=", Binds.RELATION),
}
_CLAMPS: dict[type[Operation], str] = {
    arith.MinUIOp: "ult",
    arith.MinSIOp: "slt",
    arith.MaxUIOp: "ugt",
    arith.MaxSIOp: "sgt",
}
"""The comparison of which the left operand of a minimum or maximum is chosen."""

_RELATIONS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_PREDICATES = ("eq", "ne", "slt", "sle", "sgt", "sge", "ult", "ule", "ugt", "uge")
"""`arith.cmpi`'s predicates by number (MLIR, arith dialect)."""

_WRAPPING = ("+", "-", "*", "<<")
"""Operators whose uint32_t result stands for a negative number if an operand's does."""

_REGROUPS = {"+": ("+", "-"), "&&": ("&&",), "||": ("||",)}
"""Operators whose right side may lose its parentheses: exact, since uint32_t wraps around."""


def is_flag(type_: Attribute) -> bool:
    """Tells whether a value is a bool."""
    return type_ == i1


def is_number(type_: Attribute) -> bool:
    """Tells whether a value is 32 bits in C++, or a bool."""
    return isinstance(type_, IndexType) or type_ in (i1, i32, f32)


def signed(operand: Expr) -> str:
    """Spells an operand as the number it stands for; a literal is signed already."""
    literal = operand.text.removeprefix("-").isdigit()
    return operand.text if literal else f"int32_t({operand.text})"


def expression(op: Operation, operands: Sequence[Expr]) -> Expr | None:
    """Returns the C++ of a pure arithmetic op on its operands; None for any other op."""
    match op:
        case arith.ConstantOp(value=IntegerAttr() as attr):
            return _constant(attr.value.data, is_flag(op.result.type))
        case arith.IndexCastOp() | arith.ExtUIOp():
            return operands[0]
        case arith.CmpiOp():
            return _comparison(_PREDICATES[op.predicate.value.data], *operands)
        case arith.SelectOp():
            return _choice(*operands)
        case arith.CeilDivUIOp():
            top = _infix("-", Binds.SUM, _infix("+", Binds.SUM, *operands), Expr("1"))
            return _infix("/", Binds.PRODUCT, top, operands[1])
        case arith.FloorDivSIOp() if any(operand.negative for operand in operands):
            return Expr(f"floor_div({operands[0].text}, {operands[1].text})", negative=True)
        case _ if type(op) in _CLAMPS:
            lhs, rhs = operands
            chosen = _choice(_comparison(_CLAMPS[type(op)], lhs, rhs), lhs, rhs)
            both = lhs.negative and rhs.negative
            return replace(chosen, negative=both) if isinstance(op, arith.MaxSIOp) else chosen
        case _ if type(op) in _INFIX:
            operator, binds = _INFIX[type(op)]
            if is_flag(op.results[0].type):
                operator, binds = _ON_FLAGS[operator]
                if operator == "!=" and operands[1].text == "true":
                    return Expr(f"!{operands[0].within(Binds.PRIMARY)}", Binds.UNARY, "!")
            return _infix(operator, binds, *operands)
        case _:
            return None


def _choice(condition: Expr, yes: Expr, no: Expr) -> Expr:
    texts = (part.within(Binds.OR) for part in (condition, yes, no))
    return Expr("{} ? {} : {}".format(*texts), Binds.CHOICE, "?", yes.negative or no.negative)


def _comparison(predicate: str, lhs: Expr, rhs: Expr) -> Expr:
    operator = _RELATIONS[predicate[-2:]]
    if predicate.startswith("s") and (lhs.negative or rhs.negative):
        return Expr(f"{signed(lhs)} {operator} {signed(rhs)}", Binds.RELATION, operator)
    if predicate.startswith("u"):
        lhs, rhs = (_unsigned(side) for side in (lhs, rhs))
    return _infix(operator, Binds.RELATION, lhs, rhs)


def _unsigned(operand: Expr) -> Expr:
    """Spells a negative literal as the uint32_t it stands for: C++ takes it for an int."""
    is_literal = operand.text.startswith("-") and operand.text[1:].isdigit()
    return Expr(f"uint32_t({operand.text})", negative=True) if is_literal else operand


def _constant(value: int, flag: bool) -> Expr:
    if flag:
        return Expr("true" if value else "false")
    return Expr(str(value), Binds.PRIMARY if value >= 0 else Binds.UNARY, negative=value < 0)


def _infix(operator: str, binds: Binds, left: Expr, right: Expr) -> Expr:
    negative = left.negative or right.negative or operator == "-"
    if operator in ("+", "-") and right.binds is Binds.UNARY and not right.operator:
        operator, right = "-+"[operator == "-"], Expr(right.text.removeprefix("-"))
    # One notch tighter than the operator, so that a - (b - c) keeps its parentheses. Operators on
    # bits and relations mix with others only in parentheses: compilers warn about anything else.
    tighter = Binds(binds - 1)
    strict = binds in (Binds.BITS, Binds.RELATION)
    lhs = left.within(_strict(tighter) if strict else binds)
    regroups = right.operator in _REGROUPS.get(operator, ())
    rhs = right.within(binds if regroups else _strict(tighter) if strict else tighter)
    if operator == "||":
        lhs, rhs = (f"({e})" if o.operator == "&&" else e for e, o in ((lhs, left), (rhs, right)))
    return Expr(f"{lhs} {operator} {rhs}", binds, operator, negative and operator in _WRAPPING)


def _strict(limit: Binds) -> Binds:
    """Sums and products may stand bare in a relation, but not beside an operator on bits."""
    return Binds.SUM if limit is Binds.BITS else Binds.UNARY
