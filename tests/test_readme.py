"""What the README shows is what happens."""

import re
import subprocess
import sys
from pathlib import Path

README = (Path(__file__).resolve().parent.parent / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_python_example_runs(tmp_path: Path):
    (example,) = blocks("python")
    (tmp_path / "example.py").write_text(example)
    command = [sys.executable, "example.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "mul_unary_tile" in done.stdout
    assert (tmp_path / "out" / "main" / "reader.cpp").is_file()


def test_the_transcript_is_what_the_compiler_prints(tmp_path: Path):
    root = Path(__file__).resolve().parent.parent
    (demo, _) = blocks("console")
    shown = demo.split("-o out\n")[1].split(".venv/bin/ttc run")[0]
    command = [str(Path(sys.executable).with_name("ttc")), "compile", "examples/gemm.py"]
    done = subprocess.run(
        [*command, "-o", str(tmp_path)], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.replace(str(tmp_path), "out") == shown
