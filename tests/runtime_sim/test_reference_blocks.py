"""The reference on reductions, running sums, shapes, branches, scalars and several launches."""

import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from xdsl.dialects.builtin import ModuleOp

from ttc.frontend import lower
from ttc.load import load
from ttc.runtime_sim import reference

Array = npt.NDArray[Any]
Kernel = Callable[[str, str], ModuleOp]


@pytest.fixture
def module_of(tmp_path: Path) -> Kernel:
    """Lowers a kernel with the given parameters and body."""

    def made(parameters: str, body: str) -> ModuleOp:
        path = tmp_path / "k.py"
        path.write_text(
            "import ttc.language as T\n\n@T.prim_func\n"
            f"def kernel({parameters}):\n" + textwrap.indent(textwrap.dedent(body), "    ")
        )
        (kernel,) = load(path).kernels.values()
        module = lower(kernel)
        module.verify()
        return module

    return made


def normal(*shape: int, seed: int = 0) -> Array:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def abs_sum(a: Array, axis: int) -> Array:
    return np.sum(np.abs(a), axis=axis)


def abs_max(a: Array, axis: int) -> Array:
    return np.max(np.abs(a), axis=axis)


FOLDS: dict[str, Callable[..., Array]] = {
    "sum": np.sum,
    "max": np.max,
    "min": np.min,
    "abssum": abs_sum,
    "absmax": abs_max,
}
JOINS: dict[str, Callable[..., Array]] = {"max": np.maximum, "min": np.minimum}


