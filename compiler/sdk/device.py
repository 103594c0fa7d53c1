"""
Runs an emitted program on a device that ttnn has opened: a card, or one that ttnn only pretends.

    device = ttnn.open_device(device_id=0)
    c = kernel(a, b, device=device)

Everything that touches ttnn is host.py's own text, the same that `python host.py` runs.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ttc.arrays import hand_back
from ttc.diagnostics import CompileError, SourceSpan, counted
from ttc.runtime_sim.run import as_written, laid_out, load_host, parameters, run_host
from ttc.sdk.chips import CHIPS
from ttc.sdk.find import NoSdk
from ttc.sdk.host_check import check_host

if TYPE_CHECKING:
    from ttc.arrays import Array


def run_on(folder: Path, plan: Mapping[str, Any], arrays: Sequence[Array], device: Any) -> None:
    """
    Runs the program in `folder` once on `device` and fills the outputs among `arrays` in place.

    `arrays` has one array for each parameter, in order. The runtime keeps compiled kernels by
    their path: a folder whose files have changed needs another path. Raises
    `CompileError` for a device of another kind than the program is for, and for a program that
    would crash the runtime.
    """
    _check(plan, device)
    for finding in check_host(folder):
        place = SourceSpan(finding.file, finding.line, finding.column)
        raise CompileError(finding.message, place)
    host = load_host(folder)
    given, scalars = parameters(plan, arrays)
    tensors: list[Any] = []
    for (row, array), (name, role, _, dtype, host_type) in zip(given, host.TENSORS, strict=True):
        placed = laid_out(host, name, array)
        rows = [host.layout_of(name)] if row["layout"] == "row_major" else []
        if role == "out":
            tensors.append(host.empty(list(placed.shape), dtype, device, *rows))
        else:
            tensors.append(host.to_device(placed.astype(host_type), dtype, device, *rows))
    run_host(host, tensors, scalars)
    for (row, array), tensor, (name, role, _, _, host_type) in zip(
        given, tensors, host.TENSORS, strict=True
    ):
        if role != "in":
            left = host.to_host(tensor, row["device_shape"], host_type)
            hand_back(array, as_written(host, name, left).reshape(array.shape))


@contextmanager
def opened() -> Generator[Any]:
    """Opens the first device; raises `NoSdk` if there is no ttnn beside ttc, or no device."""
    if find_spec("ttnn") is None:
        raise NoSdk("ttc does not find ttnn beside it").note(
            "install both into one environment: pip install ttnn==0.81.1, with Python 3.12"
        )
    ttnn = import_module("ttnn")
    try:
        device = ttnn.open_device(device_id=0)
    except RuntimeError as error:
        said = str(error).partition("\nbacktrace")[0].splitlines()
        raise NoSdk(f"ttnn opens no device: {said[-1]}").note(
            "the simulator needs none: leave out --device"
        ) from error
    try:
        yield device
    finally:
        ttnn.close_device(device)


def _check(plan: Mapping[str, Any], device: Any) -> None:
    """Refuses a device of another chip, or with fewer cores than the program has."""
    wanted = CHIPS[plan["target"]].llk.upper()
    found = str(device.arch()).rpartition(".")[2].upper()
    if found != wanted:
        raise CompileError(
            f"'{plan['kernel']}' is compiled for {plan['target']}, the device is a {found.lower()}"
        ).note("choose the target that the device is: --target, or ttc.compile(target=...)")
    grid = device.compute_with_storage_grid_size()
    ranges = [box for program in plan["programs"] for box in program["cores"]["ranges"]]
    columns = 1 + max(x1 for _, _, x1, _ in ranges)
    rows = 1 + max(y1 for _, _, _, y1 in ranges)
    if columns > grid.x or rows > grid.y:
        raise CompileError(
            f"'{plan['kernel']}' wants {counted(columns, 'column')} and {counted(rows, 'row')} of "
            f"cores, the device has {grid.x} and {grid.y}"
        )
