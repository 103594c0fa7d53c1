"""
How a row of the API table is written, and the few functions that write it.

Rows are written as short declarations, `name<template parameters>(parameters) -> result`, with
parameter kinds in place of C++ types:

    exp_tile<bool approx=false, bool scale_en=false>(dst idst, VectorMode mode=RC)

`= value` marks an optional parameter; `...` any number of further ones. Kinds are the keys of
`KINDS` or the name of an enum of `api_names.ENUMS`. Parameters that kernels leave alone (the
template parameter `is_fp32_dest_acc_en`, the `call_line` of inits) are not in the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

Role = Literal["reader", "writer", "compute"]
Group = Literal["", "U", "S", "P", "UP"]
"""What an init programs: U unpacker and FPU, S the SFPU, P the packer's mode (until `uninit`)."""
Effect = Literal[
    "", "reserve", "push", "wait", "pop",  # circular buffers
    "read", "write", "posted", "atomic",  # asynchronous NoC transfers
    "read_barrier", "write_barrier", "flush", "posted_flush", "atomic_barrier", "full_barrier",
    "startup", "init", "uninit", "reconfig", "pack_reconfig",  # configuration of the compute core
    "acquire", "commit", "dst_wait", "release",  # DST sections
    "math", "pack", "alone",  # DST is written, is read, both within the call itself
]  # fmt: skip

DATAFLOW: tuple[Role, ...] = ("reader", "writer")
COMPUTE: tuple[Role, ...] = ("compute",)
DATAFLOW_HEADER = "api/dataflow/dataflow_api.h"
COMPUTE_HEADER = "api/compute/common.h"

KINDS: dict[str, str] = {
    "cb": "a circular buffer",
    "tile": "the index of a tile in the circular buffer",
    "dst": "the index of a DST tile",
    "count": "a number of pages or tiles",
    "bits": "the bit pattern of a float",
    "float": "a float",
    "u32": "an unsigned integer",
    "i32": "an integer",
    "bool": "a flag",
    "type": "a type",
    "index": "the index of an argument",
    "l1": "an L1 address",
    "bank": "the address of a tensor",
    "noc": "a NoC address",
    "mcast": "the NoC address of a rectangle of cores",
    "ptr": "a pointer into L1",
    "page": "the index of a page",
    "bytes": "a number of bytes",
    "coord": "a core coordinate",
    "sem": "the id of a semaphore",
    "accessor": "a tensor accessor",
    "args": "the compile-time arguments of a tensor accessor",
    "noc_id": "the number of a NoC",
    "vc": "a virtual channel",
    "object": "an object of the SDK",
    "any": "a value",
    "...": "further values",
}


@dataclass(frozen=True)
class Param:
    """A parameter; `default` is None for one that must be given."""

    kind: str
    name: str
    default: str | None = None


_DECLARATION = re.compile(r"([\w:.]+)(?:<(.*)>)?\((.*)\)(?: -> (\w+))?")


def _params(text: str | None) -> Iterator[Param]:
    for part in filter(None, (p.strip() for p in (text or "").split(","))):
        front, _, default = part.partition("=")
        kind, _, name = front.partition(" ")
        yield Param(kind, name or kind, default or None)


@dataclass(frozen=True)
class Function:
    """
    A function, method (`Class.name`), constructor or macro of the SDK.

    `needs` lists the inits of which one has to be live; `name:X` one with a template argument X.
    `sources` gives, for each CB parameter in order, the source register it is unpacked to (A, B),
    `r` for reduce's swap, `u` for a unary broadcast, `-` for none.
    `span` names the parameters whose product is the number of DST tiles touched from `dst` on.
    `replaced` is the way out for a name that the SDK deprecates.
    """

    declaration: str
    header: str = ""
    roles: tuple[Role, ...] = ()
    effect: Effect = ""
    group: Group = ""
    needs: tuple[str, ...] = ()
    sources: str = ""
    span: tuple[str, ...] = ()
    replaced: str = ""

    @cached_property
    def name(self) -> str:
        """The name as called, with namespace or class."""
        return re.split(r"[<(]", self.declaration, maxsplit=1)[0]

    @cached_property
    def _parsed(self) -> tuple[tuple[Param, ...], tuple[Param, ...], str]:
        match = _DECLARATION.fullmatch(self.declaration)
        if match is None:
            raise ValueError(f"not a declaration: {self.declaration!r}")
        return tuple(_params(match[2])), tuple(_params(match[3])), match[4] or "void"

    @property
    def templates(self) -> tuple[Param, ...]:
        """Template parameters, in order."""
        return self._parsed[0]

    @property
    def params(self) -> tuple[Param, ...]:
        """Parameters, in order."""
        return self._parsed[1]

    @property
    def result(self) -> str:
        """Kind of the result, or `void`."""
        return self._parsed[2]


def header(
    path: str, roles: tuple[Role, ...], *rows: Function | Iterable[Function]
) -> Iterator[Function]:
    """The rows with the header and roles they share."""
    for row in rows:
        for function in (row,) if isinstance(row, Function) else row:
            yield replace(function, header=path, roles=roles)


def call(declaration: str, effect: Effect = "", replaced: str = "") -> Function:
    """A row that needs no init."""
    return Function(declaration, effect=effect, replaced=replaced)


def init(declaration: str, group: Group = "U", sources: str = "") -> Function:
    """An init row."""
    return Function(declaration, effect="init", group=group, sources=sources)


def uninit(declaration: str) -> Function:
    """A row that ends a packer mode."""
    return Function(declaration, effect="uninit", group="P")


def math(declaration: str, *needs: str, sources: str = "", span: str = "") -> Function:
    """A row that writes DST after one of the inits `needs`."""
    return Function(
        declaration, effect="math", needs=needs, sources=sources, span=tuple(span.split())
    )


def sfpu(
    names: str, rest: str = "(dst idst)", templates: str = "", init_templates: str = ""
) -> Iterator[Function]:
    """For each name f: `f_tile_init()` and `f_tile` with the parameters `rest`."""
    for name in names.split():
        yield Function(f"{name}_tile_init{init_templates}()", effect="init", group="S")
        yield math(f"{name}_tile{templates}{rest}", f"{name}_tile_init")
