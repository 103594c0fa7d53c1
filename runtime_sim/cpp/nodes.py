"""
The syntax tree of a kernel: frozen dataclasses, each with the line and column of its first letter.

Places are 1-based. Names keep their qualification (`ReduceDim::REDUCE_ROW`), literals their text.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Line and column of a node's first letter, and the letters it covers on that line."""

    line: int
    column: int
    width: int = 1


@dataclass(frozen=True)
class CType:
    """A type as written, without qualifiers: `volatile uint32_t*` is ("uint32_t", pointer)."""

    place: Place
    name: str
    pointer: bool = False
    reference: bool = False
    constant: bool = False


# Expressions


@dataclass(frozen=True)
class Int:
    """An integer literal; `suffix` is its letters in lower case (`u`, `ull`)."""

    place: Place
    value: int
    suffix: str = ""


@dataclass(frozen=True)
class Float:
    place: Place
    value: float


@dataclass(frozen=True)
class Bool:
    place: Place
    value: bool


@dataclass(frozen=True)
class Str:
    place: Place
    value: str


@dataclass(frozen=True)
class Name:
    place: Place
    text: str


@dataclass(frozen=True)
class Call:
    """`function<template_args>(args)`; `uint32_t(x)` is a `Cast`."""

    place: Place
    function: Expr
    template_args: tuple[Expr | CType, ...]
    args: tuple[Expr, ...]


@dataclass(frozen=True)
class Member:
    place: Place
    object: Expr
    name: str


@dataclass(frozen=True)
class Index:
    place: Place
    object: Expr
    index: Expr


@dataclass(frozen=True)
class Unary:
    """`-x`, `!x`, `~x`, `*x` (a load through a pointer), `&x`."""

    place: Place
    op: str
    operand: Expr


@dataclass(frozen=True)
class Update:
    """`++x` (prefix) or `x++`; `op` is `++` or `--`."""

    place: Place
    op: str
    operand: Expr
    prefix: bool


@dataclass(frozen=True)
class Binary:
    """Arithmetic, comparison, `&&`, `||` and `,`."""

    place: Place
    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True)
class Assign:
    """`target op value`; `op` is `=` or a compound such as `+=`."""

    place: Place
    op: str
    target: Expr
    value: Expr


@dataclass(frozen=True)
class Ternary:
    place: Place
    condition: Expr
    then: Expr
    other: Expr


@dataclass(frozen=True)
class Cast:
    """A C cast, `T(x)`, `T{x}`, or one of the named casts (`kind`: `static_cast`, ...)."""

    place: Place
    kind: str
    type: CType
    value: Expr


@dataclass(frozen=True)
class SizeOf:
    place: Place
    type: CType


@dataclass(frozen=True)
class InitList:
    """`{a, b}` or `{.name = a}`: pairs of a field name (or None) and a value."""

    place: Place
    items: tuple[tuple[str | None, Expr], ...]


@dataclass(frozen=True)
class Lambda:
    """A lambda; `by_reference` unless its capture default is `=`."""

    place: Place
    by_reference: bool
    parameters: tuple[Parameter, ...]
    body: Block


Expr = (
    Int | Float | Bool | Str | Name | Call | Member | Index | Unary | Update | Binary
    | Assign | Ternary | Cast | SizeOf | InitList | Lambda
)  # fmt: skip

# Statements


@dataclass(frozen=True)
class Declarator:
    """One variable of a declaration; `sizes` are an array's extents (None: from `value`)."""

    place: Place
    name: str
    type: CType
    value: Expr | None
    sizes: tuple[Expr | None, ...] = ()


@dataclass(frozen=True)
class Declaration:
    place: Place
    declarators: tuple[Declarator, ...]


@dataclass(frozen=True)
class ExprStatement:
    place: Place
    expr: Expr


@dataclass(frozen=True)
class Block:
    place: Place
    statements: tuple[Stmt, ...]


@dataclass(frozen=True)
class If:
    place: Place
    condition: Expr
    then: Stmt
    other: Stmt | None


@dataclass(frozen=True)
class For:
    place: Place
    start: Stmt | None
    condition: Expr | None
    step: Expr | None
    body: Stmt


@dataclass(frozen=True)
class While:
    """`while`, or `do .. while` if `body_first`."""

    place: Place
    condition: Expr
    body: Stmt
    body_first: bool = False


@dataclass(frozen=True)
class Return:
    place: Place
    value: Expr | None


@dataclass(frozen=True)
class Break:
    place: Place


@dataclass(frozen=True)
class Continue:
    place: Place


@dataclass(frozen=True)
class StaticAssert:
    place: Place
    condition: Expr
    message: str


Stmt = (
    Declaration | ExprStatement | Block | If | For | While | Return | Break | Continue
    | StaticAssert
)  # fmt: skip

# Files


@dataclass(frozen=True)
class Parameter:
    place: Place
    type: CType
    name: str
    default: Expr | None = None


@dataclass(frozen=True)
class Function:
    """A function of the file; `template_parameters` are names of types or values."""

    place: Place
    name: str
    result: CType
    template_parameters: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    body: Block


@dataclass(frozen=True)
class Include:
    place: Place
    path: str


@dataclass(frozen=True)
class Define:
    """`#define name value`; `value` is None if nothing follows the name."""

    place: Place
    name: str
    value: Expr | None
