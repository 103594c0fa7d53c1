"""Arrays of a call: checks them against the kernel's parameters; torch tensors are welcome too."""

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
    One tensor parameter of a kernel; `dtype` as in plan.json, `role` in, out or inout.

    `written` is the type in the author's words where the arrays of a call have that one: float16,
    which is stored as bfloat16.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    role: str
    written: str | None = None

    @staticmethod
    def of_plan(plan: Mapping[str, Any]) -> tuple[Parameter, ...]:
        """Returns the parameters in the order of the kernel's signature."""
        tensors = sorted(plan["tensors"], key=_index)
        return tuple(
            Parameter(tensor["name"], tuple(tensor["shape"]), tensor["dtype"], tensor["role"])
            for tensor in tensors
        )

    @property
    def is_written(self) -> bool:
        return self.role != "in"

    @property
    def host_dtype(self) -> np.dtype[Any]:
        """The type of the arrays of a call."""
        return numpy_dtype(self.written or self.dtype)

    def __str__(self) -> str:
        return f"{self.host_dtype}{list(self.shape)}"


def _index(tensor: Mapping[str, Any]) -> int:
    return tensor["index"]


def numpy_dtype(name: str) -> np.dtype[Any]:
    """Returns the numpy dtype that holds values of a kernel dtype; bfloat8_b takes float32."""
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
    kernel: str, parameters: Sequence[Parameter], values: Sequence[object], place: SourceSpan | None
) -> list[Array]:
    """
    Returns the values of a call as numpy arrays, one for each of `parameters`.

    Raises `CompileError` for a wrong number, kind, shape or dtype, naming the parameter.
    """
    if len(values) != len(parameters):
        names = ", ".join(parameter.name for parameter in parameters)
        raise CompileError(
            f"'{kernel}' takes {counted(len(parameters), 'array')} ({names}), {len(values)} given"
        ).note(f"'{kernel}' is defined here", place)
    return [
        _one(kernel, number, parameter, value, place)
        for number, (parameter, value) in enumerate(zip(parameters, values, strict=True), 1)
    ]


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
    if array.dtype != wanted:
        error = _wrong(f"{what} has dtype {array.dtype}, must be {wanted}", parameter, place)
        library = "ml_dtypes" if wanted == numpy_dtype("bfloat16") else "numpy"
        raise error.note(f"convert it: a.astype({library}.{wanted})")
    if parameter.is_written and not array.flags.writeable:
        raise _wrong(f"{what} is read-only, and the kernel writes it", parameter, place)
    return array


def _wrong(message: str, parameter: Parameter, place: SourceSpan | None) -> CompileError:
    return CompileError(message).note(f"'{parameter.name}' is {parameter} in the kernel", place)
