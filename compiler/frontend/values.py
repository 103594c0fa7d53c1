"""
What a name in a kernel's body stands for, beside Python's own values.

`Index` is integer arithmetic on block and loop variables, `Scalar` an element's value, `Buffer`
an array and `Element` a place in one. Operators on them make IR where the body stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, NoReturn

from xdsl.ir import SSAValue

from ttc.dtypes import DType
from ttc.language.dtypes import DTYPE_NAMES
from ttc.language.place import Lowering, active, error


def lowering() -> Lowering:
    """Returns the lowering that made the values; values do not outlive it."""
    running = active()
    assert running is not None
    return running


class Operand:
    """What arithmetic works on: every operator asks the running lowering for its result."""

    __slots__ = ()
    KIND: ClassVar[str] = "a value of the kernel"
    __array_ufunc__ = None  # numpy's numbers leave the operator to this side

    def __add__(self, other: object) -> object:
        return lowering().binary("+", self, other)

    def __radd__(self, other: object) -> object:
        return lowering().binary("+", other, self)

    def __sub__(self, other: object) -> object:
        return lowering().binary("-", self, other)

    def __rsub__(self, other: object) -> object:
        return lowering().binary("-", other, self)

    def __mul__(self, other: object) -> object:
        return lowering().binary("*", self, other)

    def __rmul__(self, other: object) -> object:
        return lowering().binary("*", other, self)

    def __truediv__(self, other: object) -> object:
        return lowering().binary("/", self, other)

    def __rtruediv__(self, other: object) -> object:
        return lowering().binary("/", other, self)

    def __floordiv__(self, other: object) -> object:
        return lowering().binary("//", self, other)

    def __rfloordiv__(self, other: object) -> object:
        return lowering().binary("//", other, self)

    def __mod__(self, other: object) -> object:
        return lowering().binary("%", self, other)

    def __rmod__(self, other: object) -> object:
        return lowering().binary("%", other, self)

    def __pow__(self, other: object) -> object:
        return lowering().binary("**", self, other)

    def __rpow__(self, other: object) -> object:
        return lowering().binary("**", other, self)

    def __and__(self, other: object) -> object:
        return lowering().binary("&", self, other)

    def __rand__(self, other: object) -> object:
        return lowering().binary("&", other, self)

    def __or__(self, other: object) -> object:
        return lowering().binary("|", self, other)

    def __ror__(self, other: object) -> object:
        return lowering().binary("|", other, self)

    def __xor__(self, other: object) -> object:
        return lowering().binary("^", self, other)

    def __rxor__(self, other: object) -> object:
        return lowering().binary("^", other, self)

    def __lshift__(self, other: object) -> object:
        return lowering().binary("<<", self, other)

    def __rlshift__(self, other: object) -> object:
        return lowering().binary("<<", other, self)

    def __rshift__(self, other: object) -> object:
        return lowering().binary(">>", self, other)

    def __rrshift__(self, other: object) -> object:
        return lowering().binary(">>", other, self)

    def __lt__(self, other: object) -> object:
        return lowering().binary("<", self, other)

    def __le__(self, other: object) -> object:
        return lowering().binary("<=", self, other)

    def __gt__(self, other: object) -> object:
        return lowering().binary(">", self, other)

    def __ge__(self, other: object) -> object:
        return lowering().binary(">=", self, other)

    def __eq__(self, other: object) -> object:  # pyright: ignore[reportIncompatibleMethodOverride]
        return lowering().binary("==", self, other)

    def __ne__(self, other: object) -> object:  # pyright: ignore[reportIncompatibleMethodOverride]
        return lowering().binary("!=", self, other)

    __hash__ = object.__hash__

    def __neg__(self) -> object:
        return lowering().unary("-", self)

    def __pos__(self) -> object:
        return self

    def __abs__(self) -> object:
        return lowering().unary("abs", self)

    def __invert__(self) -> object:
        return lowering().unary("~", self)

    def __bool__(self) -> NoReturn:
        raise error("a condition on a value that is known only when the kernel runs").note(
            "choose between values with T.if_then_else, or test a Python value"
        )


@dataclass(frozen=True, eq=False, slots=True)
class Atom:
    """
    An index value that arithmetic does not look into: a variable, or a quotient, a minimum...

    It lies in [low, high]; `variables` are those it is made of, itself if it is one.
    """

    ssa: SSAValue
    low: int
    high: int
    variables: frozenset[SSAValue]


@dataclass(frozen=True, eq=False, slots=True)
class Index(Operand):
    """A sum of atoms with integer coefficients (none of them 0, at least one term)."""

    KIND: ClassVar[str] = "an index known only when the kernel runs"

    terms: Mapping[Atom, int]
    constant: int

    @property
    def interval(self) -> tuple[int, int]:
        """The smallest and the largest value it may take, both included."""
        low = high = self.constant
        for atom, factor in self.terms.items():
            ends = (atom.low * factor, atom.high * factor)
            low += min(ends)
            high += max(ends)
        return low, high

    @property
    def variables(self) -> frozenset[SSAValue]:
        return frozenset[SSAValue]().union(*(atom.variables for atom in self.terms))

    @property
    def reaches_ends(self) -> bool:
        """Tells whether the kernel certainly computes both ends of the interval."""
        return all(atom.variables == frozenset((atom.ssa,)) for atom in self.terms)


@dataclass(frozen=True, eq=False, slots=True)
class Scalar(Operand):
    """One element's value inside T.Parallel."""

    KIND: ClassVar[str] = "a value computed by the kernel"

    ssa: SSAValue
    dtype: DType


@dataclass(eq=False, slots=True)
class Buffer:
    """A parameter or an allocation; it takes the name it is first assigned to."""

    KIND: ClassVar[str] = "a buffer"

    ssa: SSAValue
    shape: tuple[int, ...]
    element: DType
    scope: str
    name: str | None = None
    is_private: bool = False
    """A scalar of T.alloc_local: inside T.Parallel each iteration has its own."""
    reducer: str | None = None
    """What iterations of T.Parallel do to a buffer of T.alloc_reducer: sum, max or min."""

    @property
    def dtype(self) -> str:
        """The element type as kernels compare it."""
        return DTYPE_NAMES[self.element.name]

    @property
    def title(self) -> str:
        return f"'{self.name}'" if self.name else "the buffer"

    @property
    def is_var(self) -> bool:
        return self.scope == "var"

    @property
    def data(self) -> Buffer:
        """What `T.Tensor(shape, dtype, buffer.data)` makes another view of."""
        return self

    def __str__(self) -> str:
        return f"{self.title} ({sizes(self.shape)} {self.element.name})"

    def __bool__(self) -> NoReturn:
        raise error("a buffer is not a condition").note(
            "choose between elements with T.if_then_else inside T.Parallel"
        )


@dataclass(frozen=True, eq=False, slots=True)
class Variable:
    """What the name of a `T.alloc_var` stands for: it is read where it is used."""

    KIND: ClassVar[str] = "a variable"

    buffer: Buffer


@dataclass(frozen=True, eq=False, slots=True)
class Element(Operand):
    """
    A place in a buffer: an offset per dimension, and an extent where a slice gives one.

    Without a slice it is one element in arithmetic, and the corner of a block in T.copy.
    """

    KIND: ClassVar[str] = "a part of a buffer"

    buffer: Buffer
    offsets: tuple[Index | int, ...]
    extents: tuple[int | None, ...]

    @property
    def is_plain(self) -> bool:
        return all(extent is None for extent in self.extents)


def sizes(shape: tuple[int, ...]) -> str:
    return "x".join(map(str, shape))
