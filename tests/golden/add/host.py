"""
add on wormhole, 64 cores: the host program, emitted by ttc from add.py.

    python host.py A=A.npy B=B.npy

runs it on a device and saves C.npy; an array that is not given is random.
"""

import pathlib
import sys

import numpy as np
import ttnn

HERE = pathlib.Path(__file__).resolve().parent

# The kernel's parameters, in order: name, role, shape, type on the device, type on the host.
TENSORS = [
    ("A", "in", [512, 512], ttnn.bfloat16, np.float32),
    ("B", "in", [512, 512], ttnn.bfloat16, np.float32),
    ("C", "out", [512, 512], ttnn.bfloat16, np.float32),
]

# Rectangles of logical cores, both corners included.
CORES = ttnn.CoreRangeSet(
    [
        ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(7, 7)),
    ]
)

# A row for each core: x, y, its first work item, how many work items it has.
WORK = [
    (0, 0, 0, 1), (1, 0, 1, 1), (2, 0, 2, 1), (3, 0, 3, 1), (4, 0, 4, 1), (5, 0, 5, 1),
    (6, 0, 6, 1), (7, 0, 7, 1), (0, 1, 8, 1), (1, 1, 9, 1), (2, 1, 10, 1), (3, 1, 11, 1),
    (4, 1, 12, 1), (5, 1, 13, 1), (6, 1, 14, 1), (7, 1, 15, 1), (0, 2, 16, 1), (1, 2, 17, 1),
    (2, 2, 18, 1), (3, 2, 19, 1), (4, 2, 20, 1), (5, 2, 21, 1), (6, 2, 22, 1), (7, 2, 23, 1),
    (0, 3, 24, 1), (1, 3, 25, 1), (2, 3, 26, 1), (3, 3, 27, 1), (4, 3, 28, 1), (5, 3, 29, 1),
    (6, 3, 30, 1), (7, 3, 31, 1), (0, 4, 32, 1), (1, 4, 33, 1), (2, 4, 34, 1), (3, 4, 35, 1),
    (4, 4, 36, 1), (5, 4, 37, 1), (6, 4, 38, 1), (7, 4, 39, 1), (0, 5, 40, 1), (1, 5, 41, 1),
    (2, 5, 42, 1), (3, 5, 43, 1), (4, 5, 44, 1), (5, 5, 45, 1), (6, 5, 46, 1), (7, 5, 47, 1),
    (0, 6, 48, 1), (1, 6, 49, 1), (2, 6, 50, 1), (3, 6, 51, 1), (4, 6, 52, 1), (5, 6, 53, 1),
    (6, 6, 54, 1), (7, 6, 55, 1), (0, 7, 56, 1), (1, 7, 57, 1), (2, 7, 58, 1), (3, 7, 59, 1),
    (4, 7, 60, 1), (5, 7, 61, 1), (6, 7, 62, 1), (7, 7, 63, 1),
]


def circular_buffer(cores, index, dtype, page_bytes, pages):
    page = ttnn.CBFormatDescriptor(buffer_index=index, data_format=dtype, page_size=page_bytes)
    return ttnn.CBDescriptor(
        total_size=pages * page_bytes, core_ranges=cores, format_descriptors=[page]
    )


def accessor(tensor):
    return list(ttnn.TensorAccessorArgs(tensor).get_compile_time_args())


def kernel(cores, file, config, compile_time_args, runtime_args):
    return ttnn.KernelDescriptor(
        kernel_source=str(HERE / file),
        source_type=ttnn.KernelDescriptor.SourceType.FILE_PATH,
        core_ranges=cores,
        compile_time_args=compile_time_args,
        runtime_args=runtime_args,
        config=config,
    )


