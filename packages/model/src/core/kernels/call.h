// The one door into the kernels. Both builds speak it, so that a kernel is bound once: a number for the kernel, its
// scalars as doubles, its arrays as pointers. `abi.ts` holds the same table for the other side, and a test compares
// the two.
#pragma once

enum Kernel {
  GEMM = 0,
  PROJECT_ROWS = 1,
  PROJECT_ROWS_GRADIENT = 2,
  GATHER_ROWS = 3,
  SCATTER_ADD = 4,
  PAIR_MARGINS = 5,
  PAIR_MARGINS_GRADIENT = 6,
  NORMALIZE_ROWS = 7,
  NORMALIZE_ROWS_GRADIENT = 8,
  ADAM = 9,
  PROPAGATE = 10,
  GAUSSIAN_BOTTLENECK = 11,
  GAUSSIAN_BOTTLENECK_GRADIENT = 12,
  NORMALS = 13,
  INFO_NCE = 14,
  MINE_BOUND = 15,
  TOP_K = 16,
  ELEMENTWISE = 17,
  WEIGHTED_NORM = 18,
  WEIGHTED_NORM_GRADIENT = 19,
  NARROW_TOP_K = 20,
  PROPAGATE_MEAN = 21,
  ADD_ALL = 22,
  ROW_DOTS = 23,
};
