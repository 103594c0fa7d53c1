"""What `ttc run` prints about a run and its comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ttc.compare import Comparison

if TYPE_CHECKING:
    from ttc.run import Run


def run_lines(run: Run) -> list[str]:
    """Says what the run did: tile operations by kind, DRAM traffic, wall time."""
    counters = run.counters
    counted = sorted((kind, count) for kind, count in counters.tile_ops.items() if count)
    ops = ", ".join(f"{count:,} {kind}" for kind, count in counted)
    dram = counters.dram
    return [
        f"  tile ops     {ops or 'none'}",
        f"  DRAM         {dram.read_bytes:,} bytes read, {dram.written_bytes:,} written",
        f"  wall time    {run.seconds:.2f} s on {counters.cores} cores",
    ]


def comparison_lines(against: str, comparisons: Sequence[Comparison]) -> list[str]:
    """Says for each output how near it is, and on a mismatch where the worst element stands."""
    lines: list[str] = []
    for one in comparisons:
        verdict = "ok" if one.ok else "MISMATCH"
        lines.append(
            f"  {one.name} against {against}: {verdict}, PCC {one.pcc:.6f}, "
            f"largest error {one.absolute:.3g} absolute, {one.relative:.3g} relative "
            f"(limit {one.limit:g})"
        )
        if one.mismatches:
            at = ", ".join(map(str, one.worst))
            lines.append(
                f"    {one.mismatches:,} elements are off, most of all "
                f"{one.name}[{at}]: {one.got:g}, expected {one.expected:g}"
            )
    return lines
