// conv2d on wormhole, 18 cores: the launch of host.py through the C++ host API,
// emitted by ttc from conv2d.py.
//
// A tensor is read from and written to NAME.bin: the array's elements row by row, in the tensor's
// type. An input without a file is zero.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <tt-metalium/distributed.hpp>
#include <tt-metalium/host_api.hpp>
#include <tt-metalium/tensor_accessor_args.hpp>

using namespace tt::tt_metal;
using namespace tt::tt_metal::distributed;

using Tensor = std::shared_ptr<MeshBuffer>;

struct Work {
    std::size_t x, y;       // the core
    uint32_t start, count;  // its first work item, how many work items it has
};

const std::vector<Work> WORK = {
    {0, 0, 0, 1}, {1, 0, 1, 1}, {2, 0, 2, 1}, {3, 0, 3, 1}, {4, 0, 4, 1}, {5, 0, 5, 1},
    {6, 0, 6, 1}, {7, 0, 7, 1}, {0, 1, 8, 1}, {1, 1, 9, 1}, {2, 1, 10, 1}, {3, 1, 11, 1},
    {4, 1, 12, 1}, {5, 1, 13, 1}, {6, 1, 14, 1}, {7, 1, 15, 1}, {0, 2, 16, 1}, {1, 2, 17, 1},
};

// Rectangles of logical cores, both corners included.
const CoreRangeSet CORES(std::vector<CoreRange>{
    CoreRange(CoreCoord(0, 0), CoreCoord(7, 1)),
    CoreRange(CoreCoord(0, 2), CoreCoord(1, 2)),
});

uint32_t address(const Tensor& tensor) { return static_cast<uint32_t>(tensor->address()); }

void circular_buffer(
    Program& program, const CoreRangeSet& cores, uint8_t id, tt::DataFormat format,
    uint32_t page_bytes, uint32_t pages) {
    const std::map<uint8_t, tt::DataFormat> formats = {{id, format}};
    CircularBufferConfig config(pages * page_bytes, formats);
    config.set_page_size(id, page_bytes);
    CreateCircularBuffer(program, cores, config);
}

// Describes the program for what it uses of the kernel's parameters, in order.
Program create_program(
    const std::string& folder,
    const Tensor& Image,
    const Tensor& Weights,
    const Tensor& Out) {
    Program program = CreateProgram();

    // total: compute -> compute, 1 x 4 tiles
    circular_buffer(program, CORES, 0, tt::DataFormat::Float32, 4096, 4);
    // seen_rows: reader -> compute, 2 x 4 tiles
    circular_buffer(program, CORES, 1, tt::DataFormat::Float16_b, 2048, 8);
    // taps: reader -> compute, 2 x 4 tiles
    circular_buffer(program, CORES, 2, tt::DataFormat::Float16_b, 2048, 8);
    // seen: compute -> compute, 1 x 4 tiles
    circular_buffer(program, CORES, 3, tt::DataFormat::Float16_b, 2048, 4);
    // Out_out: compute -> writer, 2 x 4 tiles
    circular_buffer(program, CORES, 4, tt::DataFormat::Float16_b, 2048, 8);

    std::vector<uint32_t> reader_words = {1, 2};
    TensorAccessorArgs(Image).append_to(reader_words);
    TensorAccessorArgs(Weights).append_to(reader_words);
    const KernelHandle reader = CreateKernel(
        program, folder + "/reader.cpp", CORES,
        DataMovementConfig{
            .processor = DataMovementProcessor::RISCV_1,
            .noc = NOC::RISCV_1_default,
            .compile_args = reader_words});

    std::vector<uint32_t> compute_words = {0, 1, 2, 3, 4};
    ComputeConfig compute_config;
    compute_config.math_fidelity = MathFidelity::HiFi4;
    compute_config.fp32_dest_acc_en = true;
    compute_config.dst_full_sync_en = false;
    compute_config.math_approx_mode = false;
    // Pages of these buffers go into DST in full float32, not through the source registers.
    compute_config.unpack_to_dest_mode.assign(64, UnpackToDestMode::Default);
    for (const std::size_t id : {0}) {
        compute_config.unpack_to_dest_mode[id] = UnpackToDestMode::UnpackToDestFp32;
    }
    compute_config.compile_args = compute_words;
    const KernelHandle compute =
        CreateKernel(program, folder + "/compute.cpp", CORES, compute_config);

    std::vector<uint32_t> writer_words = {4};
    TensorAccessorArgs(Out).append_to(writer_words);
    const KernelHandle writer = CreateKernel(
        program, folder + "/writer.cpp", CORES,
        DataMovementConfig{
            .processor = DataMovementProcessor::RISCV_0,
            .noc = NOC::RISCV_0_default,
            .compile_args = writer_words});

    for (const Work& work : WORK) {
        const CoreCoord core(work.x, work.y);
        SetRuntimeArgs(program, reader, core, {
            address(Image),
            address(Weights),
            work.start,
            work.count
        });
        SetRuntimeArgs(program, compute, core, {work.count});
        SetRuntimeArgs(program, writer, core, {address(Out), work.start, work.count});
    }
    return program;
}

Tensor allocate(MeshDevice& device, uint32_t pages, uint32_t page_bytes) {
    const ReplicatedBufferConfig size{.size = static_cast<std::size_t>(pages) * page_bytes};
    const DeviceLocalBufferConfig layout{.page_size = page_bytes, .buffer_type = BufferType::DRAM};
    return MeshBuffer::create(size, layout, &device);
}

