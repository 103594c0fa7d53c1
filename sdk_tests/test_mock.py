"""host.py runs unchanged on the SDK's host runtime, which compiles and links, on a mock device."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ttc.sdk.chips import CHIPS
from ttc.sdk.descriptors import descriptors
from ttc.sdk.find import Sdk, cache_folder
from ttc.sdk.host_run import run_host

from .programs import Program, Record, examples, small_programs


@pytest.mark.parametrize("chip", CHIPS)
@pytest.mark.parametrize("program", [*examples(), *small_programs()], ids=str)
def test_the_runtime_accepts_the_program(
    program: Program, chip: str, sdk: Sdk, tmp_path: Path, record: Record
):
    record(program.name, f"mock {CHIPS[chip].cluster}", "pass")
    kernel = program.compiled(chip, small=False)
    run = run_host(kernel.write(tmp_path), sdk, chip, "mock", {})
    assert run.reason == ""
    assert run.outputs.keys() == {p.name for p in kernel.params if p.is_written}


ARRAY = re.compile(r"constexpr [\w ]+ (\w+)\[\d+\]\s*=\s*\{([\d,\s]+)\}")


def arrays(text: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for name, words in ARRAY.findall(text):
        found.setdefault(name, [int(word) for word in words.split(",")])
    return found


@pytest.mark.parametrize("chip", CHIPS)
def test_formats_are_those_that_the_runtime_generates(chip: str, sdk: Sdk, tmp_path: Path):
    for program in examples():
        kernel = program.compiled(chip, small=False)
        folder = kernel.write(tmp_path)
        assert run_host(folder, sdk, chip, "mock", {}).reason == ""
        ours = arrays(descriptors(kernel.plan, CHIPS[chip].buffers))
        made = cache_folder() / "jit" / f"mock-{chip}"
        files = made.glob("*/kernels/compute/*/chlkc_descriptors.h")
        theirs = [arrays(file.read_text()) for file in files]
        # Programs share the cache; the one of this kernel is among them.
        assert any(ours == one for one in theirs), f"{program.name}: none is {ours}"


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("direct", [True, False])
def test_float32_on_its_way_is_what_the_runtime_makes_of_it(
    wide: bool, direct: bool, sdk: Sdk, tmp_path: Path
):
    program = next(program for program in examples() if program.name == "add")
    sizes = {"dtype": "'float32'", "M": "64", "N": "64"}
    kernel = Program("add", program.file, "add", sizes).compiled("wormhole", small=False)
    folder = kernel.write(tmp_path)
    text = (folder / "host.py").read_text()
    text = text.replace("fp32_dest_acc_en=True", f"fp32_dest_acc_en={wide}")
    if not direct:
        text = re.sub(r"for index in \[[\d, ]+\]:", "for index in []:", text)
    (folder / "host.py").write_text(text)
    assert run_host(folder, sdk, "wormhole", "mock", {}).reason == ""
    plan = {**kernel.plan, "compute_config": {**kernel.plan["compute_config"]}}
    plan["compute_config"]["fp32_dest_acc_en"] = wide
    if not direct:
        buffers = [{**row, "unpack_to_dest_fp32": False} for row in plan["circular_buffers"]]
        plan["circular_buffers"] = buffers
    ours = arrays(descriptors(plan, CHIPS["wormhole"].buffers))
    files = (cache_folder() / "jit" / "mock-wormhole").glob("*/kernels/compute/*/chlkc_desc*.h")
    assert any(ours == arrays(file.read_text()) for file in files)
