"""The files of `ttc compile -v` can be read back, and any one of them leads to the next."""

from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.scf import YieldOp
from xdsl.parser import Parser
from xdsl.printer import Printer

from ttc.build import build
from ttc.diagnostics import SourceSpan
from ttc.load import load
from ttc.pipeline import passes
from ttc.targets import TARGETS, Target
from ttc.universe import context

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.py"))
KERNELS = sorted((Path(__file__).parents[1] / "kernels").glob("*.py"))
CASES = [(path, target) for path in EXAMPLES for target in TARGETS.values()]


@cache
def dumps(path: Path, target: str) -> dict[str, str]:
    (kernel,) = load(path).kernels.values()
    return dict(build(kernel, target, ir=True).ir)


def read(ctx: Context, text: str) -> ModuleOp:
    module = Parser(ctx, text).parse_module()
    module.verify()
    return module


def printed(module: ModuleOp) -> str:
    out = StringIO()
    Printer(out, print_debuginfo=True).print_op(module)
    return out.getvalue() + "\n"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_dump_reads_back_as_it_was_printed(path: Path):
    ctx = context()
    for name, text in dumps(path, "wormhole").items():
        assert printed(read(ctx, text)) == text, name


@pytest.mark.parametrize(
    ("path", "target"), CASES, ids=[f"{path.stem}-{target.name}" for path, target in CASES]
)
def test_each_pass_alone_leads_from_one_dump_to_the_next(path: Path, target: Target):
    ctx = context()
    texts = list(dumps(path, target.name).values())
    for step, before, after in zip(passes(target), texts[:-1], texts[1:], strict=True):
        module = read(ctx, before)
        step.apply(ctx, module)
        assert printed(module) == after, step.name


@pytest.mark.parametrize("path", EXAMPLES + KERNELS, ids=lambda path: path.stem)
def test_every_op_of_every_dump_has_a_place_in_the_authors_file(path: Path):
    ctx = context()
    for name, text in dumps(path, "wormhole").items():
        for op in read(ctx, text).walk():
            # Text leaves out the terminators of loops.
            if not isinstance(op, ModuleOp | YieldOp):
                span = SourceSpan.of(op.location)
                assert span is not None, f"{name}: {op.name}"
                assert Path(span.file).name == path.name
