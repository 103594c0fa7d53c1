"""What an op of the GRID level touches: which buffer, which rows and columns of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod

from xdsl.dialects import builtin
from xdsl.ir import Attribute, BlockArgument, Operation, SSAValue

from ttc.diagnostics import CompileError
from ttc.dialects import grid, tile
from ttc.passes.affine import Linear, build, linear
from ttc.passes.build import Emitter
from ttc.passes.layouts import (
    ROW,
    Layout,
    Line,
    device_dims,
    is_stack,
    layout_of,
    lying_dims,
    matrix_of,
    root,
)

Key = tuple[tuple[frozenset[tuple[SSAValue, int]], int], ...]


class NotAnAccess(Exception):
    """Indices of T.Parallel that name no block; says why, and the way out."""

    def __init__(self, message: str, way_out: str):
        super().__init__(message)
        self.message = message
        self.way_out = way_out


@dataclass(frozen=True)
class Access:
    """
    A block of a buffer: `stored` rows and columns from `start`, as they lie there.

    `start` has a linear form for each dimension on the device, for a local buffer one for its
    rows and one for its columns. `matrix` are the rows and columns of the whole buffer as this
    access sees them, of a tensor's matrix if it has several. What is read is turned if
    `transposed`, then repeated to `dims` if `broadcast` says how. Two accesses are equal if they
    name the same elements in the same order.
    """

    buffer: SSAValue
    matrix: tuple[int, int]
    dims: tuple[int, int]
    stored: tuple[int, int]
    key: Key
    transposed: bool
    broadcast: str | None
    start: tuple[Linear, ...] = field(compare=False)

    @property
    def type(self) -> grid.BufferType:
        assert isinstance(self.buffer.type, grid.BufferType)
        return self.buffer.type

    @property
    def is_global(self) -> bool:
        return self.type.is_global

    @property
    def layout(self) -> Layout:
        return layout_of(self.buffer)

    @property
    def whole(self) -> bool:
        return self.stored == self.matrix and all(is_zero(form) for form in self.start)

    @property
    def is_alone(self) -> bool:
        """Tells whether it is all rows of one block of a stack."""
        rows = device_dims(self.type.dims, self.layout)[-2]
        return is_stack(self.buffer) and self.stored[0] == rows

    @property
    def element_type(self) -> Attribute:
        return self.type.element_type

    @property
    def hint(self) -> str | None:
        return self.buffer.name_hint

    @property
    def name(self) -> str:
        return self.buffer.name_hint or "a buffer"

    @property
    def owner(self) -> Operation:
        owner = self.buffer.owner
        assert isinstance(owner, Operation)
        return owner

    def block_type(self) -> builtin.TensorType[Attribute]:
        """The type of the block as it lies in the buffer."""
        return builtin.TensorType(self.element_type, self.stored)

    def whole_type(self) -> builtin.TensorType[Attribute]:
        """The type of the buffer's whole content."""
        return builtin.TensorType(self.element_type, self.matrix)

    def offsets(self, e: Emitter) -> list[SSAValue]:
        """Makes the index of the block's first element, one per dimension on the device."""
        forms = self.start[1:] if self.is_global and self.layout == ROW else self.start
        return [build(e, form) for form in forms]

    def apart_from(self, other: Access) -> bool:
        """Tells whether two blocks of one buffer surely share no element."""
        if self.buffer is not other.buffer or self.matrix != other.matrix:
            return False
        outer = (1,) * (len(self.start) - 2)
        extents = zip((*outer, *self.stored), (*outer, *other.stored), strict=True)
        starts = zip(self.start, other.start, strict=True)
        return any(
            mine.terms == theirs.terms
            and not theirs.constant - own < mine.constant < theirs.constant + its
            for (mine, theirs), (own, its) in zip(starts, extents, strict=True)
        )

    def along(self, dims: tuple[int, int]) -> Access:
        """Returns the access of the same vector laid the other way, if that has these extents."""
        if self.dims == dims or 1 not in self.dims or self.dims[::-1] != dims:
            return self
        return Access(
            self.buffer,
            self.matrix,
            dims,
            self.stored,
            self.key,
            not self.transposed,
            self.broadcast,
            self.start,
        )


def is_zero(form: Linear) -> bool:
    return not form.terms and form.constant == 0