// How an array lies on the device: matrices of tiles of 32x32, each of four faces of 16x16.
struct Layout {
    std::size_t element_bytes;
    std::vector<std::size_t> shape;    // on the device; the last two dimensions are tiled
    std::vector<std::size_t> strides;  // of these dimensions in the array, in elements
};

// Calls `visit` with the place of each element in the array, and in the pages of the device.
template <typename Visit>
void each_element(const Layout& layout, const Visit& visit) {
    const std::size_t outer = layout.shape.size() - 2;
    const std::size_t rows = layout.shape[outer], columns = layout.shape[outer + 1];
    const std::size_t tile_rows = (rows + 31) / 32, tile_columns = (columns + 31) / 32;
    std::size_t matrices = 1;
    for (std::size_t n = 0; n < outer; ++n) {
        matrices *= layout.shape[n];
    }
    for (std::size_t matrix = 0; matrix < matrices; ++matrix) {
        std::size_t first = 0;
        std::size_t rest = matrix;
        for (std::size_t n = outer; n > 0; --n) {
            first += rest % layout.shape[n - 1] * layout.strides[n - 1];
            rest /= layout.shape[n - 1];
        }
        for (std::size_t row = 0; row < rows; ++row) {
            for (std::size_t column = 0; column < columns; ++column) {
                const std::size_t tile =
                    (matrix * tile_rows + row / 32) * tile_columns + column / 32;
                const std::size_t face = row % 32 / 16 * 2 + column % 32 / 16;
                const std::size_t inside = face * 256 + row % 16 * 16 + column % 16;
                visit(
                    first + row * layout.strides[outer] + column * layout.strides[outer + 1],
                    tile * 1024 + inside);
            }
        }
    }
}

std::size_t array_bytes(const Layout& layout) {
    std::size_t bytes = layout.element_bytes;
    for (const std::size_t extent : layout.shape) {
        bytes *= extent;
    }
    return bytes;
}

void write_tensor(
    MeshCommandQueue& queue, const std::string& file, const Layout& layout, Tensor& tensor) {
    std::vector<char> array(array_bytes(layout));
    std::ifstream in(file, std::ios::binary);
    in.read(array.data(), static_cast<std::streamsize>(array.size()));
    std::vector<uint32_t> words(tensor->size() / sizeof(uint32_t));
    char* pages = reinterpret_cast<char*>(words.data());
    const std::size_t bytes = layout.element_bytes;
    each_element(layout, [&](std::size_t element, std::size_t place) {
        std::memcpy(pages + place * bytes, array.data() + element * bytes, bytes);
    });
    EnqueueWriteMeshBuffer(queue, tensor, words, true);
}

void read_tensor(
    MeshCommandQueue& queue, const std::string& file, const Layout& layout, Tensor& tensor) {
    std::vector<uint32_t> words;
    EnqueueReadMeshBuffer(queue, words, tensor, true);
    std::vector<char> array(array_bytes(layout));
    const char* pages = reinterpret_cast<const char*>(words.data());
    const std::size_t bytes = layout.element_bytes;
    each_element(layout, [&](std::size_t element, std::size_t place) {
        std::memcpy(array.data() + element * bytes, pages + place * bytes, bytes);
    });
    std::ofstream out(file, std::ios::binary);
    out.write(array.data(), static_cast<std::streamsize>(array.size()));
}

// As write_tensor, for pages that are the rows of the last dimension: 2 bytes are their unit.
void write_row_major_tensor(
    MeshCommandQueue& queue, const std::string& file, const Layout& layout, Tensor& tensor) {
    std::vector<char> array(array_bytes(layout));
    std::ifstream in(file, std::ios::binary);
    in.read(array.data(), static_cast<std::streamsize>(array.size()));
    const std::size_t bytes = layout.element_bytes;
    std::vector<uint16_t> halves(tensor->size() / sizeof(uint16_t));
    char* pages = reinterpret_cast<char*>(halves.data());
    for (std::size_t place = 0; place < array.size() / bytes; ++place) {
        std::size_t element = 0;
        std::size_t rest = place;
        for (std::size_t n = layout.shape.size(); n > 0; --n) {
            element += rest % layout.shape[n - 1] * layout.strides[n - 1];
            rest /= layout.shape[n - 1];
        }
        std::memcpy(pages + place * bytes, array.data() + element * bytes, bytes);
    }
    EnqueueWriteMeshBuffer(queue, tensor, halves, true);
}

int main(int, char** argv) {
    // The kernels stand beside this program.
    const std::string folder = std::filesystem::canonical(argv[0]).parent_path().string();
    const std::shared_ptr<MeshDevice> device = MeshDevice::create_unit_mesh(0);
    MeshCommandQueue& queue = device->mesh_command_queue();

    Tensor Image = allocate(*device, 560, 128);
    Tensor Weights = allocate(*device, 54, 2048);
    Tensor Out = allocate(*device, 54, 2048);
    write_row_major_tensor(queue, "Image.bin", {2, {2, 14, 20, 64}, {17920, 1280, 64, 1}}, Image);
    write_tensor(queue, "Weights.bin", {2, {576, 96}, {96, 1}}, Weights);

    MeshWorkload workload;
    Program program = create_program(folder, Image, Weights, Out);
    workload.add_program(
        MeshCoordinateRange(device->shape()), std::move(program));
    EnqueueMeshWorkload(queue, workload, false);

    read_tensor(queue, "Out.bin", {2, {560, 96}, {96, 1}}, Out);
    device->close();
    return 0;
}
