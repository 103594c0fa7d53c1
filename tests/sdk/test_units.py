"""What a kernel is compiled with: its plan's arguments and formats, flags, a shadow of the SDK."""

from pathlib import Path

from ttc.codegen.check.plan import Program, load
from ttc.sdk.chips import CHIPS
from ttc.sdk.descriptors import descriptors
from ttc.sdk.standin.flags import UNKNOWN
from ttc.sdk.standin.shadow import COMPILER, patched, shadow_of
from ttc.sdk.units import compile_time_words, units, write_generated

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def program_of(name: str) -> Program:
    plan, findings = load(GOLDEN / name / "plan.json")
    assert plan is not None, findings
    (program,) = plan.programs
    return program


def test_compile_time_words_are_the_plans():
    program = program_of("gemm")
    assert compile_time_words(program, program.kernels["reader"]) == [1, 2, 2, 2048, 2, 2048]
    assert compile_time_words(program, program.kernels["compute"]) == [0, 1, 2, 3]


def test_formats_follow_the_buffers():
    text = descriptors(program_of("gemm").data, 32)
    # C_local is float32 and goes into DST as it is; the others are bfloat16.
    assert "unpack_src_format[32] = {0, 5, 5, 5, 255," in text
    assert "unpack_dst_format[32] = {0, 5, 5, 5, 255," in text
    assert "unpack_tile_size[32] = {4096, 2048, 2048, 2048, 1088," in text
    assert "DST_ACCUM_MODE = true" in text


def test_float32_that_does_not_go_into_dst_is_tf32_on_the_way():
    data = program_of("gemm").data
    buffers = [{**row, "unpack_to_dest_fp32": False} for row in data["circular_buffers"]]
    text = descriptors({**data, "circular_buffers": buffers}, 64)
    assert "unpack_src_format[64] = {0, 5, 5, 5, 255," in text
    assert "unpack_dst_format[64] = {4, 5, 5, 5, 255," in text


def test_a_compute_kernel_is_compiled_three_times_and_the_others_once(tmp_path: Path):
    program, chip = program_of("add"), CHIPS["blackhole"]
    threads = {
        role: [unit.thread for unit in units(Path("/sdk"), chip, program, kernel, tmp_path)]
        for role, kernel in program.kernels.items()
    }
    assert threads == {
        "reader": ["ncrisc"],
        "compute": ["unpack", "math", "pack"],
        "writer": ["brisc"],
    }
    (unit,) = units(Path("/sdk"), chip, program, program.kernels["writer"], tmp_path)
    assert "-DARCH_BLACKHOLE" in unit.args
    assert "-DKERNEL_COMPILE_TIME_ARGS=2,2,2048" in unit.args
    write_generated(tmp_path, chip, program, GOLDEN / "add" / "writer.cpp")
    assert "writer.cpp" in (tmp_path / "kernel_includes.hpp").read_text()


def test_the_flags_that_only_sfpi_has_are_in_the_units(tmp_path: Path):
    program = program_of("add")
    (unit,) = units(Path("/sdk"), CHIPS["wormhole"], program, program.kernels["reader"], tmp_path)
    assert {flag for flag in unit.args if flag.startswith(UNKNOWN)} == {
        "-ftt-nttp",
        "-ftt-constinit",
        "-ftt-consteval",
        "-mcpu=tt-wh",
    }


def test_headers_are_changed_line_for_line():
    text = 'a\n#pragma GCC unroll COUNT\n#pragma GCC unroll 4\nstatic_assert(false, "no");\n'
    changed = patched(text)
    assert len(changed.splitlines()) == len(text.splitlines())
    assert "#pragma GCC unroll 4" in changed
    assert "COUNT" not in changed
    assert "static_assert(false" not in changed


def test_a_shadow_leaves_the_sdk_as_it_is(tmp_path: Path):
    root = tmp_path / "sdk"
    texts = {
        "tt_metal/hw/inc/late.h": 'static_assert(false, "no");\n',
        "tt_metal/hw/inc/plain.h": "int x;\n",
        "tt_metal/api/other.h": "int y;\n",
        "runtime/hw/lib/wormhole/noc.o": "",
        "core.py": "",
    }
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    shadow = shadow_of(root, tmp_path / "cache")
    assert shadow_of(root, tmp_path / "cache") == shadow
    assert (shadow / "tt_metal/hw/inc/late.h").read_text() != texts["tt_metal/hw/inc/late.h"]
    assert (shadow / "tt_metal/hw/inc/plain.h").resolve() == root / "tt_metal/hw/inc/plain.h"
    assert all((shadow / name).exists() for name in texts)
    assert "ttc.sdk.standin" in (shadow / COMPILER).read_text()
    assert {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()} == {
        *texts
    }


def test_a_dst_of_16_bits_has_no_float32():
    data = program_of("gemm").data
    config = {**data["compute_config"], "fp32_dest_acc_en": False}
    text = descriptors({**data, "compute_config": config}, 32)
    assert "pack_src_format[32] = {5, 5, 5, 5, 255," in text
    assert "pack_dst_format[32] = {0, 5, 5, 5, 255," in text
    assert "DST_ACCUM_MODE = false" in text