def _access(
    buffer: SSAValue,
    start: Sequence[Linear],
    dims: tuple[int, int],
    stored: tuple[int, int],
    split: int,
    transposed: bool = False,
    broadcast: str | None = None,
) -> Access:
    assert isinstance(buffer.type, grid.BufferType)
    matrix = matrix_of(buffer)
    if not buffer.type.is_global:
        extents = lying_dims(buffer)
        matrix = (prod(extents[:split]), prod(extents[split:]))
        start = (
            _flat(start[:split], extents[:split]),
            _flat(start[split:], extents[split:]),
        )
        if matrix_of(root(buffer)) == matrix:
            buffer = root(buffer)  # the same elements by another name
    key = tuple((frozenset(form.terms.items()), form.constant) for form in start)
    return Access(buffer, matrix, dims, stored, key, transposed, broadcast, tuple(start))


def _flat(forms: Sequence[Linear], extents: Sequence[int]) -> Linear:
    """Returns the row-major number of an element of these extents."""
    flat = Linear()
    for form, extent in zip(forms, extents, strict=True):
        flat = flat.times(extent).plus(form)
    return flat


def region_access(
    op: Operation, buffer: SSAValue, offsets: Sequence[SSAValue], sizes: Sequence[int]
) -> Access:
    """Returns the access of a copy's region; no offsets stand for the whole buffer."""
    assert isinstance(buffer.type, grid.BufferType)
    layout = layout_of(buffer)
    whole = device_dims(buffer.type.dims, layout)
    extents = device_dims(sizes, layout) if sizes else whole
    is_apart = buffer.type.is_global or (is_stack(buffer) and extents != whole)
    split = _split(extents, None if is_apart else whole)
    if split is None:
        name = buffer.name_hint or "a buffer"
        shape = "x".join(map(str, sizes or buffer.type.dims))
        raise CompileError.at(
            op, f"a region of {shape} elements of '{name}' is more than one matrix"
        ).note(
            f"blocks have rows and columns, here dimensions {matrix_dims(layout)} of '{name}': "
            "give every other dimension one index"
        )
    forms = [linear(offset) for offset in offsets] or [Linear()] * len(buffer.type.dims)
    start = [Linear() if n < 0 else forms[n] for n in layout]
    dims = (prod(extents[:split]), prod(extents[split:]))
    if is_stack(buffer) and extents == whole:
        dims = matrix_of(buffer)
    return _access(buffer, start, dims, dims, split)


def _split(extents: Sequence[int], whole: Sequence[int] | None) -> int | None:
    """
    Returns how many dimensions of a region are rows, the others being columns; None if it is none.

    With `whole` a local buffer may be taken for any matrix of its elements: (S, R, C) for S * R
    rows, or, where one of R is chosen, for R * C columns.
    """
    last = len(extents) - 1
    if whole is None:
        return last if all(n == 1 for n in extents[:-2]) else None
    if _is_run(extents[:last], whole[:last]):
        return last
    if sum(n != 1 for n in extents) > 2:
        return None
    for split in range(last - 1, 0, -1):
        if _is_run(extents[:split], whole[:split]) and _is_run(extents[split:], whole[split:]):
            return split
    return None


def _is_run(extents: Sequence[int], whole: Sequence[int]) -> bool:
    """Tells whether a part of an array is one run of its elements."""
    walked = [n for n, extent in enumerate(extents) if extent != 1]
    return not walked or list(extents[walked[0] + 1 :]) == list(whole[walked[0] + 1 :])


def matrix_dims(layout: Layout) -> str:
    return " and ".join(str(n) for n in layout[-2:] if n >= 0)


def walk(parallel: grid.ParallelOp, line: Line) -> dict[BlockArgument, int]:
    """
    Returns the axis, 0 for rows and 1 for columns, that each index of a T.Parallel walks along.

    Indices with one value walk along none. One extent alone goes along `line`. Raises
    `NotAnAccess` for more than two.
    """
    ivs = [iv for iv, n in zip(parallel.body.block.args, parallel.dims, strict=True) if n != 1]
    match ivs:
        case [] | [_, _]:
            return dict(zip(ivs, (0, 1), strict=False))
        case [iv]:
            return {iv: 0 if line == "column" else 1}
        case _:
            raise NotAnAccess(
                f"T.Parallel over {len(ivs)} extents that are not 1",
                "blocks have rows and columns: make the outer extents loops, with T.serial",
            )


def walked_dims(parallel: grid.ParallelOp, axes: dict[BlockArgument, int]) -> tuple[int, int]:
    """Returns the rows and columns that a T.Parallel walks over."""
    dims = [1, 1]
    for iv, axis in axes.items():
        dims[axis] = parallel.dims[iv.index]
    return dims[0], dims[1]


