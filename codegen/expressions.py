"""Index arithmetic as C++ expressions on uint32_t, with the parentheses that are needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from xdsl.dialects import arith
from xdsl.dialects.builtin import IntegerAttr, i1
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
    """A C++ expression; `operator` is its outermost one, empty for a primary."""

    text: str
    binds: Binds = Binds.PRIMARY
    operator: str = ""

    def within(self, limit: Binds) -> str:
        """Returns the text, in parentheses unless it binds at least as tightly as `limit`."""
        return self.text if self.binds <= limit else f"({self.text})"


_INFIX: dict[type[Operation], tuple[str, Binds]] = {
    arith.AddiOp: ("+", Binds.SUM),
    arith.SubiOp: ("-", Binds.SUM),
    arith.MuliOp: ("*", Binds.PRODUCT),
    arith.DivUIOp: ("/", Binds.PRODUCT),
    arith.DivSIOp: ("/", Binds.PRODUCT),
    arith.FloorDivSIOp: ("/", Binds.PRODUCT),
    arith.RemUIOp: ("%", Binds.PRODUCT),
    arith.RemSIOp: ("%", Binds.PRODUCT),
    arith.ShLIOp: ("<<", Binds.BITS),
    arith.ShRUIOp: (">>", Binds.BITS),
    arith.ShRSIOp: (">>", Binds.BITS),
    arith.AndIOp: ("&", Binds.BITS),
    arith.OrIOp: ("|", Binds.BITS),
    arith.XOrIOp: ("^", Binds.BITS),
}
_ON_FLAGS: dict[str, tuple[str, Binds]] = {
    "&": ("&&", Binds.AND),
    "|": ("||", Binds.OR),
    "^": ("!=", Binds.RELATION),
}
_CALLS: dict[type[Operation], str] = {
    arith.MinUIOp: "std::min<uint32_t>",
    arith.MinSIOp: "std::min<uint32_t>",
    arith.MaxUIOp: "std::max<uint32_t>",
    arith.MaxSIOp: "std::max<uint32_t>",
}
_RELATIONS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_PREDICATES = ("eq", "ne", "slt", "sle", "sgt", "sge", "ult", "ule", "ugt", "uge")
"""`arith.cmpi`'s predicates by number (MLIR, arith dialect)."""

_REGROUPS = {"+": ("+", "-"), "&&": ("&&",), "||": ("||",)}
"""Operators whose right side may lose its parentheses: exact, since uint32_t wraps around."""


def is_flag(type_: Attribute) -> bool:
    """Tells whether a value is a bool."""
    return type_ == i1


def expression(op: Operation, operands: Sequence[Expr]) -> Expr | None:
    """Returns the C++ of a pure arithmetic op on its operands; None for any other op."""
    match op:
        case arith.ConstantOp(value=IntegerAttr() as attr):
            return _constant(attr.value.data, is_flag(op.result.type))
        case arith.IndexCastOp():
            return operands[0]
        case arith.CmpiOp():
            predicate = _PREDICATES[op.predicate.value.data]
            return _infix(_RELATIONS[predicate[-2:]], Binds.RELATION, *operands)
        case arith.SelectOp():
            condition, yes, no = (operand.within(Binds.OR) for operand in operands)
            return Expr(f"{condition} ? {yes} : {no}", Binds.CHOICE, "?")
        case arith.CeilDivUIOp() | arith.CeilDivSIOp():
            top = _infix("-", Binds.SUM, _infix("+", Binds.SUM, *operands), Expr("1"))
            return _infix("/", Binds.PRODUCT, top, operands[1])
        case _ if type(op) in _CALLS:
            return Expr(f"{_CALLS[type(op)]}({operands[0].text}, {operands[1].text})")
        case _ if type(op) in _INFIX:
            operator, binds = _INFIX[type(op)]
            if is_flag(op.results[0].type):
                operator, binds = _ON_FLAGS[operator]
                if operator == "!=" and operands[1].text == "true":
                    return Expr(f"!{operands[0].within(Binds.PRIMARY)}", Binds.UNARY, "!")
            return _infix(operator, binds, *operands)
        case _:
            return None


def _constant(value: int, flag: bool) -> Expr:
    if flag:
        return Expr("true" if value else "false")
    return Expr(str(value), Binds.PRIMARY if value >= 0 else Binds.UNARY)


def _infix(operator: str, binds: Binds, left: Expr, right: Expr) -> Expr:
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
    return Expr(f"{lhs} {operator} {rhs}", binds, operator)


def _strict(limit: Binds) -> Binds:
    """Sums and products may stand bare in a relation, but not beside an operator on bits."""
    return Binds.SUM if limit is Binds.BITS else Binds.UNARY
