"""
The kernel language: `import ttc.language as T`.

Every `T.` name comes from one table (`ttc.language.table`); a name that is not there, or that a
kernel cannot use, is an error at the author's line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from ttc.language.dtypes import DTYPE_NAMES, dtype
from ttc.language.kernels import JITFactory, Macro, PrimFunc, jit, macro, prim_func
from ttc.language.nearest import nearest
from ttc.language.place import error
from ttc.language.table import CUDA, HINTS, LATER, LOWERED, Construct, Kind, cuda_construct
from ttc.language.tensor import Buffer, StridedTensor, Tensor, TensorSpec
from ttc.language.values import ON_NUMBERS

if TYPE_CHECKING:
    from types import ModuleType

__all__ = [
    "CONSTRUCTS",
    "Buffer",
    "Construct",
    "GemmWarpPolicy",
    "JITFactory",
    "Kind",
    "Macro",
    "PrimFunc",
    "StridedTensor",
    "Tensor",
    "TensorSpec",
    "dtype",
    "jit",
    "macro",
    "prim_func",
    "stand_ins",
]


class GemmWarpPolicy:
    """How warps split a product on CUDA; accepted and without effect."""

    Square = "Square"
    FullRow = "FullRow"
    FullCol = "FullCol"


CONSTRUCTS: dict[str, Construct] = {
    name: Construct(name, kind, text, ON_NUMBERS.get(name))
    for kind, table in (
        (Kind.LOWERED, LOWERED),
        (Kind.HINT, HINTS),
        (Kind.LATER, LATER),
        (Kind.CUDA, CUDA),
    )
    for name, text in table.items()
}


def __getattr__(name: str) -> Any:
    if name in DTYPE_NAMES:
        return DTYPE_NAMES[name]
    construct = CONSTRUCTS.get(name) or cuda_construct(name)
    if construct is None:
        if name.startswith("_"):  # Python's own questions: __path__, __wrapped__
            raise AttributeError(name)
        raise_unknown(name)
    if construct.kind in (Kind.LATER, Kind.CUDA):
        construct.refuse()
    return construct


def raise_unknown(name: str) -> NoReturn:
    """Raises for a name that the language does not have, with the nearest it has."""
    failure = error(f"T.{name} is not a name of the language")
    known = [
        "Tensor", "Buffer", "StridedTensor", "prim_func", "macro", "GemmWarpPolicy",
        *DTYPE_NAMES, *LOWERED, *HINTS,
    ]  # fmt: skip
    near = nearest(name, known)
    raise failure.note(f"did you mean T.{near}?") if near else failure


def stand_ins() -> dict[str, ModuleType]:
    """Returns the modules that answer `import tilelang` and its parts in a kernel file."""
    from ttc.language.tilelang import modules

    return modules()
