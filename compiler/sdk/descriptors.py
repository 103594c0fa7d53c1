"""
The formats of a kernel's circular buffers as the C++ header that the runtime generates.

    constexpr uint8_t unpack_src_format[32] = {0, 5, 5, 5, 255, ...};

A test compares it, array by array, with what the real runtime writes for the same program.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ttc.dtypes import DTYPES

NO_FORMAT = 255
FORMATS = {
    "Float32": 0,
    "Float16_b": 5,
    "Bfp8_b": 6,
    "Int32": 8,
    "UInt16": 9,
    "UInt32": 24,
    "UInt8": 30,
}
"""Values of tt::DataFormat (metalium tt_backend_api_types.hpp)."""

TF32 = 4
FLOAT32, BFLOAT16 = FORMATS["Float32"], FORMATS["Float16_b"]
NO_BUFFER_BYTES = 1088
"""The runtime takes an undeclared buffer for one of Bfp8_b."""

FIDELITY = {"LoFi": 0, "HiFi2": 2, "HiFi3": 3, "HiFi4": 4}
SHAPE = {
    "tile_num_faces": 4,
    "partial_face": 0,
    "tile_face_r_dim": 16,
    "narrow_tile": 0,
    "tile_r_dim": 32,
    "tile_c_dim": 32,
    "num_faces_r_dim": 2,
    "num_faces_c_dim": 2,
}
"""Arrays that are the same for every full tile of 32x32."""


def descriptors(program: Mapping[str, Any], buffers: int) -> str:
    """
    The text of chlkc_descriptors.h for a program's circular buffers and compute configuration.

    `program` is a row of the plan's programs; `buffers` is the length of the header's arrays, which
    differs between chips.
    """

    def array(kind: str, name: str, values: Mapping[int, int], other: int = NO_FORMAT) -> str:
        words = ", ".join(str(values.get(index, other)) for index in range(buffers))
        return f"constexpr {kind} {name}[{buffers}] = {{{words}}};"

    config = program["compute_config"]
    stored = {cb["id"]: FORMATS[DTYPES[cb["dtype"]].data_format] for cb in _buffers(program)}
    sizes = {cb["id"]: cb["page_bytes"] for cb in _buffers(program)}
    wide = config["fp32_dest_acc_en"]
    unpacked = {
        cb["id"]: stored[cb["id"]]
        if cb["unpack_to_dest_fp32"]
        else _in_registers(stored[cb["id"]], wide)
        for cb in _buffers(program)
    }
    in_dst = {
        id: _in_dst(format, wide, bool(config.get("bfp8_pack_precise")))
        for id, format in stored.items()
    }
    shape = {name: dict.fromkeys(range(buffers), value) for name, value in SHAPE.items()}
    unpack = [
        array("uint8_t", "unpack_src_format", stored),
        array("uint8_t", "unpack_dst_format", unpacked),
        *(array("uint8_t", f"unpack_{name}", values) for name, values in shape.items()),
        array("uint16_t", "unpack_tile_size", sizes, NO_BUFFER_BYTES),
    ]
    pack = [
        array("unsigned char", "pack_src_format", in_dst),
        array("unsigned char", "pack_dst_format", stored),
        *(array("uint8_t", f"pack_{name}", values) for name, values in shape.items()),
        array("uint16_t", "pack_tile_size", sizes, NO_BUFFER_BYTES),
    ]
    fidelity = FIDELITY[config["math_fidelity"]]
    return "\n".join(
        [
            "#pragma once",
            "#include <cstdint>",
            "#if defined(UCK_CHLKC_MATH) || defined(UCK_CHLKC_PACK)",
            '#include "llk_defs.h"',
            "constexpr ckernel::MathFidelity MATH_FIDELITY ="
            f" static_cast<ckernel::MathFidelity>({fidelity});",
            f"constexpr bool APPROX = {_bool(config['math_approx_mode'])};",
            "#endif",
            "#if !defined(UCK_CHLKC_PACK)",
            *unpack,
            "#endif",
            "#if !defined(UCK_CHLKC_MATH) && !defined(UCK_CHLKC_UNPACK)",
            *pack,
            "#if defined(UCK_CHLKC_PACK)",
            unpack[0],
            "#endif",
            "#endif",
            "#if defined(UCK_CHLKC_MATH) || defined(UCK_CHLKC_PACK) || defined(UCK_CHLKC_UNPACK)",
            f"constexpr bool DST_ACCUM_MODE = {_bool(config['fp32_dest_acc_en'])};",
            "#define DST_SYNC_MODE DstSync::Sync"
            + ("Full" if config["dst_full_sync_en"] else "Half"),
            "#endif",
            "",
        ]
    )


def _buffers(program: Mapping[str, Any]) -> list[dict[str, Any]]:
    return program["circular_buffers"]


def _in_registers(stored: int, wide: bool) -> int:
    """The format in the source registers: float32 becomes Tf32 there, or bfloat16."""
    if stored == FLOAT32:
        return TF32 if wide else BFLOAT16
    return stored


def _in_dst(stored: int, wide: bool, precise: bool) -> int:
    """The format the packer finds in DST, whose 16 bits have no float32."""
    if stored == FLOAT32 or (stored == FORMATS["Bfp8_b"] and precise):
        return FLOAT32 if wide else BFLOAT16
    return stored


def _bool(value: bool) -> str:
    return "true" if value else "false"
