"""A progress bar for runs that take longer than a moment, and only where someone is looking."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager

PATIENCE_SECONDS = 2.0


@contextmanager
def progress_bar(title: str) -> Generator[Callable[[float], None] | None]:
    """Yields what a run calls with the share done, 0 to 1; None when stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    started = time.perf_counter()
    update: Callable[[float], None] | None = None
    with ExitStack() as stack:

        def report(share: float) -> None:
            nonlocal update
            if update is None and time.perf_counter() - started > PATIENCE_SECONDS:
                update = stack.enter_context(_bar(title))
            if update is not None:
                update(share)

        yield report


@contextmanager
def _bar(title: str) -> Generator[Callable[[float], None]]:
    # rich takes 60 ms to import, which short runs need not pay.
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(title, total=1.0)

        def update(share: float) -> None:
            bars.update(task, completed=share)

        yield update
