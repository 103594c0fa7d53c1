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

ARRAY = re.compile(r"constexpr [\w ]+ (\w+)\[\d+\]\s*=\s*\{([\d,\s]+)\}")


def arrays(text: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for name, words in ARRAY.findall(text):
        found.setdefault(name, [int(word) for word in words.split(",")])
    return found


def generated(chip: str) -> list[dict[str, list[int]]]:
    """What the runtime has generated for the chip: programs share the folder."""
    made = cache_folder() / "jit" / f"mock-{chip}"
    files = made.glob("*/kernels/compute*/*/chlkc_descriptors.h")
    return [arrays(file.read_text()) for file in files]


@pytest.mark.parametrize("chip", CHIPS)
@pytest.mark.parametrize("program", [*examples(), *small_programs()], ids=str)
def test_the_runtime_accepts_the_program_and_generates_our_formats(
    program: Program, chip: str, sdk: Sdk, tmp_path: Path, record: Record
):
    record(program.name, f"mock {CHIPS[chip].cluster}", "pass")
    kernel = program.compiled(chip, small=False)
    run = run_host(kernel.write(tmp_path), sdk, chip, "mock", {})
    assert run.reason == ""
    assert run.outputs.keys() == {p.name for p in kernel.params if p.is_written}
    theirs = generated(chip)
    for launch in kernel.plan["programs"]:
        assert arrays(descriptors(launch, CHIPS[chip].buffers)) in theirs


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
    (launch,) = kernel.plan["programs"]
    launch["compute_config"]["fp32_dest_acc_en"] = wide
    if not direct:
        buffers = [{**row, "unpack_to_dest_fp32": False} for row in launch["circular_buffers"]]
        launch["circular_buffers"] = buffers
    ours = arrays(descriptors(launch, CHIPS["wormhole"].buffers))
    assert ours in generated("wormhole")