def create_program(tensors):
    """Describes the program for `tensors`: all parameters of the kernel, in order."""
    A, B, C = tensors

    reader_args = ttnn.RuntimeArgs()
    compute_args = ttnn.RuntimeArgs()
    writer_args = ttnn.RuntimeArgs()
    for x, y, start, count in WORK:
        reader_args[x][y] = [A.buffer_address(), B.buffer_address(), start, count]
        compute_args[x][y] = [count]
        writer_args[x][y] = [C.buffer_address(), start, count]

    compute_config = ttnn.ComputeConfigDescriptor(
        math_fidelity=ttnn.MathFidelity.HiFi4,
        fp32_dest_acc_en=False,
        math_approx_mode=False,
        dst_full_sync_en=False,
    )

    kernels = [
        kernel(
            CORES,
            "reader.cpp",
            ttnn.ReaderConfigDescriptor(),
            [
                0,  # A_shared
                1,  # B_shared
                *accessor(A),
                *accessor(B),
            ],
            reader_args,
        ),
        kernel(
            CORES,
            "compute.cpp",
            compute_config,
            [
                0,  # A_shared
                1,  # B_shared
                2,  # C_local
            ],
            compute_args,
        ),
        kernel(
            CORES,
            "writer.cpp",
            ttnn.WriterConfigDescriptor(),
            [
                2,  # C_local
                *accessor(C),
            ],
            writer_args,
        ),
    ]
    circular_buffers = [
        # A_shared: reader -> compute, 2 x 4 tiles
        circular_buffer(CORES, 0, ttnn.bfloat16, page_bytes=2048, pages=8),
        # B_shared: reader -> compute, 2 x 4 tiles
        circular_buffer(CORES, 1, ttnn.bfloat16, page_bytes=2048, pages=8),
        # C_local: compute -> writer, 2 x 4 tiles
        circular_buffer(CORES, 2, ttnn.bfloat16, page_bytes=2048, pages=8),
    ]
    return ttnn.ProgramDescriptor(kernels=kernels, semaphores=[], cbs=circular_buffers)


def run(tensors):
    """Runs the kernel once on `tensors`, all of them in order; fills the outputs."""
    ttnn.generic_op(list(tensors), create_program(tensors))


def to_device(array, dtype, device):
    return ttnn.Tensor(array, dtype, device, ttnn.TILE_LAYOUT, ttnn.DRAM_MEMORY_CONFIG)


def empty(shape, dtype, device):
    return ttnn.allocate_tensor_on_device(
        ttnn.Shape(shape), dtype, ttnn.TILE_LAYOUT, device, ttnn.DRAM_MEMORY_CONFIG
    )


def to_host(tensor, shape, host_type):
    rows = ttnn.to_layout(ttnn.from_device(tensor), ttnn.ROW_MAJOR_LAYOUT)
    return np.array(rows.to_list(), dtype=host_type).reshape(shape)


def random_array(rng, shape, host_type):
    if np.issubdtype(host_type, np.integer):
        return rng.integers(0, 100, shape).astype(host_type)
    return rng.standard_normal(shape).astype(host_type)


def main():
    """Runs the kernel on the arrays given as NAME=FILE.npy and saves what it writes."""
    given = dict(argument.split("=", 1) for argument in sys.argv[1:])
    rng = np.random.default_rng(0)
    device = ttnn.open_device(device_id=0)
    try:
        tensors = []
        for name, role, shape, dtype, host_type in TENSORS:
            if role == "out":
                tensors.append(empty(shape, dtype, device))
            elif name in given:
                tensors.append(to_device(np.load(given[name]).astype(host_type), dtype, device))
            else:
                tensors.append(to_device(random_array(rng, shape, host_type), dtype, device))
        run(tensors)
        for (name, role, shape, _, host_type), tensor in zip(TENSORS, tensors):
            if role != "in":
                array = to_host(tensor, shape, host_type)
                np.save(f"{name}.npy", array)
                print(f"{name}: {array.dtype} {array.shape}, saved as {name}.npy")
    finally:
        ttnn.close_device(device)


if __name__ == "__main__":
    main()
