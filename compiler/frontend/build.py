"""Where IR is put: the one place that inserts ops, each with the author's place."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Generator, Hashable
from contextlib import contextmanager
from typing import TypeVar

from xdsl.dialects import arith
from xdsl.dialects.builtin import FloatAttr, IndexType, IntegerAttr, bf16, f32
from xdsl.ir import Block, Operation, SSAValue

from ttc.dtypes import FLOAT32, DType
from ttc.frontend.convert import rounded, width
from ttc.frontend.source import Source
from ttc.frontend.values import Atom, Index

OpT = TypeVar("OpT", bound=Operation)
INDEX = IndexType()


def name_value(ssa: SSAValue, name: str) -> None:
    """
    Names a value after the author's variable, as well as IR can.

    xDSL cuts a trailing `_1` off a hint, so that `A_1` and `A_2` would be one name: they become
    A1 and A2. Letters beyond ASCII become underscores. What is shown to the author afterwards, the
    names of parameters, is kept beside the IR (`ttc.parameters`).
    """
    if name.strip("_"):
        ascii_name = "".join(c if c.isascii() else "_" for c in name)
        ssa.name_hint = re.sub(r"_+(\d+)$", r"\1", ascii_name)


class Builder:
    """The insertion point, the author's place, and the values a block can use again."""

    def __init__(self, source: Source, node: ast.AST, block: Block) -> None:
        self.source = source
        self.node = node
        self.blocks = [block]
        self._known: list[dict[Hashable, SSAValue]] = [{}]
        self._atoms: dict[SSAValue, Atom] = {}

    @property
    def block(self) -> Block:
        return self.blocks[-1]

    def insert(self, op: OpT) -> OpT:
        """Appends an op to the current block, at the author's place."""
        op.location = self.source.location(self.node)
        self.blocks[-1].add_op(op)
        return op

    @contextmanager
    def inside(self, block: Block) -> Generator[None]:
        """Puts ops into a block; what is made there is forgotten afterwards."""
        self.blocks.append(block)
        self._known.append({})
        try:
            yield
        finally:
            self.blocks.pop()
            self._known.pop()

    def once(self, key: Hashable, make: Callable[[], Operation]) -> SSAValue:
        """Returns the value made for `key` in this block or one around it, or makes it here."""
        for known in self._known:
            found = known.get(key)
            if found is not None:
                return found
        value = self.insert(make()).results[0]
        self._known[-1][key] = value
        return value

    def index(self, value: int) -> SSAValue:
        """Returns an index constant."""
        ssa = self.once(value, lambda: arith.ConstantOp(IntegerAttr(value, INDEX)))
        if ssa.name_hint is None:
            ssa.name_hint = f"c{value}" if value >= 0 else f"cm{-value}"
        return ssa

    def atom(self, atom: Atom) -> Atom:
        """Returns the atom already made for the same value, or this one."""
        return self._atoms.setdefault(atom.ssa, atom)

    def variable(self, ssa: SSAValue, low: int, high: int) -> Index:
        """Makes the index of a block or loop variable in [low, high]."""
        return Index({self.atom(Atom(ssa, low, high, frozenset((ssa,)))): 1}, 0)

    def number(self, value: float, dtype: DType) -> SSAValue:
        """Returns a constant of an element type, rounded or truncated to it."""
        value = rounded(value, dtype)

        def make() -> Operation:
            if dtype.is_float:
                return arith.ConstantOp(FloatAttr(value, f32 if dtype == FLOAT32 else bf16))
            return arith.ConstantOp(IntegerAttr(int(value), width(dtype)))

        # repr tells -0.0 from 0.0 and finds nan again.
        return self.once((repr(value), dtype), make)
