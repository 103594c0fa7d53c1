"""What GCC prints becomes findings in the emitted file; no compiler is needed to show it."""

from pathlib import Path

import pytest

from ttc.sdk.messages import author_of, findings_of

KERNEL = """\
// reader of add, emitted by ttc
void kernel_main() {
    constexpr uint32_t cb = get_compile_time_arg_val(9);
    // add.py:22  T.copy(A[by * BM, bx * BN], A_shared)
    cb_reserve_backs(cb, 4);
    cb_push_back(cb);  // add.py:25
}
"""
HEADER = "/sdk/tt_metal/hw/inc/api/compile_time_args.h"


@pytest.fixture
def kernel(tmp_path: Path) -> Path:
    file = tmp_path / "reader.cpp"
    file.write_text(KERNEL)
    return file


def test_an_error_of_the_kernel_has_its_place_and_the_authors_line(kernel: Path):
    output = f"{kernel}:5:5: error: 'cb_reserve_backs' was not declared in this scope\n"
    (finding,) = findings_of(output, kernel, "the ncrisc thread")
    assert (finding.line, finding.column, finding.width) == (5, 5, len("cb_reserve_backs"))
    assert finding.author == "add.py:22"
    assert finding.way_out == "the compiler says so of the ncrisc thread"
    assert "made from add.py:22" in str(finding)


def test_a_comment_behind_the_statement_counts_first(kernel: Path):
    assert author_of(kernel, 6) == "add.py:25"
    assert author_of(kernel, 3) is None


def test_an_error_in_a_header_is_shown_at_the_line_that_led_there(kernel: Path):
    output = (
        f"{kernel}:3:29:   required from here\n"
        f"{HEADER}:27:19: error: static assertion failed: Index out of range\n"
    )
    (finding,) = findings_of(output, kernel, "the ncrisc thread")
    assert (finding.line, finding.column) == (3, 29)
    assert finding.way_out.endswith("in tt_metal/hw/inc/api/compile_time_args.h:27")


def test_a_note_behind_the_error_can_lead_there(kernel: Path):
    output = (
        f"{HEADER}:9:1: error: no match for call\n"
        f"{kernel}:6:5: note: in expansion of macro 'cb_push_back'\n"
    )
    (finding,) = findings_of(output, kernel, "the ncrisc thread")
    assert (finding.line, finding.author) == (6, "add.py:25")


def test_warnings_of_the_sdks_own_headers_are_left_out(kernel: Path):
    warning = "warning: 'x' set but not used [-Wunused-but-set-variable]"
    assert findings_of(f"{HEADER}:9:1: {warning}\n", kernel, "the math thread") == []
    (own,) = findings_of(f"{kernel}:6:5: {warning}\n", kernel, "the math thread")
    assert (own.severity, own.message) == ("warning", "'x' set but not used")


def test_an_error_that_nothing_leads_to_stands_at_the_first_line(kernel: Path):
    (finding,) = findings_of(f"{HEADER}:9:1: fatal error: x.h: No such file\n", kernel, "it")
    assert (finding.severity, finding.line, finding.author) == ("error", 1, None)
