"""Values for a run from the command line: seeded random ones, or what `--input` gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from ttc.arrays import Parameter, as_scalar, numpy_dtype, unwritten
from ttc.diagnostics import CompileError

if TYPE_CHECKING:
    import numpy as np

    from ttc.arrays import Array


def make(parameters: Sequence[Parameter], seed: int, given: Mapping[str, Path]) -> list[Array]:
    """
    Returns one array per parameter: from its file, or random, or unwritten for an output.

    A scalar's value stands where a tensor has a file, or it has its default. Floats are N(0, 1),
    integers 0 to 15, or 1 to 8 for a scalar, drawn in the order of the signature whatever is given.
    """
    import numpy as np

    names = [parameter.name for parameter in parameters if parameter.role != "out"]
    for name in given:
        if name not in names:
            nearest = get_close_matches(name, names, n=1)
            error = CompileError(f"--input {name}: the kernel has no input '{name}'")
            hint = f"did you mean '{nearest[0]}'?" if nearest else f"inputs: {', '.join(names)}"
            raise error.note(hint)
    random = np.random.default_rng(seed)
    arrays: list[Array] = []
    for parameter in parameters:
        source = given.get(parameter.name)
        if not parameter.is_read and source is None:
            arrays.append(unwritten(parameter))
            continue
        drawn = _random(random, parameter)
        if parameter.is_scalar:
            arrays.append(_scalar(parameter, drawn if source is None else str(source)))
        else:
            arrays.append(drawn if source is None else _read(parameter, source))
    return arrays


def save(folder: Path, parameters: Sequence[Parameter], arrays: Sequence[Array]) -> None:
    """Saves what the kernel wrote as NAME.npy; bfloat16 as float32, which any numpy reads."""
    import numpy as np

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for parameter, array in zip(parameters, arrays, strict=True):
            if parameter.is_written:
                plain = array.astype(np.float32) if parameter.dtype == "bfloat16" else array
                np.save(folder / f"{parameter.name}.npy", plain)
    except OSError as error:
        raise CompileError(f"cannot write {folder}: {error.strerror}") from error


def _random(random: np.random.Generator, parameter: Parameter) -> Array:
    import numpy as np

    dtype = numpy_dtype(parameter.dtype)
    if dtype.kind in "iu":
        low, high = (1, 9) if parameter.is_scalar else (0, 16)
        return np.asarray(random.integers(low, high, parameter.shape)).astype(dtype)
    return random.standard_normal(parameter.shape, "float32").astype(dtype)


def _scalar(parameter: Parameter, value: Array | str) -> Array:
    """A scalar as it is given, by default, or as it is drawn."""
    is_float = parameter.host_dtype.kind == "f"
    if not isinstance(value, str):
        held = None if parameter.default is None else as_scalar(parameter, parameter.default)
        return value if held is None else held
    try:
        held = as_scalar(parameter, float(value) if is_float else int(value, 0))
    except ValueError:
        held = None
    if held is None:
        raise CompileError(
            f"--input {parameter.name}={value}: '{parameter.name}' is a number, {parameter}"
        )
    return held


def _read(parameter: Parameter, file: Path) -> Array:
    import numpy as np

    try:
        array: Array = np.load(file, allow_pickle=False)
    except OSError as error:
        raise CompileError(f"cannot read {file}: {error.strerror or error}") from error
    except ValueError as error:
        raise CompileError(f"{file} is no .npy file of plain numbers") from error
    wanted = numpy_dtype(parameter.dtype)
    if array.dtype.kind == "V" and array.dtype.itemsize == 2 and parameter.dtype == "bfloat16":
        # numpy saves ml_dtypes' bfloat16 as two bytes without a type.
        array = array.view(wanted)
    if array.shape != parameter.shape:
        raise CompileError(
            f"{file} has shape {list(array.shape)}, '{parameter.name}' is {parameter}"
        )
    if array.dtype != wanted and (array.dtype.kind == "f") != (wanted.kind not in "iu"):
        raise CompileError(f"{file} holds {array.dtype}, '{parameter.name}' is {parameter}")
    return np.ascontiguousarray(array.astype(wanted))
