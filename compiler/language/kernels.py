"""`@T.prim_func` and `@tilelang.jit`: kernels before they are compiled."""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from types import FunctionType
from typing import TYPE_CHECKING, Any, overload

from ttc.diagnostics import CompileError, SourceSpan
from ttc.language.place import error

if TYPE_CHECKING:
    from ttc.api import Kernel


@dataclass(frozen=True, eq=False)
class PrimFunc:
    """
    One kernel as written; its body is read from the file, Python never runs it.

    `file` is the path as the user gave it, `line` that of the first decorator. `scope` are the
    local names of the factory around it, which annotations kept as text may mention.
    """

    name: str
    func: FunctionType
    file: str
    line: int
    scope: Mapping[str, object]

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


@dataclass(eq=False)
class JITFactory:
    """A function of compile-time values that returns a kernel: `@ttc.jit`, `@tilelang.jit`."""

    func: Callable[..., object]
    out_idx: int | list[int] | None = None
    target: str = "wormhole"
    _kernels: dict[Hashable, Kernel] = field(default_factory=dict[Hashable, "Kernel"])

    @property
    def __name__(self) -> str:
        return self.func.__name__

    def prim_func(self, *args: object, **kwargs: object) -> PrimFunc:
        """Calls the function for its kernel; CompileError if it returns something else."""
        made = self.func(*args, **kwargs)
        if isinstance(made, PrimFunc):
            return made
        raise CompileError(
            f"'{self.func.__name__}' returns a {type(made).__name__}, not a @T.prim_func",
            self._span,
        ).note("define a @T.prim_func inside it and return that")

    get_tir = prim_func

    def __call__(self, *args: object, **kwargs: object) -> Kernel:
        """Returns the kernel for these values, compiled once for each set of them."""
        from ttc import api

        key = (args, tuple(sorted(kwargs.items())))
        try:
            cached = self._kernels.get(key)
        except TypeError:  # a list or another value that cannot be a key
            return api.compile(self.prim_func(*args, **kwargs), self.out_idx, self.target)
        if cached is None:
            cached = api.compile(self.prim_func(*args, **kwargs), self.out_idx, self.target)
            self._kernels[key] = cached
        return cached

    def compile(self, *args: object, **kwargs: object) -> Kernel:
        return self(*args, **kwargs)

    @property
    def _span(self) -> SourceSpan | None:
        code = getattr(self.func, "__code__", None)
        return None if code is None else SourceSpan(code.co_filename, code.co_firstlineno, 1)


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