@pytest.mark.parametrize("kind", FOLDS)
@pytest.mark.parametrize("clear", [True, False])
@pytest.mark.parametrize(("shape", "dim"), [((6, 5), 0), ((6, 5), -1), ((3, 4, 5), 1), ((7,), 0)])
def test_reduce(module_of: Kernel, kind: str, clear: bool, shape: tuple[int, ...], dim: int):
    axis = dim % len(shape)
    short = (*shape[:axis], *shape[axis + 1 :]) or (1,)
    module = module_of(
        f'A: T.Tensor({shape}, "float32"), B: T.Tensor({short}, "float32")',
        f"""
        with T.Kernel(1) as _:
            a = T.alloc_shared({shape}, "float32")
            b = T.alloc_fragment({short}, "float32")
            T.copy(A, a)
            T.copy(B, b)
            T.reduce(a, b, "{kind}", {dim}, {clear})
            T.copy(b, B)
        """,
    )
    a, b = normal(*shape), normal(*short, seed=1)
    expected = FOLDS[kind](a, axis=axis).reshape(short)
    if not clear:
        expected = JOINS.get(kind.removeprefix("abs"), np.add)(b, expected)
    reference.run(module, [a, b])
    np.testing.assert_allclose(b, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("reverse", [True, False])
@pytest.mark.parametrize("dim", [0, 1, -1])
def test_running_sums(module_of: Kernel, dim: int, reverse: bool):
    module = module_of(
        'A: T.Tensor((6, 5), "int32")',
        f"""
        with T.Kernel(1) as _:
            a = T.alloc_shared((6, 5), "int32")
            T.copy(A, a)
            T.cumsum(a, dim={dim}, reverse={reverse})
            T.copy(a, A)
        """,
    )
    a = np.arange(30, dtype=np.int32).reshape(6, 5)
    turned = np.flip(a, dim) if reverse else a
    expected = np.cumsum(turned, axis=dim)
    reference.run(module, [a])
    assert np.array_equal(a, np.flip(expected, dim) if reverse else expected)


def test_another_shape_is_the_same_memory(module_of: Kernel):
    module = module_of(
        'A: T.Tensor((4, 6), "float32"), B: T.Tensor((4, 6), "float32")',
        """
        flat = T.reshape(B, (24,))
        with T.Kernel(1) as _:
            a = T.alloc_shared((4, 6), "float32")
            row = T.view(a, (24,))
            T.copy(A, a)
            for i in T.Parallel(24):
                row[i] = row[i] + i
            for i in T.Parallel(24):
                flat[i] = row[23 - i]
        """,
    )
    a, b = normal(4, 6), np.zeros((4, 6), np.float32)
    reference.run(module, [a, b])
    expected = (a.ravel() + np.arange(24, dtype=np.float32))[::-1].reshape(4, 6)
    assert np.array_equal(b, expected)


def test_branches_and_loops_follow_scalars(module_of: Kernel):
    module = module_of(
        'A: T.Tensor((3, 4), "int32"), n: T.int32, f: T.float32',
        """
        with T.Kernel(3) as bx:
            a = T.alloc_shared((1, 4), "int32")
            rounds = T.alloc_var("int32", n)
            twice = T.alloc_var("bool")
            T.clear(a)
            if bx == 1:
                rounds = rounds - 1
            elif bx > n:
                rounds = 0
            twice = rounds % 2 == 0 if False else rounds > 2
            if twice:
                rounds *= 2
            for k in T.serial(rounds):
                for i, j in T.Parallel(1, 4):
                    a[i, j] += k + T.cast(f, "int32") + bx * j
            T.copy(a, A[bx, 0])
        """,
    )
    for n in (1, 3):
        a = np.full((3, 4), -1, np.int32)
        reference.run(module, [a, n, np.float32(2.5)])
        for bx in range(3):
            rounds = n - 1 if bx == 1 else 0 if bx > n else n
            rounds *= 2 if rounds > 2 else 1
            expected = sum(k + 2 + bx * np.arange(4) for k in range(rounds))
            assert np.array_equal(a[bx], np.broadcast_to(expected, 4))


def test_launches_run_one_after_the_other(module_of: Kernel):
    module = module_of(
        'A: T.Tensor((8, 8), "float32"), B: T.Tensor((8, 8), "float32"), n: T.int32 = 3',
        """
        between = T.alloc_global((8, 8), "bfloat16")
        with T.Kernel(2) as bx:
            a = T.alloc_shared((4, 8), "float32")
            T.copy(A[bx * 4, 0], a)
            T.copy(a, between[bx * 4, 0])
        with T.Kernel(2) as bx:
            for i, j in T.Parallel(8, 4):
                B[j + 4 * bx, i] = between[i, j + 4 * bx] + n
        """,
    )
    assert len(list(module.ops)) == 2
    a, b = np.arange(64, dtype=np.float32).reshape(8, 8), np.zeros((8, 8), np.float32)
    reference.run(module, [a, b, 5])
    assert np.array_equal(b, a.T + 5)
    with pytest.raises(ValueError, match="3 parameters, 4 arrays"):
        reference.run(module, [a, b, 5, a])


def test_scratch_memory_starts_as_no_number(module_of: Kernel):
    module = module_of(
        'A: T.Tensor((4,), "float32")',
        """
        between = T.alloc_global((4,), "float32")
        with T.Kernel(1) as _:
            T.copy(between, A)
        """,
    )
    a = np.zeros(4, np.float32)
    reference.run(module, [a])
    assert np.isnan(a).all()


def test_whole_numbers_are_multiplied_exactly(module_of: Kernel):
    module = module_of(
        'A: T.Tensor((4, 32), "int8"), C: T.Tensor((4, 4), "int32")',
        """
        with T.Kernel(1) as _:
            a = T.alloc_shared((4, 32), "int8")
            c = T.alloc_fragment((4, 4), "int32")
            T.copy(A, a)
            T.fill(c, 2000000001)
            T.gemm(a, a, c, transpose_B=True)
            T.copy(c, C)
        """,
    )
    a = np.random.default_rng(0).integers(-128, 128, (4, 32)).astype(np.int8)
    c = np.zeros((4, 4), np.int32)
    reference.run(module, [a, c])
    wide = a.astype(np.int64)
    assert np.array_equal(c, wide @ wide.T + 2000000001)


def test_iterations_contribute_to_reducers(module_of: Kernel):
    module = module_of(
        'A: T.Tensor((6, 5), "float32"), R: T.Tensor((6,), "float32"), '
        'C: T.Tensor((5,), "float32"), S: T.Tensor((1,), "float32")',
        """
        with T.Kernel(1) as _:
            a = T.alloc_shared((6, 5), "float32")
            rows = T.alloc_reducer((6,), "float32", op="max", replication="all")
            cols = T.alloc_reducer((5,), "float32")
            total = T.alloc_reducer((1,), "float32")
            r = T.alloc_fragment((6,), "float32")
            T.copy(A, a)
            T.reducer_init(rows)
            T.reducer_init(cols, init=2)
            T.reducer_init(total)
            for i, j in T.Parallel(6, 5):
                x = a[i, j] * 2
                T.reducer_update(rows[i], x)
                T.reducer_update(cols[j], x)
                T.reducer_update(total[0], x)
            for i in T.Parallel(6):
                T.reducer_update(rows[i], i - 3)
            T.finalize_reducer(rows, r)
            T.copy(r, R)
            T.copy(cols, C)
            T.copy(total, S)
        """,
    )
    a, r, c, s = normal(6, 5), normal(6), normal(5), normal(1)
    reference.run(module, [a, r, c, s])
    np.testing.assert_allclose(r, np.maximum((a * 2).max(1), np.arange(6) - 3), rtol=1e-6)
    np.testing.assert_allclose(c, (a * 2).sum(0) + 2, rtol=1e-5)
    np.testing.assert_allclose(s, [a.sum() * 2], rtol=1e-5)


def test_reads_outside_give_the_safe_value(module_of: Kernel):
    module = module_of(
        'A: T.Tensor((5, 7), "float32"), B: T.Tensor((2, 8, 8), "float32"), '
        'C: T.Tensor((8, 8), "float32")',
        """
        with T.Kernel(1) as _:
            s = T.alloc_shared((8, 8), "float32")
            T.annotate_safe_value({A: -1.5, C: 0})
            T.copy(A[-1, 0], s)
            T.copy(A[2, 3], s)
            T.copy(s, B[0, 0, 0])
            for i, j in T.Parallel(8, 8):
                s[i, j] = A[i - 2, j - 3]
            T.copy(s, B[1, :, :])
            T.copy(A[0:8, 0:8], C)
        """,
    )
    a, b, c = normal(5, 7), np.zeros((2, 8, 8), np.float32), np.zeros((8, 8), np.float32)
    reference.run(module, [a, b, c])
    around = np.full((20, 20), -1.5, np.float32)
    around[5:10, 5:12] = a
    assert np.array_equal(b[0], around[7:15, 8:16])
    assert np.array_equal(b[1], around[3:11, 2:10])
    assert np.array_equal(c, around[5:13, 5:13])


def test_coordinates_of_an_index(module_of: Kernel):
    module = module_of(
        'A: T.Tensor((3, 4), "int32")',
        """
        with T.Kernel(1) as _:
            a = T.alloc_shared((3, 4), "int32")
            flat = T.reshape(a, (12,))
            for n in T.Parallel(12):
                i, j = T.index_to_coordinates(n, (3, 4))
                flat[n] = i * 10 + j
            T.copy(a, A)
        """,
    )
    a = np.zeros((3, 4), np.int32)
    reference.run(module, [a])
    assert np.array_equal(a, np.arange(3)[:, None] * 10 + np.arange(4))
