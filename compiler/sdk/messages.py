"""
The SDK compiler's messages as findings in the emitted file, with the author's line.

    out/add/reader.cpp:9:5:   required from here
    .../compile_time_args.h:27:19: error: static assertion failed: Index out of range

An error inside a header is shown at the line of the kernel that led there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from ttc.codegen.check.finding import Finding, Severity

AUTHOR = re.compile(r"//\s*(?P<place>[\w.-]+\.py:\d+)\b")
LINE = re.compile(
    r"(?P<file>[^:\s][^:]*):(?P<line>\d+):(?P<column>\d+):"
    r"\s+(?:(?P<kind>fatal error|error|warning|note): )?(?P<text>.*)"
)
SEVERITIES: dict[str, Severity] = {
    "fatal error": "error",
    "error": "error",
    "warning": "warning",
}


@dataclass(frozen=True)
class Place:
    """A position that GCC names."""

    file: str
    line: int
    column: int


@dataclass
class Message:
    """One error or warning; `context` are the positions of the lines before and the notes after."""

    kind: str
    text: str
    place: Place
    context: list[Place] = field(default_factory=list[Place])


def findings_of(output: str, file: Path, thread: str) -> list[Finding]:
    """
    Reads what GCC says about `file`, compiled for `thread`: `the math thread`, `the host`.

    An error that no line of the kernel leads to stands at its first line, with the header named.
    A warning inside a header is the SDK's own and is left out.
    """
    found: list[Finding] = []
    for message in _messages(output):
        places = (message.place, *message.context)
        inside = next((place for place in places if _same(place.file, file)), None)
        severity = SEVERITIES[message.kind]
        if severity == "warning" and inside is not message.place:
            continue
        way_out = f"the compiler says so of {thread}"
        if inside is not message.place:
            way_out += f", in {_below_sdk(message.place.file)}:{message.place.line}"
        at = inside or Place(str(file), 1, 1)
        author = author_of(file, at.line) if inside is not None else None
        width = _width(file, at) if inside is not None else 1
        text = re.sub(r" \[-W[^\]]*\]$", "", message.text)
        found.append(Finding(severity, str(file), at.line, at.column, text, way_out, author, width))
    return found


def _messages(output: str) -> list[Message]:
    messages: list[Message] = []
    before: list[Place] = []
    for text in output.splitlines():
        match = LINE.match(text)
        if match is None:
            continue
        place = Place(match["file"], int(match["line"]), int(match["column"]))
        if match["kind"] in SEVERITIES:
            messages.append(Message(match["kind"], match["text"], place, before))
            before = []
        elif match["kind"] == "note":
            if messages:
                messages[-1].context.append(place)
        else:
            before.append(place)
    return messages


def _width(file: Path, place: Place) -> int:
    """The length of the name that a position is the beginning of."""
    lines = file.read_text(encoding="utf-8").splitlines()
    text = lines[place.line - 1] if place.line <= len(lines) else ""
    name = re.match(r"\w+", text[place.column - 1 :])
    return len(name[0]) if name is not None else 1


def _same(name: str, file: Path) -> bool:
    return Path(name).resolve() == file.resolve()


def _below_sdk(name: str) -> str:
    """The path of a header below the SDK, which is what can be looked up."""
    for folder in ("/tt_metal/", "/ttnn/cpp/"):
        start = name.find(folder)
        if start >= 0:
            return name[start + 1 :]
    return name


def author_of(file: Path, line: int) -> str | None:
    """`kernel.py:LINE` by the comment on that line of an emitted file, or the nearest above it."""
    lines = file.read_text(encoding="utf-8").splitlines()
    for text in reversed(lines[:line]):
        match = AUTHOR.search(text)
        if match is not None:
            return match["place"]
    return None
