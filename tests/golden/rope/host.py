"""
rope on wormhole, 12 cores: the host program, emitted by ttc from rope.py.

    python host.py X=X.npy Cos=Cos.npy Sin=Sin.npy

runs it on a device and saves Y.npy; an array that is not given is random.
"""

import pathlib
import sys

import numpy as np
import ttnn

HERE = pathlib.Path(__file__).resolve().parent

# The kernel's parameters, in order: name, role, shape, type on the device, type on the host.
TENSORS = [
    ("X", "in", [2, 100, 3, 64], ttnn.bfloat16, np.float32),
    ("Cos", "in", [100, 32], ttnn.float32, np.float32),
    ("Sin", "in", [100, 32], ttnn.float32, np.float32),
    ("Y", "out", [2, 100, 3, 64], ttnn.bfloat16, np.float32),
]

# Tensors that lie on the device in another order: the array's dimensions there, and their extents.
LAYOUTS = {
    "X": ([0, 2, 1, 3], [2, 3, 100, 64]),
    "Y": ([0, 2, 1, 3], [2, 3, 100, 64]),
}

# Rectangles of logical cores, both corners included.
CORES = ttnn.CoreRangeSet(
    [
        ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(7, 0)),
        ttnn.CoreRange(ttnn.CoreCoord(0, 1), ttnn.CoreCoord(3, 1)),
    ]
)

# A row for each core: x, y, its first work item, how many work items it has.
WORK = [
    (0, 0, 0, 1), (1, 0, 1, 1), (2, 0, 2, 1), (3, 0, 3, 1), (4, 0, 4, 1), (5, 0, 5, 1),
    (6, 0, 6, 1), (7, 0, 7, 1), (0, 1, 8, 1), (1, 1, 9, 1), (2, 1, 10, 1), (3, 1, 11, 1),
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
    X, Cos, Sin, Y = tensors

    reader_args = ttnn.RuntimeArgs()
    compute_args = ttnn.RuntimeArgs()
    writer_args = ttnn.RuntimeArgs()
    for x, y, start, count in WORK:
        reader_args[x][y] = [
            X.buffer_address(),
            Cos.buffer_address(),
            Sin.buffer_address(),
            start,
            count,
        ]
        compute_args[x][y] = [count]
        writer_args[x][y] = [Y.buffer_address(), start, count]

    compute_config = ttnn.ComputeConfigDescriptor(
        math_fidelity=ttnn.MathFidelity.HiFi4,
        fp32_dest_acc_en=True,
        math_approx_mode=False,
        dst_full_sync_en=False,
    )
    # Pages of these buffers go into DST in full float32, not through the source registers.
    modes = ttnn._ttnn.program_descriptor.UnpackToDestMode
    unpack_to_dest_mode = [modes.Default] * 64
    for index in [1, 2]:
        unpack_to_dest_mode[index] = modes.UnpackToDestFp32
    compute_config.unpack_to_dest_mode = unpack_to_dest_mode

    kernels = [
        kernel(
            CORES,
            "reader.cpp",
            ttnn.ReaderConfigDescriptor(),
            [
                0,  # x
                1,  # cos
                2,  # sin
                *accessor(X),
                *accessor(Cos),
                *accessor(Sin),
            ],
            reader_args,
        ),
        kernel(
            CORES,
            "compute.cpp",
            compute_config,
            [
                0,  # x
                1,  # cos
                2,  # sin
                3,  # Y_out
                4,  # Y_out_out
            ],
            compute_args,
        ),
        kernel(
            CORES,
            "writer.cpp",
            ttnn.WriterConfigDescriptor(),
            [
                3,  # Y_out
                4,  # Y_out_out
                *accessor(Y),
            ],
            writer_args,
        ),
    ]
    circular_buffers = [
        # x: reader -> compute, 2 x 4 tiles
        circular_buffer(CORES, 0, ttnn.bfloat16, page_bytes=2048, pages=8),
        # cos: reader -> compute, 2 x 2 tiles
        circular_buffer(CORES, 1, ttnn.float32, page_bytes=4096, pages=4),
        # sin: reader -> compute, 2 x 2 tiles
        circular_buffer(CORES, 2, ttnn.float32, page_bytes=4096, pages=4),
        # Y_out: compute -> writer, 2 x 2 tiles
        circular_buffer(CORES, 3, ttnn.bfloat16, page_bytes=2048, pages=4),
        # Y_out_out: compute -> writer, 2 x 2 tiles
        circular_buffer(CORES, 4, ttnn.bfloat16, page_bytes=2048, pages=4),
    ]
    return ttnn.ProgramDescriptor(kernels=kernels, semaphores=[], cbs=circular_buffers)


def run(tensors):
    """Runs the kernel once on `tensors`, all of them in order; fills the outputs."""
    ttnn.generic_op(list(tensors), create_program(tensors))


def laid_out(name, array):
    """The array as it lies on the device."""
    if name not in LAYOUTS:
        return array
    dimensions, shape = LAYOUTS[name]
    return np.ascontiguousarray(array.transpose(dimensions)).reshape(shape)


def as_written(name, array):
    """What `laid_out` was given, from what it gave."""
    if name not in LAYOUTS:
        return array
    dimensions, _ = LAYOUTS[name]
    (written,) = [shape for other, _, shape, _, _ in TENSORS if other == name]
    return array.reshape([written[n] for n in dimensions]).transpose(np.argsort(dimensions))


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
                shape = LAYOUTS[name][1] if name in LAYOUTS else shape
                tensors.append(empty(shape, dtype, device))
                continue
            if name in given:
                array = np.load(given[name]).astype(host_type)
            else:
                array = random_array(rng, shape, host_type)
            tensors.append(to_device(laid_out(name, array), dtype, device))
        run(tensors)
        for (name, role, shape, _, host_type), tensor in zip(TENSORS, tensors):
            if role != "in":
                on_device = LAYOUTS[name][1] if name in LAYOUTS else shape
                array = as_written(name, to_host(tensor, on_device, host_type))
                np.save(f"{name}.npy", array)
                print(f"{name}: {array.dtype} {array.shape}, saved as {name}.npy")
    finally:
        ttnn.close_device(device)


if __name__ == "__main__":
    main()
