"""The parameters of a kernel: tensors in global memory, and scalars."""

from __future__ import annotations

import ast
import inspect
from typing import TYPE_CHECKING

from xdsl.dialects.builtin import FloatAttr, IntegerAttr, f32, i32
from xdsl.ir import Attribute

from ttc.dialects import grid
from ttc.dtypes import FLOAT32, INT32
from ttc.frontend import operands, variables
from ttc.frontend.build import name_value
from ttc.frontend.invoke import PYTHON_ERRORS
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.tile_ops import FLOAT16_NOTE
from ttc.frontend.values import Buffer, Scalar
from ttc.language import PrimFunc, TensorSpec
from ttc.language.dtypes import dtype, resolve, spelled
from ttc.language.kernels import EagerCall
from ttc.language.place import error
from ttc.language.tensor import described, items_of

if TYPE_CHECKING:
    from ttc.frontend.expressions import Evaluator
    from ttc.frontend.names import Names

_PLAIN = {int: dtype("int32"), float: dtype("float32")}


def positional(definition: ast.FunctionDef) -> list[ast.arg]:
    return [*definition.args.posonlyargs, *definition.args.args]


def bind_parameters(
    kernel: KernelLowering,
    prim_func: PrimFunc,
    definition: ast.FunctionDef,
    names: Names,
    evaluate: Evaluator,
) -> dict[str, Attribute]:
    """Makes the kernel's arguments and names them; returns the defaults of scalars."""
    spec = definition.args
    for extra in (spec.vararg, spec.kwarg, *spec.kwonlyargs):
        if extra is not None:
            kernel.at(extra)
            raise error(f"parameter '{extra.arg}': a kernel's parameters are tensors and scalars")
    signature = inspect.signature(prim_func.func)
    defaults: dict[str, Attribute] = {}
    for parameter in positional(definition):
        name = parameter.arg
        kernel.at(parameter)
        declared = _annotation(prim_func, parameter, evaluate)
        default: object = signature.parameters[name].default
        kernel.at(parameter)
        if isinstance(declared, TensorSpec):
            if default is not inspect.Parameter.empty:
                raise error(f"parameter '{name}' is a tensor and has no default value")
            names.bind(name, add_tensor(kernel, parameter, name, declared))
            continue
        number, value = _scalar(kernel, parameter, declared)
        names.bind(name, value)
        if default is not inspect.Parameter.empty:
            defaults[name] = _default(name, default, number)
    return defaults


def add_tensor(kernel: KernelLowering, place: ast.AST, name: str, tensor: TensorSpec) -> Buffer:
    """Appends a tensor to the kernel's arguments."""
    if tensor.written == "float16":
        kernel.note(FLOAT16_NOTE)
    entry = kernel.builder.blocks[0]
    kind = grid.BufferType.of(tensor.shape, tensor.dtype.ir, "global")
    arg = entry.insert_arg(kind, len(entry.args))
    name_value(arg, name)
    arg.location = kernel.source.location(place)
    kernel.written[arg] = tensor.written
    return Buffer(arg, tensor.shape, tensor.dtype, "global", name)


def bind_values(kernel: KernelLowering, names: Names, call: EagerCall) -> None:
    """Names what the call of an eager kernel fixes; its tensors are declared in the body."""
    for name, value in call.values.items():
        names.bind(name, value)
    declared: dict[str, object] = dict(getattr(kernel.func, "__annotations__", {}))
    for name in call.tensors:
        tensor = declared.get(name)
        if isinstance(tensor, TensorSpec):
            declare(kernel, kernel.builder.node, name, tensor)
            names.bind(name, kernel.tensors[name])


def declare(kernel: KernelLowering, place: ast.AST, name: str, tensor: object) -> None:
    """Makes an argument of a tensor that an eager kernel declares."""
    if not isinstance(tensor, TensorSpec):
        raise error(f"'{name}' is declared as {described(tensor)}").note(
            f"write {name}: T.Tensor((M, N), dtype)"
        )
    if name in kernel.tensors:
        raise error(f"'{name}' is declared twice")
    kernel.tensors[name] = add_tensor(kernel, place, name, tensor)


def give_back(kernel: KernelLowering, value: object) -> None:
    """Notes what an eager kernel returns."""
    for tensor in items_of(value) or (() if value is None else (value,)):
        if not isinstance(tensor, Buffer) or tensor not in kernel.scratch:
            raise error(f"an eager kernel returns tensors of T.empty, not {described(tensor)}")
        if tensor in kernel.returned:
            raise error(f"{tensor.title} is returned twice")
        kernel.returned.append(tensor)


def _scalar(
    kernel: KernelLowering, parameter: ast.arg, declared: dtype
) -> tuple[Attribute, object]:
    """Appends a number to the kernel's arguments; an integer may be used as an index."""
    if spelled(declared) in ("bool", "int64", "uint64", "float64"):
        raise error(f"parameter '{parameter.arg}': a scalar has 32 bits, not {declared}").note(
            "use T.int32 or T.float32"
        )
    element = resolve(declared).alone
    kept = FLOAT32 if element.is_float else INT32
    entry = kernel.builder.blocks[0]
    arg = entry.insert_arg(kept.ir, len(entry.args))
    name_value(arg, parameter.arg)
    arg.location = kernel.source.location(parameter)
    if kept.is_float:
        return kept.ir, operands.cast(kernel, Scalar(arg, kept), element)
    return kept.ir, variables.number(kernel, arg, kept)


def _default(name: str, value: object, kind: Attribute) -> Attribute:
    if kind == f32 and isinstance(value, int | float):
        return FloatAttr(float(value), f32)
    if kind == i32 and isinstance(value, int):
        return IntegerAttr(int(value), i32)
    raise error(f"parameter '{name}': the default is a number, not {described(value)}")


def _expression(annotation: ast.expr) -> ast.expr:
    """Returns the expression of an annotation, also of one that is written as a string."""
    if not (isinstance(annotation, ast.Constant) and isinstance(annotation.value, str)):
        return annotation
    try:
        parsed = ast.parse(annotation.value, mode="eval").body
    except SyntaxError:
        return annotation
    for node in ast.walk(parsed):
        ast.copy_location(node, annotation)
    return parsed


def _annotation(prim_func: PrimFunc, parameter: ast.arg, evaluate: Evaluator) -> TensorSpec | dtype:
    declared: object = prim_func.func.__annotations__.get(parameter.arg)
    is_text = isinstance(declared, str) and not isinstance(declared, dtype)
    if is_text and parameter.annotation is not None:
        try:
            declared = evaluate(_expression(parameter.annotation))
        except PYTHON_ERRORS as failure:
            raise error(f"the annotation raised {type(failure).__name__}: {failure}") from failure
    if isinstance(declared, TensorSpec | dtype):
        return declared
    if isinstance(declared, type) and declared in _PLAIN:
        return _PLAIN[declared]
    if declared is None:
        raise error(f"parameter '{parameter.arg}' has no annotation").note(
            f"write {parameter.arg}: T.Tensor((M, N), dtype), or {parameter.arg}: T.int32"
        )
    raise error(
        f"parameter '{parameter.arg}' is {described(declared)}: a parameter is a tensor or a scalar"
    ).note(f"write {parameter.arg}: T.Tensor((M, N), dtype), or {parameter.arg}: T.int32")
