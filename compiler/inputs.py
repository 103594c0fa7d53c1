"""Arrays for a run from the command line: seeded random ones, or read from .npy files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from ttc.arrays import Parameter, numpy_dtype, unwritten
from ttc.diagnostics import CompileError

if TYPE_CHECKING:
    import numpy as np

    from ttc.arrays import Array


def make(parameters: Sequence[Parameter], seed: int, files: Mapping[str, Path]) -> list[Array]:
    """
    Returns one array per parameter: from its file, or random, or unwritten for an output.

    Floats are N(0, 1), integers 0 to 15, drawn in the order of the signature whatever the files.
    """
    import numpy as np

    names = [parameter.name for parameter in parameters if parameter.role != "out"]
    for name in files:
        if name not in names:
            nearest = get_close_matches(name, names, n=1)
            error = CompileError(f"--input {name}: the kernel has no input '{name}'")
            hint = f"did you mean '{nearest[0]}'?" if nearest else f"inputs: {', '.join(names)}"
            raise error.note(hint)
    random = np.random.default_rng(seed)
    arrays: list[Array] = []
    for parameter in parameters:
        if parameter.role == "out":
            arrays.append(unwritten(parameter))
            continue
        drawn = _random(random, parameter)
        file = files.get(parameter.name)
        arrays.append(drawn if file is None else _read(parameter, file))
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
    dtype = numpy_dtype(parameter.dtype)
    if dtype.kind in "iu":
        return random.integers(0, 16, parameter.shape).astype(dtype)
    return random.standard_normal(parameter.shape, "float32").astype(dtype)


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
