"""
The eager form of a kernel: one function that declares its tensors, opens the grid and returns.

    @tilelang.jit
    def scale(X, BM: int = 32):
        M, N = T.const("M, N")
        X: T.Tensor((M, N), "bfloat16")
        Y = T.empty((M, N), "bfloat16")
        with T.Kernel(T.ceildiv(M, BM)) as bx: ...
        return Y

What Python never runs is read from the text: which parameters are tensors, and where the names
of T.const stand in their shapes.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import FunctionType

from ttc.diagnostics import CompileError, SourceSpan
from ttc.frontend.source import Source, source_of
from ttc.language import TensorSpec
from ttc.language.kernels import EagerCall
from ttc.language.tensor import int_of


@dataclass(frozen=True, eq=False)
class EagerForm:
    """
    What the text of an eager function says.

    `tensors` has the shape of each tensor parameter as written, None for one declared in the
    signature; `constants` the name in T.const of each of its variables.
    """

    func: FunctionType
    source: Source
    definition: ast.FunctionDef
    tensors: Mapping[str, Sequence[ast.expr] | None]
    constants: Mapping[str, str]
    returned: int

    @property
    def signature(self) -> inspect.Signature:
        return inspect.signature(self.func)

    def settings(self) -> dict[str, inspect.Parameter]:
        """Returns what has to have a value to compile: names of T.const, then other parameters."""
        kinds = inspect.Parameter
        found = {name: kinds(name, kinds.KEYWORD_ONLY) for name in self.constants.values()}
        found.update(
            (name, parameter)
            for name, parameter in self.signature.parameters.items()
            if name not in self.tensors
        )
        return found

    def call(self, args: Sequence[object], kwargs: Mapping[str, object]) -> EagerCall:
        """Finds the value of everything but tensors from a call; CompileError if one lacks."""
        names = set(self.constants.values()) - set(self.signature.parameters)
        constants = {
            name: self._extent(name, value) for name, value in kwargs.items() if name in names
        }
        others = {name: value for name, value in kwargs.items() if name not in names}
        try:
            given = self.signature.bind_partial(*args, **others).arguments
        except TypeError as mismatch:
            raise self._error(str(mismatch)) from None
        arrays: dict[str, object] = {}
        for name in self.tensors:
            if name in given:
                arrays[name] = given[name]
                self._unify(name, given[name], constants)
        lacking = [name for name in self.constants.values() if name not in constants]
        if lacking:
            raise self._error(f"T.const '{lacking[0]}' has no value").note(
                f"call it on the tensors, or give {lacking[0]}=..."
            )
        values: dict[str, object] = {}
        for name, parameter in self.signature.parameters.items():
            if name in self.tensors:
                continue
            if name not in given and parameter.default is inspect.Parameter.empty:
                raise self._error(f"parameter '{name}' has no value")
            values[name] = given.get(name, parameter.default)
        return EagerCall(constants, values, tuple(self.tensors), self.returned, arrays)

    def _unify(self, name: str, array: object, constants: dict[str, int]) -> None:
        """Reads the constants that stand alone in a tensor's shape from an array."""
        shape: object = getattr(array, "shape", None)
        if not isinstance(shape, tuple):
            raise self._error(f"'{name}' is a tensor, not a {type(array).__name__}")
        extents = [int_of(extent) for extent in shape]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        dims = self.tensors[name]
        if dims is None:
            return
        if len(dims) != len(extents):
            raise self._error(f"'{name}' has {len(dims)} dimensions, the array {len(extents)}")
        for dim, extent in zip(dims, extents, strict=True):
            constant = self.constants.get(dim.id) if isinstance(dim, ast.Name) else None
            if extent is None or constant is None:
                continue
            before = constants.setdefault(constant, extent)
            if before != extent:
                raise self._error(f"T.const '{constant}' is {before} and, for '{name}', {extent}")

    def _extent(self, name: str, value: object) -> int:
        extent = int_of(value)
        if extent is None:
            raise self._error(f"T.const '{name}' is an int, not {value!r}")
        return extent

    def _error(self, text: str) -> CompileError:
        span = SourceSpan.of_function(self.func)
        return CompileError(f"'{self.func.__name__}': {text}", span)


def form_of(func: FunctionType) -> EagerForm | None:
    """Returns the eager form of a function, None for one that makes a kernel when called."""
    try:
        source, definition = source_of(func)
    except CompileError:
        return None  # a factory needs no text
    if not any(map(_is_kernel_s, definition.body)):
        return None
    parameters = inspect.signature(func).parameters
    tensors: dict[str, Sequence[ast.expr] | None] = {
        name: None
        for name, parameter in parameters.items()
        if isinstance(parameter.annotation, TensorSpec)
    }
    constants: dict[str, str] = {}
    returned = 0
    for statement in definition.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), value=None) if name in parameters:
                tensors[name] = _dims(statement.annotation)
            case ast.Assign(targets=[target], value=ast.Call() as made) if _is_const(made):
                constants.update(_constants(target, made))
            case ast.Return(value=value) if value is not None:
                returned = len(value.elts) if isinstance(value, ast.Tuple | ast.List) else 1
            case _:
                pass
    ordered = {name: tensors[name] for name in parameters if name in tensors}
    return EagerForm(func, source, definition, ordered, constants, returned)


def _is_kernel_s(statement: ast.stmt) -> bool:
    """Tells a statement that only a kernel has: the grid, or T.const."""
    match statement:
        case ast.With():
            return True
        case ast.Assign(value=ast.Call() as made):
            return _is_const(made)
        case _:
            return False


def _dims(annotation: ast.expr) -> Sequence[ast.expr]:
    """Returns the extents in `T.Tensor((M, N), dtype)` or `T.Tensor[[M, N], dtype]`."""
    match annotation:
        case ast.Call(args=[shape, *_]):
            pass
        case ast.Call(keywords=keywords):
            shapes = [keyword.value for keyword in keywords if keyword.arg == "shape"]
            shape = shapes[0] if shapes else annotation
        case ast.Subscript(slice=ast.Tuple(elts=[shape, *_])):
            pass
        case _:
            return ()
    return shape.elts if isinstance(shape, ast.Tuple | ast.List) else (shape,)


def _is_const(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(attr="const") | ast.Name(id="const"):
            return True
        case _:
            return False


def const_names(text: str) -> list[str]:
    """Splits what T.const is given: `"M, N"` or `"M N"`."""
    return text.replace(",", " ").split()


def _constants(target: ast.expr, call: ast.Call) -> dict[str, str]:
    match call.args:
        case [ast.Constant(value=str() as text), *_]:
            names = const_names(text)
        case _:
            return {}
    targets = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
    return {
        variable.id: name
        for variable, name in zip(targets, names, strict=False)
        if isinstance(variable, ast.Name)
    }
