"""
gated_residual on wormhole, 40 cores: the host program, emitted by ttc from gated_residual.py.

    python host.py X=X.npy G=G.npy U=U.npy K=K.npy scale=1

runs it on a device and saves Y.npy; what is not given is random.
"""

import pathlib
import sys

import numpy as np
import ttnn

HERE = pathlib.Path(__file__).resolve().parent

# The kernel's tensors, in order: name, role, shape, type on the device, type on the host.
TENSORS = [
    ("X", "in", [300, 500], ttnn.bfloat16, np.float32),
    ("G", "in", [300, 500], ttnn.bfloat16, np.float32),
    ("U", "in", [300, 500], ttnn.bfloat16, np.float32),
    ("K", "in", [300, 500], ttnn.bfloat16, np.float32),
    ("Y", "out", [300, 500], ttnn.bfloat16, np.float32),
]

# Its scalars, in order: name, type, value where none is given.
SCALARS = [
    ("scale", np.float32, None),
]

# Rectangles of logical cores, both corners included.
CORES = ttnn.CoreRangeSet(
    [
        ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(7, 4)),
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
    (4, 4, 36, 1), (5, 4, 37, 1), (6, 4, 38, 1), (7, 4, 39, 1),
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


def words(scalars):
    """The 32 bits of each scalar, as kernels get them."""
    pairs = zip(scalars, SCALARS)
    return [int(np.array(value).astype(dtype).view(np.uint32)) for value, (_, dtype, _) in pairs]


def create_program(tensors, scalars):
    """Describes the program for `tensors` and `scalars`: all, in order."""
    X, G, U, K, Y = tensors
    (scale,) = words(scalars)

    reader_args = ttnn.RuntimeArgs()
    compute_args = ttnn.RuntimeArgs()
    writer_args = ttnn.RuntimeArgs()
    for x, y, start, count in WORK:
        reader_args[x][y] = [
            X.buffer_address(),
            G.buffer_address(),
            U.buffer_address(),
            K.buffer_address(),
            start,
            count,
        ]
        compute_args[x][y] = [scale, count]
        writer_args[x][y] = [Y.buffer_address(), start, count]

    compute_config = ttnn.ComputeConfigDescriptor(
        math_fidelity=ttnn.MathFidelity.HiFi4,
        fp32_dest_acc_en=True,
        math_approx_mode=False,
        dst_full_sync_en=False,
    )

    kernels = [
        kernel(
            CORES,
            "reader.cpp",
            ttnn.ReaderConfigDescriptor(),
            [
                0,  # x
                1,  # g
                2,  # u
                3,  # keep
                *accessor(X),
                *accessor(G),
                *accessor(U),
                *accessor(K),
            ],
            reader_args,
        ),
        kernel(
            CORES,
            "compute.cpp",
            compute_config,
            [
                0,  # x
                1,  # g
                2,  # u
                3,  # keep
                4,  # Y_out
            ],
            compute_args,
        ),
        kernel(
            CORES,
            "writer.cpp",
            ttnn.WriterConfigDescriptor(),
            [
                4,  # Y_out
                *accessor(Y),
            ],
            writer_args,
        ),
    ]
    circular_buffers = [
        # x: reader -> compute, 2 x 4 tiles
        circular_buffer(CORES, 0, ttnn.bfloat16, page_bytes=2048, pages=8),
        # g: reader -> compute, 2 x 4 tiles
        circular_buffer(CORES, 1, ttnn.bfloat16, page_bytes=2048, pages=8),
        # u: reader -> compute, 2 x 4 tiles
        circular_buffer(CORES, 2, ttnn.bfloat16, page_bytes=2048, pages=8),
        # keep: reader -> compute, 2 x 4 tiles
        circular_buffer(CORES, 3, ttnn.bfloat16, page_bytes=2048, pages=8),
        # Y_out: compute -> writer, 2 x 4 tiles
        circular_buffer(CORES, 4, ttnn.bfloat16, page_bytes=2048, pages=8),
    ]
    return ttnn.ProgramDescriptor(kernels=kernels, semaphores=[], cbs=circular_buffers)


def run(tensors, scalars):
    """Runs the kernel once on `tensors` and `scalars`, all of them in order; fills the outputs."""
    ttnn.generic_op(list(tensors), create_program(tensors, scalars))


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
    """Runs the kernel on what is given as NAME=VALUE or NAME=FILE.npy and saves what it writes."""
    given = dict(argument.split("=", 1) for argument in sys.argv[1:])
    rng = np.random.default_rng(0)
    scalars = []
    for name, dtype, value in SCALARS:
        if name in given:
            value = dtype(given[name])
        elif value is None:
            value = rng.integers(1, 9) if dtype is np.int32 else rng.standard_normal()
        scalars.append(value)
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
        run(tensors, scalars)
        for (name, role, shape, _, host_type), tensor in zip(TENSORS, tensors):
            if role != "in":
                array = to_host(tensor, shape, host_type)
                np.save(f"{name}.npy", array)
                print(f"{name}: {array.dtype} {array.shape}, saved as {name}.npy")
    finally:
        ttnn.close_device(device)


if __name__ == "__main__":
    main()
