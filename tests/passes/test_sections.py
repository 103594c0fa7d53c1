"""The choice of subblocks, against every subblock there is."""

from itertools import product

from ttc.passes.sections import matmul_subblock, run_subblock

CASES = list(product(range(1, 13), range(1, 13), (1, 2, 4, 8)))


def fitting(rows: int, cols: int, tiles: int) -> list[tuple[int, int]]:
    """Every subblock that divides the block and has at most `tiles` tiles."""
    return [
        (h, w)
        for h in range(1, rows + 1)
        for w in range(1, cols + 1)
        if rows % h == 0 and cols % w == 0 and h * w <= tiles
    ]


def test_a_run_is_the_largest_of_consecutive_tiles() -> None:
    for rows, cols, tiles in CASES:
        chosen = run_subblock(rows, cols, tiles)
        runs = [(h, w) for h, w in fitting(rows, cols, tiles) if h == 1 or w == cols]
        assert chosen in runs, (rows, cols, tiles)
        assert chosen[0] * chosen[1] == max(h * w for h, w in runs), (rows, cols, tiles)


def test_a_product_has_the_most_tiles_then_is_the_squarest() -> None:
    for rows, cols, tiles in CASES:
        h, w = matmul_subblock(rows, cols, tiles)
        options = fitting(rows, cols, tiles)
        assert (h, w) in options, (rows, cols, tiles)
        largest = [(a, b) for a, b in options if a * b == max(x * y for x, y in options)]
        assert (h, w) in largest, (rows, cols, tiles)
        assert abs(h - w) == min(abs(a - b) for a, b in largest), (rows, cols, tiles)


def test_a_product_is_rather_wide_than_high() -> None:
    assert matmul_subblock(8, 8, 8) == (2, 4)
    assert matmul_subblock(8, 8, 4) == (2, 2)
    assert matmul_subblock(8, 1, 4) == (4, 1)
    assert matmul_subblock(5, 7, 4) == (1, 1)
