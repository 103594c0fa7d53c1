"""Reductions and running sums of a buffer of three dimensions, along each of them."""

import numpy as np

import ttc.language as T

B, S, R, C = 2, 3, 40, 70


@T.prim_func
def folded_stacks(
    A: T.Tensor((B * S, R, C), "float32"),
    Outer: T.Tensor((B, R, C), "float32"),
    Rows: T.Tensor((B * S, 1, C), "float32"),
    Columns: T.Tensor((B * S, R), "float32"),
    Least: T.Tensor((B * S,), "float32"),
    Running: T.Tensor((B * S, R, C), "float32"),
    Backward: T.Tensor((B * S, R, C), "float32"),
):
    with T.Kernel(B) as b:
        x = T.alloc_shared((S, R, C), "float32")
        outer = T.alloc_fragment((1, R, C), "float32")
        rows = T.alloc_fragment((S, 1, C), "float32")
        columns = T.alloc_fragment((S, R), "float32")
        least = T.alloc_fragment((S,), "float32")
        y = T.alloc_shared((S, R, C), "float32")
        T.copy(A[b * S, 0, 0], x)
        T.fill(outer, 1.0)
        T.reduce_sum(x, outer, dim=0, clear=False)
        T.reduce_absmax(x, rows, dim=-2)
        T.reduce_abssum(x, columns, dim=2)
        T.reduce_min(columns, least, dim=1)
        T.cumsum(x, y, dim=0)
        T.copy(y, Running[b * S, 0, 0])
        T.cumsum(x, dim=1, reverse=True)
        T.copy(x, Backward[b * S, 0, 0])
        T.copy(outer, Outer[b, 0, 0])
        T.copy(rows, Rows[b * S, 0, 0])
        T.copy(columns, Columns[b * S, 0])
        T.copy(least, Least[b * S])


def ref_program(A):
    blocks = A.reshape(B, S, R, C)
    columns = np.abs(A).sum(axis=2)
    return (
        1 + blocks.sum(axis=1),
        np.abs(A).max(axis=1, keepdims=True),
        columns,
        columns.min(axis=1),
        np.cumsum(blocks, axis=1).reshape(A.shape),
        np.cumsum(A[:, ::-1], axis=1)[:, ::-1],
    )
