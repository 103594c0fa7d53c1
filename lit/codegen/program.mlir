// A whole program: kernels, both hosts and the plan say the same of its arguments and cores.

// RUN: ttc-opt %s -t metalium | filecheck %s

!T = !tile.tensor<32x96xf32, dram>
!A = !metal.cb<1x1xf32, depth=2, id=0, unpack_to_dest>
!B = !metal.cb<1x1xf32, depth=2, id=1>

host.program @scale() attributes {
  target = "wormhole", grid = #grid.sizes<3x1>, dealing = "contiguous", order = "row", panel = 1 : i64,
  core_ranges = #host.core_ranges<(0, 0) to (1, 0)>, work = #host.work<(0, 0) 0 + 2, (1, 0) 2 + 1>,
  l1_available = 1392640 : i64, dram_read = 12288 : i64, dram_write = 12288 : i64, fp32_dest
} {
  %B = host.tensor "B" "out" : !T
  %x = host.tensor "x" "in" : !T
  %0 = host.cb "A_shared" "reader" to "compute" : !A loc("scale.py":9:8)
  %1 = host.cb "B_shared" "compute" to "writer" : !B loc("scale.py":10:8)
  host.kernel @r "reader"(%0, %x) work ["start", "count"] : !A, !T
  host.kernel @c "compute"(%0, %1) work ["count"] : !A, !B
  host.kernel @w "writer"(%1, %B) work ["start", "count"] : !B, !T
} loc("scale.py":5:0)
metal.kernel @r(%a : !A, %A : !T, %start : index, %count : index) attributes {role = "reader"} {}
metal.kernel @c(%a : !A, %b : !B, %count : index) attributes {role = "compute"} {}
metal.kernel @w(%b : !B, %B : !T, %start : index, %count : index) attributes {role = "writer"} {}

// CHECK:       // ---- reader.cpp
// CHECK-NEXT:  // reader of scale, emitted by ttc: DRAM -> circular buffers
// CHECK:       // ---- compute.cpp
// CHECK:       // ---- writer.cpp
// CHECK:       // ---- host.py
// CHECK-NEXT:  """
// CHECK-NEXT:  scale on wormhole, 2 cores: the host program, emitted by ttc from scale.py.
// CHECK:           ("B", "out", [32, 96], ttnn.float32, np.float32),
// CHECK-NEXT:      ("x", "in", [32, 96], ttnn.float32, np.float32),
// CHECK:               ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(1, 0)),
// CHECK:           (0, 0, 0, 2), (1, 0, 2, 1),
// CHECK:           B, x_2 = tensors
// CHECK:           for x, y, start, count in WORK:
// CHECK-NEXT:          reader_args[x][y] = [x_2.buffer_address(), start, count]
// CHECK-NEXT:          compute_args[x][y] = [count]
// CHECK-NEXT:          writer_args[x][y] = [B.buffer_address(), start, count]
// CHECK:           for index in [0]:
// CHECK-NEXT:          unpack_to_dest_mode[index] = modes.UnpackToDestFp32
// CHECK:                   0,  # A_shared
// CHECK-NEXT:              *accessor(x_2),
// CHECK:           # A_shared: reader -> compute, 2 x 1 tiles
// CHECK-NEXT:      circular_buffer(CORES, 0, ttnn.float32, page_bytes=4096, pages=2),
// CHECK:           inputs_first = [tensors[index] for index in [1, 0]]
// CHECK:       // ---- host.cpp
// CHECK:           circular_buffer(program, CORES, 0, tt::DataFormat::Float32, 4096, 2);
// CHECK:           SetRuntimeArgs(program, reader, core, {address(x), work.start, work.count});
// CHECK-NEXT:      SetRuntimeArgs(program, compute, core, {work.count});
// CHECK:       // ---- plan.json
// CHECK:           "source": "scale.py"
// CHECK:               {"kind": "cb", "name": "A_shared", "value": 0},
// CHECK-NEXT:          {"kind": "accessor", "name": "x"}
// CHECK:               "work": [{"core": [0, 0], "start": 0, "count": 2}, {"core": [1, 0], "start": 2, "count": 1}],
