"""Values of a call: checks them against the kernel's parameters; torch tensors are welcome too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from ttc.diagnostics import CompileError, SourceSpan, counted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[Any]


@dataclass(frozen=True)
class Parameter:
    """
    One parameter of a kernel; `dtype` and `role` as in plan.json, the role of a number is scalar.

    A number is held as an array without dimensions; `default` is for calls that do not give it.
    `written` is the type in the author's words where the arrays of a call have that one: float16,
    which is stored as bfloat16.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    role: str
    written: str | None = None
    default: int | float | None = None

    @staticmethod
    def of_plan(plan: Mapping[str, Any]) -> tuple[Parameter, ...]:
        """Returns the parameters in the order of the kernel's signature."""
        tensors = [row for row in plan["tensors"] if row["role"] not in ("scratch", "copy")]
        rows = sorted([*tensors, *plan["scalars"]], key=_index)
        return tuple(
            Parameter(
                row["name"],
                tuple(row.get("shape", ())),
                row["dtype"],
                row.get("role", "scalar"),
                default=row.get("default"),
            )
            for row in rows
        )

    @property
    def is_scalar(self) -> bool:
        return self.role == "scalar"

    @property
    def is_written(self) -> bool:
        return self.role not in ("in", "scalar")

    @property
    def is_read(self) -> bool:
        """Whether the kernel computes with what a call gives; it may write over it as well."""
        return self.role not in ("out", "part")

    @property
    def host_dtype(self) -> np.dtype[Any]:
        """The type of the arrays of a call."""
        return numpy_dtype(self.written or self.dtype)

    def __str__(self) -> str:
        return str(self.host_dtype) + ("" if self.is_scalar else str(list(self.shape)))


def _index(row: Mapping[str, Any]) -> int:
    return row["index"]


def numpy_dtype(name: str) -> np.dtype[Any]:
    """
    Returns the numpy dtype that holds values of a kernel dtype.

    That of bfloat8_b is float32; bfloat16 holds them, too, and is welcome.
    """
    import ml_dtypes
    import numpy as np

    match name:
        case "bfloat16":
            return np.dtype(ml_dtypes.bfloat16)
        case "bfloat8_b":
            return np.dtype(np.float32)
        case _:
            return np.dtype(name)


def unwritten(parameter: Parameter) -> Array:
    """Allocates an output full of NaN, or of the smallest integer, so that gaps show."""
    import numpy as np

    dtype = parameter.host_dtype
    gap = np.iinfo(dtype).min if dtype.kind in "iu" else float("nan")
    return np.full(parameter.shape, gap, dtype)


def hand_back(given: Array, held: Array) -> None:
    """
    Fills an array of a call with what the device holds.

    65504, the largest float16, is 65536 in bfloat16, which float16 would take for infinity.
    """
    import numpy as np

    if given.dtype == np.float16:
        wide = held.astype(np.float32)
        held = np.where(np.abs(wide) == 65536, np.copysign(65504, wide), wide)
    given[...] = held


def is_torch(value: object) -> bool:
    """Recognises a torch tensor without importing torch."""
    return type(value).__module__.partition(".")[0] == "torch"


def as_numpy(value: Any) -> object:
    """Views a torch tensor of the CPU as a numpy array; both share their memory."""
    if not is_torch(value):
        return value
    tensor = value.detach()
    if str(tensor.dtype) != "torch.bfloat16":
        return tensor.numpy()
    # numpy has no bfloat16 of its own: pass the bits as int16.
    return tensor.view(_torch().int16).numpy().view(numpy_dtype("bfloat16"))


def as_torch(array: Array) -> Any:
    """Makes a torch tensor that shares the array's memory."""
    torch = _torch()
    if array.dtype == numpy_dtype("bfloat16"):
        return torch.from_numpy(array.view("int16")).view(torch.bfloat16)
    return torch.from_numpy(array)


def _torch() -> Any:
    """Imports torch, which is no dependency: only its own tensors lead here."""
    return import_module("torch")


