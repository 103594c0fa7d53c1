"""Formats: bytes of tiles, faces, rounding, shared exponents."""

from __future__ import annotations

import ml_dtypes
import numpy as np
import pytest

from ttc.runtime_sim.formats import (
    BFLOAT8_B,
    BFLOAT16,
    FLOAT32,
    FORMATS,
    from_faces,
    round_bf16,
    round_bf16_away,
    to_faces,
    truncate_bf16,
    truncate_tf32,
)
from ttc.runtime_sim.tiling import from_tiles, tile_grid, to_tiles

SIZES = {
    **{"bfloat16": 2048, "float32": 4096, "bfloat8_b": 1088, "int32": 4096, "uint32": 4096},
    **{"uint8": 1024, "int8": 1024},
}


def test_faces_come_in_order():
    tile = np.arange(1024, dtype=np.float32).reshape(1, 32, 32)
    datums = to_faces(tile)[0]
    # metalium: element (r, c) is at ((r/16)*2 + c/16)*256 + (r%16)*16 + c%16
    for r, c in ((0, 0), (0, 15), (0, 16), (3, 20), (16, 0), (31, 31)):
        assert datums[((r // 16) * 2 + c // 16) * 256 + (r % 16) * 16 + c % 16] == tile[0, r, c]
    np.testing.assert_array_equal(from_faces(datums[None]), tile)


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_come_back(name: str):
    format = FORMATS[name]
    values = np.random.default_rng(0).integers(0, 100, (3, 32, 32)).astype(format.array)
    values = format.round(values)
    data = format.encode(values)
    assert data.shape == (3, format.tile_bytes)
    assert format.tile_bytes == SIZES.get(name, 2048)
    np.testing.assert_array_equal(format.decode(data), values)


@pytest.mark.parametrize("name", ["bfloat16", "float32", "bfloat8_b"])
def test_bytes_of_ones_are_nan(name: str):
    format = FORMATS[name]
    data = np.full((1, format.tile_bytes), 0xFF, np.uint8)
    assert np.isnan(format.decode(data)).all()
    assert np.isnan(format.poison).all()


def test_bf16_bytes_are_the_upper_halves():
    tile = np.full((1, 32, 32), 1.0, np.float32)
    assert BFLOAT16.encode(tile)[0, :4].tolist() == [0x80, 0x3F, 0x80, 0x3F]


def test_bf16_rounds_to_nearest_even():
    ulp = np.float32(2**-7)
    values = np.array([1 + ulp / 2, 1 + ulp * 1.5, 1 + ulp * 0.51, -1 - ulp * 1.5], np.float32)
    expected = np.array([1, 1 + 2 * ulp, 1 + ulp, -1 - 2 * ulp], np.float32)
    np.testing.assert_array_equal(round_bf16(values), expected)
    np.testing.assert_array_equal(
        truncate_bf16(values), np.array([1, 1 + ulp, 1, -1 - ulp], np.float32)
    )
    away = np.array([1 + ulp, 1 + 2 * ulp, 1 + ulp, -1 - 2 * ulp], np.float32)
    np.testing.assert_array_equal(round_bf16_away(values), away)


PACKED = """\
43808000 43810000  43818000 43820000  c3808000 c3810000  43807fff 43800000  43808001 43810000
80000000 00000000  00000001 00000000  80008000 00000000  007f8000 00800000  00800000 00800000
7f7fffff 7f800000  7fc00000 7f800000  7f800001 7f800000  ffc12345 ff800000  ff800000 ff800000
"""
"""Words of float32 in DST, and what a packer makes of them; wolfpine confirms (sdk_tests)."""


def test_a_packer_makes_bf16_without_ties_nans_and_subnormals():
    words = np.array([int(word, 16) for word in PACKED.split()], np.uint32).reshape(-1, 2)
    packed = BFLOAT16.pack(words[:, 0].copy().view(np.float32)).view(np.uint32)
    assert [f"{word:08x}" for word in packed] == [f"{word:08x}" for word in words[:, 1]]


def test_tf32_keeps_ten_bits():
    values = np.array([1 + 2**-10, 1 + 2**-11, 1 + 2**-10 + 2**-11], np.float32)
    np.testing.assert_array_equal(
        truncate_tf32(values), np.array([1 + 2**-10, 1, 1 + 2**-10], np.float32)
    )


def test_bfp8_shares_exponents_along_a_face_row():
    tile = np.zeros((1, 32, 32), np.float32)
    tile[0, 0, 0], tile[0, 0, 1], tile[0, 0, 16] = 64.0, 0.25, 0.25
    data = BFLOAT8_B.encode(tile)[0]
    # Exponents first, one per 16 datums: row 0 of face 0, row 0 of face 1 (16 rows on).
    assert data[0] == 127 + 6
    assert data[16] == 127 - 2
    assert data[64] == 0x40
    decoded = BFLOAT8_B.decode(data[None])[0]
    assert decoded[0, 0] == 64.0
    assert decoded[0, 1] == 0.0  # below half a step of the shared exponent
    assert decoded[0, 16] == 0.25


def test_bfp8_rounding_is_idempotent():
    values = np.random.default_rng(1).standard_normal((4, 32, 32)).astype(np.float32)
    once = BFLOAT8_B.round(values)
    np.testing.assert_array_equal(BFLOAT8_B.round(once), once)
    assert np.abs(once - values).max() < 0.05


@pytest.mark.parametrize("shape", [(5,), (33, 70), (2, 3, 40, 31)])
def test_tiling_pads_with_zeros(shape: tuple[int, ...]):
    values = np.arange(1, 1 + np.prod(shape), dtype=np.float32).reshape(shape)
    tiles = to_tiles(values, FLOAT32)
    assert len(tiles) == np.prod(tile_grid(shape))
    assert tiles.sum() == values.sum()
    np.testing.assert_array_equal(from_tiles(tiles, shape), values)


def test_tiling_keeps_pages_in_row_major_order():
    values = np.arange(96 * 64, dtype=np.float32).reshape(96, 64)
    tiles = to_tiles(values, FLOAT32)
    np.testing.assert_array_equal(tiles[3], values[32:64, 32:64])


def test_tiling_of_float32_into_bf16_rounds():
    values = np.full((32, 32), 1 + 2**-9, np.float32)
    assert (to_tiles(values, BFLOAT16) == 1).all()
    assert to_tiles(values.astype(ml_dtypes.bfloat16), BFLOAT16).dtype == np.float32
