"""
Loads the kernels of a Python file: runs the file, as any JIT does, and collects what it defines.

While it runs, `import tilelang` and `import tilelang.language as T` find ttc's language, whether
or not TileLang is installed.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import sys
import traceback
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType

from ttc import defines as _defines
from ttc.api import Kernel, deferred
from ttc.diagnostics import CompileError, SourceSpan, displayed
from ttc.language import JITFactory, PrimFunc, stand_ins


@dataclass(frozen=True)
class KernelFile:
    """A kernel file that has been run: its globals and its kernels by name, in file order."""

    path: Path
    module: ModuleType
    kernels: Mapping[str, PrimFunc]

    def select(self, name: str | None) -> Mapping[str, PrimFunc]:
        """Returns all kernels, or the one called `name`."""
        if name is None:
            return self.kernels
        if name in self.kernels:
            return {name: self.kernels[name]}
        error = CompileError(f"{displayed(str(self.path))} has no kernel '{name}'")
        nearest = get_close_matches(name, self.kernels, n=1)
        if nearest:
            raise error.note(f"did you mean '{nearest[0]}'?")
        raise error.note(f"its kernels: {', '.join(self.kernels)}")


def load(path: Path, defines: _defines.Defines | None = None) -> KernelFile:
    """
    Runs the file and returns its kernels; a factory whose parameters all have values is called.

    `defines` replaces module-level constants and parameters of factories. Raises `CompileError`
    for a file that cannot be read, parsed or run, and for one without kernels.
    """
    defines = defines or {}
    tree = _parse(path)
    _defines.apply(tree, defines)
    with _tilelang_is_ttc(), deferred():
        module = _run(path, tree)
        factories = [value for value in vars(module).values() if isinstance(value, JITFactory)]
        known = {*_defines.constants(tree), *(p for f in factories for p in _parameters(f))}
        for name in defines:
            if name not in known:
                raise _defines.unknown(name, known)
        kernels = _collect(path, module, defines)
    return KernelFile(path, module, kernels)


def _parse(path: Path) -> ast.Module:
    try:
        source = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CompileError(f"{path} is not text in UTF-8") from error
    except OSError as error:
        raise CompileError(f"cannot read {path}: {error.strerror}") from error
    try:
        return ast.parse(source, str(path))
    except SyntaxError as error:
        column = error.offset or 1
        width = (error.end_offset or 0) - column if error.end_lineno == error.lineno else 1
        span = SourceSpan(str(path), error.lineno or 1, column, max(1, width))
        raise CompileError(f"Python cannot parse this: {error.msg}", span) from error


def _run(path: Path, tree: ast.Module) -> ModuleType:
    """Executes the file as a module of its own name; imports find its neighbours first."""
    module = ModuleType(f"_ttc_kernel_{path.stem}")
    module.__file__ = str(path)
    # Dataclasses and pickling look a module up by its name while it runs.
    sys.modules[module.__name__] = module
    sys.path.insert(0, str(path.resolve().parent))
    try:
        # Not with the `__future__` settings of this file, which would turn annotations to text.
        exec(compile(tree, str(path), "exec", dont_inherit=True), vars(module))
    except CompileError:
        raise
    except (Exception, SystemExit) as error:
        raise _raised(path, error, f"importing {displayed(str(path))}") from error
    finally:
        sys.path.remove(str(path.resolve().parent))
    return module


def _raised(path: Path, error: BaseException, doing: str) -> CompileError:
    """Reports the file's own error at the innermost frame that is the author's."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _is_authors(path, frame.filename)]
    text = str(error)
    sentence = f"{doing} raised {type(error).__name__}" + (f": {text}" if text else "")
    return CompileError(sentence, _span_of(own[-1]) if own else None)


def _span_of(frame: traceback.FrameSummary) -> SourceSpan:
    number = frame.lineno or 1
    # A frame's own `line` has lost its indent, and its columns count bytes.
    line = linecache.getline(frame.filename, number).rstrip("\n").encode()
    start = len(line[: frame.colno or 0].decode(errors="replace"))
    end = len(line[: frame.end_colno].decode(errors="replace"))
    width = end - start if frame.end_lineno == number else len(line) - start
    return SourceSpan(frame.filename, number, start + 1, max(1, width))


def _is_authors(path: Path, filename: str) -> bool:
    """Tells the kernel file and its neighbours from ttc and from installed packages."""
    file = Path(filename).resolve()
    return file.is_relative_to(path.resolve().parent) and "site-packages" not in file.parts


def _collect(path: Path, module: ModuleType, defines: _defines.Defines) -> Mapping[str, PrimFunc]:
    """Finds every kernel once, named after its function; after its variable if two share that."""
    found: list[tuple[str, PrimFunc]] = []
    waiting: list[tuple[str, JITFactory, list[str]]] = []
    for name, value in vars(module).items():
        match value:
            case PrimFunc():
                found.append((name, value))
            case Kernel():
                found.append((name, value.prim_func))
            case JITFactory():
                missing = _missing(value, defines)
                if missing:
                    waiting.append((name, value, missing))
                else:
                    found.append((name, _instantiate(path, value, defines)))
            case _:
                pass
    if not found:
        raise _no_kernels(path, waiting)
    seen: set[int] = set()
    once = [(v, k) for v, k in found if id(k) not in seen and not seen.add(id(k))]
    own = [kernel.name for _, kernel in once]
    variables = {variable: kernel for variable, kernel in once}
    kernels: dict[str, PrimFunc] = {}
    for variable, kernel in once:
        # A kernel called as another one's variable would be in the way of that one.
        alone = own.count(kernel.name) == 1 and variables.get(kernel.name, kernel) is kernel
        name = kernel.name if alone else variable
        kernels[name] = kernel if alone else replace(kernel, name=variable)
    return kernels


def _parameters(factory: JITFactory) -> Mapping[str, inspect.Parameter]:
    return factory.parameters


def _missing(factory: JITFactory, defines: _defines.Defines) -> list[str]:
    return [
        name
        for name, parameter in _parameters(factory).items()
        if parameter.default is inspect.Parameter.empty
        and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        and name not in defines
    ]


def _instantiate(path: Path, factory: JITFactory, defines: _defines.Defines) -> PrimFunc:
    values = {
        name: _defines.value_of(name, defines[name], parameter.default)
        for name, parameter in _parameters(factory).items()
        if name in defines
    }
    try:
        return factory.prim_func(**values)
    except CompileError:
        raise
    except Exception as error:
        raise _raised(path, error, f"calling '{factory.__name__}'") from error


def _no_kernels(path: Path, waiting: list[tuple[str, JITFactory, list[str]]]) -> CompileError:
    error = CompileError(f"{displayed(str(path))} defines no kernel")
    for name, factory, missing in waiting:
        options = " ".join(f"-D {parameter}=..." for parameter in missing)
        error.note(
            f"'{name}' is a factory without values for {', '.join(missing)}: give {options}",
            SourceSpan.of_function(factory.func),
        )
    if not waiting:
        error.note("a kernel is a function under @T.prim_func, at module level")
        error.note("or the result of a factory under @ttc.jit whose parameters have defaults")
    return error


@contextmanager
def _tilelang_is_ttc() -> Generator[None]:
    """Lets `tilelang` and its modules name ttc's stand-ins, and puts back what was there."""
    names = [name for name in sys.modules if name.partition(".")[0] == "tilelang"]
    hidden = {name: sys.modules.pop(name) for name in names}
    stand = stand_ins()
    sys.modules.update(stand)
    try:
        yield
    finally:
        for name in stand:
            sys.modules.pop(name, None)
        sys.modules.update(hidden)