def checked(
    kernel: str,
    parameters: Sequence[Parameter],
    values: Sequence[object],
    named: Mapping[str, object],
    place: SourceSpan | None,
) -> list[Array]:
    """
    Returns the values of a call as numpy arrays, one for each of `parameters`.

    `named` are those given by name; a scalar that is not given has its default. Raises
    `CompileError` for a wrong number, kind, shape or dtype, naming the parameter.
    """
    bound = _bound(kernel, parameters, values, named, place)
    return [
        _number(kernel, number, parameter, value, place)
        if parameter.is_scalar
        else _one(kernel, number, parameter, value, place)
        for number, (parameter, value) in enumerate(zip(parameters, bound, strict=True), 1)
    ]


def _bound(
    kernel: str,
    parameters: Sequence[Parameter],
    values: Sequence[object],
    named: Mapping[str, object],
    place: SourceSpan | None,
) -> list[object]:
    """The values in the order of the parameters, as Python binds a call's arguments."""
    kind = "parameter" if any(p.is_scalar for p in parameters) else "array"
    names = [parameter.name for parameter in parameters]
    takes = f"'{kernel}' takes {counted(len(names), kind)} ({', '.join(names)})"
    for name in named:
        if name not in names[len(values) :]:
            twice = f"'{name}' is given twice" if name in names else f"it has no '{name}'"
            raise CompileError(f"{takes}; {twice}").note(f"'{kernel}' is defined here", place)
    given = {**dict(zip(names, values, strict=False)), **named}
    defaults = {p.name: p.default for p in parameters if p.default is not None}
    missing = [name for name in names if name not in given and name not in defaults]
    if len(values) > len(names) or missing:
        raise CompileError(f"{takes}, {len(values) + len(named)} given").note(
            f"'{kernel}' is defined here", place
        )
    return [given[name] if name in given else defaults[name] for name in names]


def as_scalar(parameter: Parameter, number: float) -> Array | None:
    """
    Holds the value of a scalar parameter as an array without dimensions.

    None for an integer that has more than 32 bits, signed or not.
    """
    import numpy as np

    if parameter.host_dtype.kind == "f":
        return np.array(number, parameter.host_dtype)
    if not -(2**31) <= number < 2**32:
        return None
    return np.array(int(number) & 0xFFFFFFFF, np.uint32).view(parameter.host_dtype)


def _number(
    kernel: str, number: int, parameter: Parameter, value: object, place: SourceSpan | None
) -> Array:
    """A scalar's value as an array without dimensions; unsigned numbers keep their 32 bits."""
    import numpy as np

    what = f"argument {number} of '{kernel}', '{parameter.name}',"
    given = as_numpy(value)
    array = np.asarray(given)
    wanted = parameter.host_dtype
    if array.ndim or array.dtype.kind not in "biuf":
        raise _wrong(f"{what} must be a number, not {type(value).__name__}", parameter, place)
    if wanted.kind != "f" and array.dtype.kind == "f":
        raise _wrong(f"{what} must be an integer, not {array}", parameter, place)
    held = as_scalar(parameter, array.item())
    if held is None:
        raise _wrong(f"{what} is {array}, and has 32 bits", parameter, place)
    return held


def _one(
    kernel: str, number: int, parameter: Parameter, value: object, place: SourceSpan | None
) -> Array:
    import numpy as np

    what = f"argument {number} of '{kernel}', '{parameter.name}',"
    given = as_numpy(value)
    if not isinstance(given, np.ndarray):
        kind = type(value).__name__
        raise _wrong(f"{what} must be a numpy array, not {kind}", parameter, place)
    array = cast("Array", given)
    if array.shape != parameter.shape:
        shapes = f"has shape {list(array.shape)}, must be {list(parameter.shape)}"
        raise _wrong(f"{what} {shapes}", parameter, place)
    wanted = parameter.host_dtype
    is_narrower = parameter.dtype == "bfloat8_b" and array.dtype == numpy_dtype("bfloat16")
    if array.dtype != wanted and not is_narrower:
        error = _wrong(f"{what} has dtype {array.dtype}, must be {wanted}", parameter, place)
        library = "ml_dtypes" if wanted == numpy_dtype("bfloat16") else "numpy"
        raise error.note(f"convert it: a.astype({library}.{wanted})")
    if parameter.is_written and not array.flags.writeable:
        raise _wrong(f"{what} is read-only, and the kernel writes it", parameter, place)
    return array


def _wrong(message: str, parameter: Parameter, place: SourceSpan | None) -> CompileError:
    return CompileError(message).note(f"'{parameter.name}' is {parameter} in the kernel", place)
