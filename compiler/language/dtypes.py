"""Element types as kernels write them: `T.float32`, `"float32"`, `torch.float32`, numpy's."""

from __future__ import annotations

from ttc.dtypes import DTYPES, STORED_AS, DType
from ttc.language.nearest import nearest
from ttc.language.place import active, error


class dtype(str):
    """
    The name of an element type; equal to the same name as a string.

    Calling one converts: a value of the kernel inside a body, a number outside.
    """

    __slots__ = ()

    def __call__(self, value: object = 0) -> object:
        lowering = active()
        if lowering is not None:
            from ttc.language import CONSTRUCTS

            return lowering.call(CONSTRUCTS["cast"], {"value": value, "dtype": self})
        if not isinstance(value, int | float):
            raise error(f"T.{self} converts a number, not a {type(value).__name__}")
        return float(value) if "float" in self else int(value)

    def __repr__(self) -> str:
        return f"T.{self}"


_NAMES = (
    "bool int int4 int8 int16 int32 int64 uint4 uint8 uint16 uint32 uint64 half float float16 "
    "float32 float64 bfloat16 bfloat8_b tfloat32 float8_e4m3 float8_e4m3fn float8_e4m3fnuz "
    "float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float4_e2m1fn float6_e2m3fn float6_e3m2fn"
)
DTYPE_NAMES: dict[str, dtype] = {name: dtype(name) for name in _NAMES.split()}
_ALIASES = {"int": "int32", "half": "float16", "float": "float32"}


def spelled(value: object) -> str:
    """Returns the name of a dtype in any spelling; CompileError for what is no dtype."""
    if isinstance(value, str):
        text = str(value)
    elif isinstance(value, type):
        text = value.__name__  # numpy.float32
    else:
        text = str(value)  # numpy.dtype, torch.float32
    text = text.removeprefix("torch.").removeprefix("T.")
    text = _ALIASES.get(text, text)
    if text not in DTYPE_NAMES:
        near = nearest(text, DTYPE_NAMES)
        failure = error(f"'{text}' is not a dtype")
        raise failure.note(f"did you mean '{near}'?") if near else failure
    return text


def resolve(value: object) -> DType:
    """Returns the type a dtype is stored as; CompileError for one that the target lacks."""
    name = spelled(value)
    stored = DTYPES.get(STORED_AS.get(name, name))
    if stored is None:
        raise error(f"the target has no dtype {name}").note(f"its dtypes are {', '.join(DTYPES)}")
    return stored
