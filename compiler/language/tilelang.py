"""What a kernel file finds when it says `import tilelang`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import NoReturn

from ttc.language.kernels import JITFactory, compile_kernel, jit
from ttc.language.place import error


def cdiv(a: int, b: int) -> int:
    return -(-a // b)


def next_power_of_2(n: int) -> int:
    return 1 << max(0, n - 1).bit_length()


def _nothing(*_: object, **__: object) -> None:
    """Takes the place of a setting that only means something for CUDA."""


class PassConfigKey:
    """Names of TileLang's own passes, each of which is accepted and without effect."""

    def __getattr__(self, name: str) -> str:
        if name.startswith("__"):
            raise AttributeError(name)
        return name


def autotune(*_: object, **__: object) -> NoReturn:
    """Refuses: a search over configurations is not there yet."""
    raise error("tilelang.autotune is not supported yet").note(
        "remove the decorator; the factory's default values are used"
    )


_LATER = {
    "Profiler": "call the kernel on arrays, or use `ttc run`",
    "par_compile": "compile the kernels one by one",
    "lazy_jit": "use @tilelang.jit",
    "profiler": "call the kernel on arrays, or use `ttc run`",
    "TensorSupplyType": "make the inputs with numpy",
}


def modules() -> dict[str, ModuleType]:
    """Builds `tilelang` and the submodules that kernel files import."""
    language = sys.modules["ttc.language"]
    top = _module("tilelang", language=language, jit=jit, compile=compile_kernel)
    parts: dict[str, dict[str, object]] = {
        "layout": {
            "make_swizzled_layout": _nothing,
            "make_linear_layout": _nothing,
            "make_volta_swizzled_layout": _nothing,
        },
        "autotuner": {"autotune": autotune},
        "jit": {"jit": jit, "JITKernel": JITFactory},
        "utils": {},
        "testing": {},
        "transform": {"PassConfigKey": PassConfigKey()},
    }
    settings: dict[str, object] = {
        "autotune": autotune,
        "cdiv": cdiv,
        "next_power_of_2": next_power_of_2,
        "PassConfigKey": PassConfigKey(),
        "disable_cache": _nothing,
        "enable_cache": _nothing,
        "set_log_level": _nothing,
    }
    vars(top).update(settings)
    found = {"tilelang": top, "tilelang.language": language}
    for name, content in parts.items():
        part = _module(f"tilelang.{name}", **content)
        found[part.__name__] = part
        if name != "jit":  # there the function of the same name is what files mean
            setattr(top, name, part)
    return found


def _module(name: str, **content: object) -> ModuleType:
    module = ModuleType(name, "Stands in for the part of TileLang that kernel files import.")
    vars(module).update(content, __path__=[], __getattr__=_missing(name))
    return module


def _missing(module: str) -> Callable[[str], NoReturn]:
    def missing(name: str) -> NoReturn:
        if name.startswith("_"):
            raise AttributeError(name)
        failure = error(f"{module}.{name} is not supported yet")
        raise failure.note(_LATER[name]) if name in _LATER else failure

    return missing
