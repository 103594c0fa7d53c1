"""`@T.prim_func` and `@tilelang.jit`: kernels before they are compiled."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import FunctionType
from typing import TYPE_CHECKING, Any, cast, overload

from ttc.diagnostics import CompileError, SourceSpan
from ttc.language.place import error

if TYPE_CHECKING:
    from ttc.api import Kernel
    from ttc.frontend.eager import EagerForm


@dataclass(frozen=True, eq=False)
class EagerCall:
    """
    What one call of an eager function fixes: `constants` of T.const, `values` of parameters.

    `tensors` are the parameters that are tensors, `arrays` those that the call gave; as many as
    `returned` more are made by T.empty and returned.
    """

    constants: Mapping[str, int]
    values: Mapping[str, object]
    tensors: tuple[str, ...]
    returned: int
    arrays: Mapping[str, object]

    @property
    def key(self) -> Hashable:
        """What the compiled kernel depends on."""
        return (tuple(sorted(self.constants.items())), tuple(sorted(self.values.items())))


@dataclass(frozen=True, eq=False)
class PrimFunc:
    """
    One kernel as written; its body is read from the file, Python never runs it.

    `file` is the path as the user gave it, `line` that of the first decorator. `scope` are the
    local names of the factory around it, which annotations kept as text may mention. `eager` is
    the call that an eager function was compiled for. Lowering notes in `written` the dtype of each
    tensor as its author spelt it.
    """

    name: str
    func: FunctionType
    file: str
    line: int
    scope: Mapping[str, object]
    eager: EagerCall | None = None
    written: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def returned(self) -> list[int] | None:
        """The positions of the tensors that an eager function returns, None if it does not."""
        if self.eager is None or not self.eager.returned:
            return None
        first = len(self.eager.tensors)
        return list(range(first, first + self.eager.returned))

    @property
    def span(self) -> SourceSpan:
        return SourceSpan(self.file, self.line, 1)

    def __call__(self, *_: object, **__: object) -> object:
        raise error(f"kernel '{self.name}' is called before it is compiled").note(
            "compile it: kernel = ttc.compile(prim_func, out_idx=[-1])"
        )


@overload
def prim_func(func: FunctionType, /) -> PrimFunc: ...
@overload
def prim_func(
    func: None = None, /, *, private: bool = False
) -> Callable[[FunctionType], PrimFunc]: ...
def prim_func(
    func: FunctionType | None = None, /, *, private: bool = False
) -> PrimFunc | Callable[[FunctionType], PrimFunc]:
    """Marks a function as a kernel."""
    del private  # a matter of linking, which a kernel here never is
    if func is None:
        return lambda f: _prim_func(f, sys._getframe(1).f_locals)  # pyright: ignore[reportPrivateUsage]
    return _prim_func(func, sys._getframe(1).f_locals)  # pyright: ignore[reportPrivateUsage]


def _prim_func(func: object, scope: Mapping[str, object]) -> PrimFunc:
    if not isinstance(func, FunctionType):
        raise error("@T.prim_func decorates a function")
    code = func.__code__
    as_text = any(isinstance(note, str) for note in func.__annotations__.values())
    return PrimFunc(
        func.__name__,
        func,
        code.co_filename,
        code.co_firstlineno,
        dict(scope) if as_text else {},
    )


@dataclass(frozen=True, eq=False)
class Macro:
    """`@T.macro`: a function whose statements are lowered where a kernel calls it."""

    func: FunctionType

    @property
    def name(self) -> str:
        return self.func.__name__

    def __call__(self, *_: object, **__: object) -> object:
        raise error(f"macro '{self.name}' is called outside a kernel").note(
            "call it in the body of a @T.prim_func"
        )


def macro(func: object) -> Macro:
    """Marks a function as a part of kernels."""
    if not isinstance(func, FunctionType):
        raise error("@T.macro decorates a function")
    return Macro(func)


@dataclass(eq=False)
class JITFactory:
    """
    What `@ttc.jit` and `@tilelang.jit` make of a function.

    A lazy one returns a kernel for compile-time values; an eager one is the kernel itself, and a
    call compiles it for the shapes of its arguments and runs it.
    """

    func: Callable[..., object]
    out_idx: int | list[int] | None = None
    target: str = "wormhole"
    _kernels: dict[Hashable, Kernel] = field(default_factory=dict[Hashable, "Kernel"])

    @property
    def __name__(self) -> str:
        return self.func.__name__

    @cached_property
    def eager(self) -> EagerForm | None:
        """What the text says of an eager function, None for a lazy one."""
        from ttc.frontend.eager import form_of

        form = form_of(self.func) if isinstance(self.func, FunctionType) else None
        if form is not None and self.out_idx is not None:
            raise CompileError(
                f"'{self.func.__name__}' opens T.Kernel itself and has out_idx", self._span
            ).note("an eager kernel returns its outputs: return the tensors of T.empty")
        return form

    @property
    def parameters(self) -> Mapping[str, inspect.Parameter]:
        """What has to have a value to compile a kernel."""
        if self.eager is not None:
            return self.eager.settings()
        return inspect.signature(self.func).parameters

    def prim_func(self, *args: object, **kwargs: object) -> PrimFunc:
        """Returns the kernel for these values; CompileError if there is none."""
        if self.eager is not None:
            return _eager_kernel(self.eager, self.eager.call(args, kwargs))
        made = self.func(*args, **kwargs)
        if isinstance(made, PrimFunc):
            return made
        raise CompileError(
            f"'{self.func.__name__}' returns a {type(made).__name__}, not a @T.prim_func",
            self._span,
        ).note("define a @T.prim_func inside it and return that")

    get_tir = prim_func

    def compile(self, *args: object, **kwargs: object) -> Kernel:
        """Returns the kernel for these values, compiled once for each set of them."""
        if self.eager is None:
            key: Hashable = (args, tuple(sorted(kwargs.items())))
            return self._cached(key, lambda: self.prim_func(*args, **kwargs))
        form, call = self.eager, self.eager.call(args, kwargs)
        return self._cached(call.key, lambda: _eager_kernel(form, call))

    def _cached(self, key: Hashable, make: Callable[[], PrimFunc]) -> Kernel:
        try:
            cached = self._kernels.get(key)
        except TypeError:  # a list or another value that cannot be a key
            return self._compiled(make())
        if cached is None:
            cached = self._kernels[key] = self._compiled(make())
        return cached

    def _compiled(self, kernel: PrimFunc) -> Kernel:
        from ttc import api

        return api.compile(kernel, kernel.returned or self.out_idx, self.target)

    def __call__(self, *args: object, **kwargs: object) -> Any:
        """Returns the kernel of a lazy function; runs an eager one on its tensors."""
        kernel = self.compile(*args, **kwargs)
        if self.eager is None:
            return kernel
        call = self.eager.call(args, kwargs)
        return kernel(*(call.arrays[name] for name in call.tensors if name in call.arrays))

    def get_kernel_source(self, *args: object, **kwargs: object) -> str:
        return self.compile(*args, **kwargs).get_kernel_source()

    def par_compile(
        self,
        configs: Sequence[Mapping[str, object]],
        num_workers: int | None = None,
        ignore_error: bool = False,
    ) -> list[Kernel | None]:
        """Compiles a kernel for each set of values; None for a failure that is to be ignored."""
        del num_workers  # one after the other: a compile takes a fraction of a second
        kernels: list[Kernel | None] = []
        for values in configs:
            try:
                kernels.append(self.compile(**values))
            except CompileError:
                if not ignore_error:
                    raise
                kernels.append(None)
        return kernels

    @property
    def _span(self) -> SourceSpan | None:
        code = getattr(self.func, "__code__", None)
        return None if code is None else SourceSpan(code.co_filename, code.co_firstlineno, 1)


def _eager_kernel(form: EagerForm, call: EagerCall) -> PrimFunc:
    # A type checker takes a function that is an attribute for a method.
    func = cast("FunctionType", form.func)
    code = func.__code__
    return PrimFunc(func.__name__, func, code.co_filename, code.co_firstlineno, {}, call)


OURS = ("wormhole", "blackhole")


def jit(
    func: Callable[..., object] | None = None,
    *,
    out_idx: int | list[int] | None = None,
    target: object = None,
    target_host: object = None,
    execution_backend: object = None,
    verbose: object = None,
    pass_configs: object = None,
    debug_root_path: object = None,
    compile_flags: object = None,
) -> Any:
    """
    Turns a factory of kernels into one that compiles them.

    `target` counts when it names a chip of ttc's; TileLang's CUDA settings have no effect.
    """
    del target_host, execution_backend, verbose, pass_configs, debug_root_path, compile_flags
    chip = target if isinstance(target, str) and target in OURS else "wormhole"

    def decorated(function: Callable[..., object]) -> JITFactory:
        return JITFactory(function, out_idx, chip)

    return decorated if func is None else decorated(func)


def compile_kernel(
    func: PrimFunc | None = None,
    out_idx: int | list[int] | None = None,
    execution_backend: object = None,
    target: object = None,
    target_host: object = None,
    verbose: object = None,
    pass_configs: object = None,
    compile_flags: object = None,
) -> Kernel:
    """Compiles one kernel, with `tilelang.compile`'s parameters."""
    from ttc import api

    del execution_backend, target_host, verbose, pass_configs, compile_flags
    if not isinstance(func, PrimFunc):
        raise error("compile takes a @T.prim_func")
    return api.compile(func, out_idx, target if target in OURS else "wormhole")  # pyright: ignore[reportArgumentType]
