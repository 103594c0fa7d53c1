"""Names in emitted text: from the hints of SSA values, unique where they are visible."""

from __future__ import annotations

import keyword
import re
from functools import cache

from ttc.codegen import api
from ttc.codegen.api_names import CONSTANTS, ENUMS

_CPP_KEYWORDS = frozenset(
    """
    alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t char32_t
    char8_t class co_await co_return co_yield compl concept const const_cast consteval constexpr
    constinit continue decltype default delete do double dynamic_cast else enum explicit export
    extern false float for friend goto if inline int long mutable namespace new noexcept not not_eq
    nullptr operator or or_eq private protected public register reinterpret_cast requires return
    short signed sizeof static static_assert static_cast struct switch template this thread_local
    throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t while
    xor xor_eq
    """.split()
)

_CPP_OTHERS = frozenset(
    """
    std tt ckernel main kernel_main read_zeros floor_div int8_t int16_t int32_t int64_t uint8_t
    uint16_t uint32_t uint64_t size_t uintptr_t MEM_ZEROS_BASE MEM_ZEROS_SIZE consume_discard
    offsetof ALWI ASSERT CTSTR EPS FALLTHROUGH FWASSERT HF MAIN MATH NOCLONE NOINLINE NULL PACK
    UNPACK WAYPOINT ZEROSRC sfpi_inline v_and v_block v_else v_elseif v_endblock v_endif v_if
    """.split()
)
"""Types, namespaces and macros in scope of a kernel (preprocessor dump of the headers, 0.81.1)."""

PYTHON_RESERVED = frozenset(keyword.kwlist) | frozenset(
    """
    np pathlib sys ttnn str list range print tensors cores x y args kernels accessor
    circular_buffer HERE CORES TENSORS WORK create_program run main reader compute writer
    reader_args compute_args writer_args compute_config kernels circular_buffers modes
    unpack_to_dest_mode index start count scalars words zip int SCALARS LAYOUTS VIEWS SCRATCH
    """.split()
)
"""Names that the emitted host.py uses for itself."""

CPP_HOST_RESERVED = _CPP_KEYWORDS | frozenset(
    """
    std tt int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t size_t NULL WORK CORES
    Work Tensor Program KernelHandle address circular_buffer create_program allocate read_tensor
    write_tensor read_tiles write_tiles Layout each_element array_bytes given int32_word
    float32_word main argc argv folder device queue workload program work core start count
    compute_config reader compute writer reader_words compute_words writer_words
    """.split()
)
"""Names that the emitted host.cpp uses for itself."""


@cache
def cpp_reserved() -> frozenset[str]:
    """Returns every name that a variable of a kernel must not take."""
    functions = {row.name.partition(".")[0] for row in api.functions()}
    constants = {name.rpartition("::")[2] for name in (*CONSTANTS, *ENUMS)}
    return frozenset(_CPP_KEYWORDS | _CPP_OTHERS | functions | constants)


def identifier(hint: str) -> str:
    """
    Makes an identifier of a hint.

    Upper case with an underscore is where the SDK's macros live (NOC_X, L1_ALIGNMENT), so such a
    name gets a trailing underscore, unless it is a letter and a number (A_1); leading ones are
    dropped, being the implementation's.
    """
    name = re.sub(r"\W", "_", hint, flags=re.ASCII).strip("_")
    name = re.sub(r"__+", "_", name) or "v"
    if name[0].isdigit():
        name = f"v{name}"
    macro = "_" in name and name.isupper() and not re.fullmatch(r"[A-Z]_\d+", name)
    return f"{name}_" if macro else name


class Scope:
    """The names that are visible in one block: its own and those of the blocks around it."""

    def __init__(self, reserved: frozenset[str], outer: Scope | None = None) -> None:
        self._reserved = reserved
        self._outer = outer
        self._own: set[str] = set()

    def nested(self) -> Scope:
        """Opens a block inside this one."""
        return Scope(self._reserved, self)

    def declare(self, *hints: str) -> str:
        """Takes the first hint that is free, or numbers the last one."""
        names = [identifier(hint) for hint in hints]
        for name in names:
            if not self._taken(name):
                break
        else:
            number = 2
            while self._taken(f"{names[-1]}_{number}"):
                number += 1
            name = f"{names[-1]}_{number}"
        self._own.add(name)
        return name

    def _taken(self, name: str) -> bool:
        if name in self._reserved or name in self._own:
            return True
        return self._outer is not None and self._outer._taken(name)
