"""
gemm_split_k on wormhole, 2 programs: the host program, emitted by ttc from gemm_split_k.py.

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
    ("A", "in", [100, 1500], ttnn.bfloat16, np.float32),
    ("B", "in", [1500, 70], ttnn.bfloat16, np.float32),
    ("C", "out", [100, 70], ttnn.bfloat16, np.float32),
]

# Tensors that only the programs see, between one and the next: shape, type on the device.
SCRATCH = [
    ([4, 100, 70], ttnn.float32),
]

# Rectangles of logical cores of gemm_split_k_0, both corners included.
CORES_0 = ttnn.CoreRangeSet(
    [
        ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(7, 1)),
    ]
)

# A row for each core: x, y, its first work item, how many work items it has.
WORK_0 = [
    (0, 0, 0, 1), (1, 0, 1, 1), (2, 0, 2, 1), (3, 0, 3, 1), (4, 0, 4, 1), (5, 0, 5, 1),
    (6, 0, 6, 1), (7, 0, 7, 1), (0, 1, 8, 1), (1, 1, 9, 1), (2, 1, 10, 1), (3, 1, 11, 1),
    (4, 1, 12, 1), (5, 1, 13, 1), (6, 1, 14, 1), (7, 1, 15, 1),
]

# Rectangles of logical cores of gemm_split_k_1, both corners included.
CORES_1 = ttnn.CoreRangeSet(
    [
        ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(3, 0)),
    ]
)

# A row for each core: x, y, its first work item, how many work items it has.
WORK_1 = [
    (0, 0, 0, 1), (1, 0, 1, 1), (2, 0, 2, 1), (3, 0, 3, 1),
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


def create_program_0(tensors):
    """Describes the program of gemm_split_k_0 for `tensors`: the kernel's, then SCRATCH."""
    A, B, C, partial = tensors

    reader_args = ttnn.RuntimeArgs()
    compute_args = ttnn.RuntimeArgs()
    writer_args = ttnn.RuntimeArgs()
    for x, y, start, count in WORK_0:
        reader_args[x][y] = [A.buffer_address(), B.buffer_address(), start, count]
        compute_args[x][y] = [start, count]
        writer_args[x][y] = [partial.buffer_address(), start, count]

    compute_config = ttnn.ComputeConfigDescriptor(
        math_fidelity=ttnn.MathFidelity.HiFi4,
        fp32_dest_acc_en=True,
        math_approx_mode=False,
        dst_full_sync_en=False,
    )
    # Pages of these buffers go into DST in full float32, not through the source registers.
    modes = ttnn._ttnn.program_descriptor.UnpackToDestMode
    unpack_to_dest_mode = [modes.Default] * 64
    for index in [0, 1, 4]:
        unpack_to_dest_mode[index] = modes.UnpackToDestFp32
    compute_config.unpack_to_dest_mode = unpack_to_dest_mode

    kernels = [
        kernel(
            CORES_0,
            "reader_0.cpp",
            ttnn.ReaderConfigDescriptor(),
            [
                0,  # places
                1,  # places2
                2,  # a
                3,  # b
                *accessor(A),
                *accessor(B),
            ],
            reader_args,
        ),
        kernel(
            CORES_0,
            "compute_0.cpp",
            compute_config,
            [
                0,  # places
                1,  # places2
                2,  # a
                3,  # b
                4,  # c
                5,  # c_out
            ],
            compute_args,
        ),
        kernel(
            CORES_0,
            "writer_0.cpp",
            ttnn.WriterConfigDescriptor(),
            [
                5,  # c_out
                *accessor(partial),
            ],
            writer_args,
        ),
    ]
    circular_buffers = [
        # places: reader -> compute, 1 x 1 tiles
        circular_buffer(CORES_0, 0, ttnn.float32, page_bytes=4096, pages=1),
        # places2: reader -> compute, 1 x 1 tiles
        circular_buffer(CORES_0, 1, ttnn.float32, page_bytes=4096, pages=1),
        # a: reader -> compute, 2 x 4 tiles
        circular_buffer(CORES_0, 2, ttnn.bfloat16, page_bytes=2048, pages=8),
        # b: reader -> compute, 2 x 4 tiles
        circular_buffer(CORES_0, 3, ttnn.bfloat16, page_bytes=2048, pages=8),
        # c: compute -> compute, 1 x 4 tiles
        circular_buffer(CORES_0, 4, ttnn.float32, page_bytes=4096, pages=4),
        # c_out: compute -> writer, 2 x 4 tiles
        circular_buffer(CORES_0, 5, ttnn.float32, page_bytes=4096, pages=8),
    ]
    return ttnn.ProgramDescriptor(kernels=kernels, semaphores=[], cbs=circular_buffers)


def create_program_1(tensors):
    """Describes the program of gemm_split_k_1 for `tensors`: the kernel's, then SCRATCH."""
    A, B, C, partial = tensors

    reader_args = ttnn.RuntimeArgs()
    compute_args = ttnn.RuntimeArgs()
    writer_args = ttnn.RuntimeArgs()
    for x, y, start, count in WORK_1:
        reader_args[x][y] = [partial.buffer_address(), start, count]
        compute_args[x][y] = [count]
        writer_args[x][y] = [C.buffer_address(), start, count]

    compute_config = ttnn.ComputeConfigDescriptor(
        math_fidelity=ttnn.MathFidelity.HiFi4,
        fp32_dest_acc_en=True,
        math_approx_mode=False,
        dst_full_sync_en=False,
    )
    # Pages of these buffers go into DST in full float32, not through the source registers.
    modes = ttnn._ttnn.program_descriptor.UnpackToDestMode
    unpack_to_dest_mode = [modes.Default] * 64
    for index in [0, 1]:
        unpack_to_dest_mode[index] = modes.UnpackToDestFp32
    compute_config.unpack_to_dest_mode = unpack_to_dest_mode

    kernels = [
        kernel(
            CORES_1,
            "reader_1.cpp",
            ttnn.ReaderConfigDescriptor(),
            [
                1,  # one
                *accessor(partial),
            ],
            reader_args,
        ),
        kernel(
            CORES_1,
            "compute_1.cpp",
            compute_config,
            [
                0,  # total
                1,  # one
                2,  # C_out
            ],
            compute_args,
        ),
        kernel(
            CORES_1,
            "writer_1.cpp",
            ttnn.WriterConfigDescriptor(),
            [
                2,  # C_out
                *accessor(C),
            ],
            writer_args,
        ),
    ]
    circular_buffers = [
        # total: compute -> compute, 2 x 4 tiles
        circular_buffer(CORES_1, 0, ttnn.float32, page_bytes=4096, pages=8),
        # one: reader -> compute, 2 x 4 tiles
        circular_buffer(CORES_1, 1, ttnn.float32, page_bytes=4096, pages=8),
        # C_out: compute -> writer, 2 x 4 tiles
        circular_buffer(CORES_1, 2, ttnn.bfloat16, page_bytes=2048, pages=8),
    ]
    return ttnn.ProgramDescriptor(kernels=kernels, semaphores=[], cbs=circular_buffers)


def run(tensors):
    """Runs the kernel once on `tensors`, all of them in order; fills the outputs."""
    device = tensors[0].device()
    tensors = [*tensors, *(empty(shape, dtype, device) for shape, dtype in SCRATCH)]
    inputs_first = [tensors[index] for index in [0, 1, 3]]
    ttnn.generic_op(inputs_first, create_program_0(tensors))
    inputs_first = [tensors[index] for index in [3, 2]]
    ttnn.generic_op(inputs_first, create_program_1(tensors))


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