def parallel_access(
    buffer: SSAValue, indices: Sequence[SSAValue], parallel: grid.ParallelOp, line: Line
) -> Access:
    """
    Returns the block that an element access walks over in a T.Parallel.

    A loop index must stand alone in a dimension. Raises `NotAnAccess`.
    """
    axes = walk(parallel, line)
    dims = walked_dims(parallel, axes)
    layout = layout_of(buffer)
    start: list[Linear] = []
    along: list[int | None] = []
    for n in layout:
        form, axis = (Linear(), None) if n < 0 else split_index(indices[n], parallel, axes)
        start.append(form)
        along.append(axis)
    name = buffer.name_hint or "a buffer"
    assert isinstance(buffer.type, grid.BufferType)
    is_apart = buffer.type.is_global or is_stack(buffer)
    extents = None if is_apart else device_dims(buffer.type.dims, layout)
    split = _split_walk(along, extents)
    if split is None:
        raise NotAnAccess(
            f"a loop index walks over more than rows and columns of '{name}'",
            f"blocks of '{name}' have dimensions {matrix_dims(layout)}",
        )
    row, col = (
        next((axis for axis in axes if axis is not None), None)
        for axes in (along[:split], along[split:])
    )
    if row is not None and row == col:
        raise NotAnAccess(
            f"'{name}' is indexed along a diagonal", "use each loop index in one dimension"
        )
    stored = (1 if row is None else dims[row], 1 if col is None else dims[col])
    transposed = row == 1 or col == 0
    turned = (stored[1], stored[0]) if transposed else stored
    return _access(buffer, start, dims, stored, split, transposed, broadcast_kind(turned, dims))


def _split_walk(along: Sequence[int | None], extents: Sequence[int] | None) -> int | None:
    """
    Returns how many dimensions are rows, the others being columns, of what is walked like this.

    None if it is no matrix; `extents` are those of a local buffer.
    """
    if extents is None:
        return len(along) - 1 if all(axis is None for axis in along[:-2]) else None
    for split in range(len(along) - 1, 0, -1):
        if _ends_walked(along[:split], extents[:split]) and _ends_walked(
            along[split:], extents[split:]
        ):
            return split
    return None


def _ends_walked(along: Sequence[int | None], extents: Sequence[int]) -> bool:
    """Tells whether one dimension at most is walked, and is the last one of more than 1."""
    walked = [n for n, axis in enumerate(along) if axis is not None]
    return len(walked) <= 1 and all(n == 1 for k in walked for n in extents[k + 1 :])


def broadcast_kind(source: tuple[int, int], dims: tuple[int, int]) -> str | None:
    """Returns how a block is repeated to fill `dims`, None if it is as large."""
    if source == dims:
        return None
    if source == (1, 1):
        return "scalar"
    return "rows" if source[0] == 1 else "cols"


def split_index(
    index: SSAValue, parallel: grid.ParallelOp, axes: dict[BlockArgument, int]
) -> tuple[Linear, int | None]:
    """Splits an index into what is fixed and the axis of the one loop index in it, if any."""
    form = linear(index)
    for iv in parallel.body.block.args:
        if iv not in axes:
            form = form.without(iv)  # it is always 0
    used = [iv for iv in axes if iv in form.terms]
    if len(used) > 1 or any(form.terms[iv] != 1 for iv in used) or hidden(form, axes):
        raise NotAnAccess(
            "an index of T.Parallel is scaled or mixed with another one",
            "index with 'offset + i' for one loop index i in each dimension; "
            "no element of a buffer is an index",
        )
    return (form.without(used[0]), axes[used[0]]) if used else (form, None)


def is_element(value: SSAValue) -> bool:
    """Tells whether a value differs between the elements of a T.Parallel, lowered or not."""
    owner = value.owner
    if isinstance(owner, Operation):
        return isinstance(owner, grid.LoadOp | tile.IndexOp)
    return owner.parent_op() is None or isinstance(owner.parent_op(), grid.ParallelOp)


def hidden(form: Linear, ivs: dict[BlockArgument, int]) -> bool:
    """Tells whether a loop index or an element hides in a term, as in `i // 2`."""
    seen: set[SSAValue] = set()
    pending = [term for term in form.terms if term not in ivs]
    while pending:
        value = pending.pop()
        if value in ivs or is_element(value):
            return True
        if value not in seen and isinstance(value.owner, Operation):
            seen.add(value)
            pending.extend(value.owner.operands)
    return False
