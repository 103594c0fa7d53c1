"""
Turns: every kernel that may go on runs until it must wait, core after core, round after round.

A round in which nobody can go is a deadlock; it is reported with every kernel that waits.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import numpy as np

from ttc.diagnostics import SourceSpan
from ttc.runtime_sim.cpp.nodes import Place
from ttc.runtime_sim.errors import MachineError, SimulationError, located
from ttc.runtime_sim.machine import Machine
from ttc.runtime_sim.thread import Thread

Progress = Callable[[float], None]
PROGRESS_SECONDS = 0.05
IDLE_ROUNDS = 10_000
"""Rounds of nothing but polling without a store after which nobody will ever go on."""


def run(
    machine: Machine,
    threads: list[Thread],
    seed: int | None = None,
    progress: Callable[[], None] | None = None,
) -> None:
    """
    Runs kernels to their end.

    With `seed` the order within a round is shuffled. `progress` is called now and then.
    Raises `SimulationError` at the kernel's line, or for a deadlock.
    """
    order = random.Random(seed) if seed is not None else None
    ready = machine.ready
    for thread in threads:
        start(thread)
    ready += threads
    live = dict.fromkeys(threads)
    report, idle = time.monotonic() + PROGRESS_SECONDS, 0
    with np.errstate(all="ignore"):
        while ready:
            batch = ready[:]
            ready.clear()
            if order is not None:
                order.shuffle(batch)
            changes, polling = machine.changes, 0
            for thread in batch:
                polling += step(thread, live)
            looked = polling == len(batch) == len(ready) and machine.changes == changes
            idle = idle + 1 if looked else 0
            if idle > IDLE_ROUNDS:
                break
            if progress is not None and time.monotonic() > report:
                progress()
                report = time.monotonic() + PROGRESS_SECONDS
    if live:
        raise deadlock(list(live))


def start(thread: Thread) -> None:
    """Makes a kernel's generator, which computes the constants of its file."""
    try:
        thread.generator = thread.kernel.start(thread)
    except MachineError as error:
        place = thread.kernel.place_in(error.__traceback__) or thread.kernel.main
        raise in_kernel(thread, str(error), place) from error


def step(thread: Thread, live: dict[Thread, None]) -> bool:
    """Lets a kernel go on until it waits or ends; True if it only polls."""
    generator = thread.generator
    assert generator is not None
    try:
        polls = next(generator)
        if polls:
            thread.waits_for = lambda: "polls for a value that nobody stores"
            thread.ready.append(thread)
        thread.before_wait()
        return bool(polls)
    except StopIteration:
        del live[thread]
        try:
            thread.finish()
        except MachineError as error:
            raise in_kernel(thread, str(error), thread.kernel.main) from None
        return False
    except (MachineError, ZeroDivisionError) as error:
        place = thread.kernel.place_in(error.__traceback__) or thread.kernel.place_of(generator)
        message = str(error) if isinstance(error, MachineError) else "division by zero"
        raise in_kernel(thread, message, place) from error
    except (AttributeError, TypeError) as error:
        # An integer where the SDK wants a pointer or an accessor, which a C++ compiler refuses.
        place = thread.kernel.place_in(error.__traceback__)
        if place is None:
            raise
        message = f"a value here is not of the kind the call takes ({error})"
        raise in_kernel(thread, message, place) from error


def in_kernel(thread: Thread, message: str, place: Place) -> SimulationError:
    """An error at a kernel's line, with the author's line if it has one."""
    source = thread.kernel.source
    error = located(message, source.file, place.line, place.column, place.width)
    error.note(f"in {thread}")
    return with_author(error, source.author(place.line))


def with_author(error: SimulationError, author: str | None) -> SimulationError:
    if author is not None:
        file, _, line = author.rpartition(":")
        error.note("made from this line", SourceSpan(file, int(line), 1))
    return error


def deadlock(threads: list[Thread]) -> SimulationError:
    """The report: who waits for what, where; kernels that wait alike share an entry."""
    groups: dict[tuple[str, int, str], list[Thread]] = {}
    for thread in threads:
        place = thread.kernel.place_of(thread.generator)
        key = (thread.kernel.source.file, place.line, thread.waits_for())
        groups.setdefault(key, []).append(thread)
    entries = list(groups.items())
    error: SimulationError | None = None
    for (file, line, waits), members in entries:
        place = members[0].kernel.place_of(members[0].generator)
        author = members[0].kernel.source.author(line)
        origin = f" ({author})" if author is not None else ""
        text = f"{members[0].role} on {cores_of(members)} {waits}{origin}"
        span = SourceSpan(file, line, place.column, place.width)
        if error is None:
            error = SimulationError(f"deadlock: {text}", span)
        else:
            error.note(f"meanwhile {text}", span)
    assert error is not None
    return error


def cores_of(threads: list[Thread]) -> str:
    """`core (0, 0)`, a rectangle of cores, or all of them one by one."""
    found = sorted({(t.core.x, t.core.y) for t in threads}, key=lambda core: (core[1], core[0]))
    if len(found) == 1:
        return f"core {found[0]}"
    xs, ys = [x for x, _ in found], [y for _, y in found]
    low, high = (min(xs), min(ys)), (max(xs), max(ys))
    if (high[0] - low[0] + 1) * (high[1] - low[1] + 1) == len(found):
        return f"{len(found)} cores {low} to {high}"
    return f"{len(found)} cores {', '.join(map(str, found))}"
