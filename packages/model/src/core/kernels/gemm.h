// Dense matrix products. All of them are one register-tiled kernel: a tile of MR rows by NV vectors of the result stays
// in registers while k runs; each step loads NV vectors of B and splats MR numbers of A.
//
// Tiles: MR x NV sums, NV vectors of B and a splat must fit the registers: 6 x 4 in AVX-512's 32, 6 x 2 in AVX2's 16.
// In WebAssembly all MR splats are alive at once, by the order LLVM and V8 agree on: 4 x 2 + 2 + 4 of V8's 16. (6 x 2
// there spills and runs at 25 GF/s instead of 39.) Loads per multiply-add are (MR + NV) / (MR NV): 0.42, 0.67, 0.75.
//
// Cache: B is packed once per call into panels of NV vectors (so that it is read as one stream, whatever its
// transpose), and k is cut into blocks of KC rows: a panel block (KC x 64 floats, 128 KiB) lives in level 2 while all
// rows of A pass over it. A is never packed: its rows are read in place, through pointers, which is what makes a
// product with gathered rows as cheap as a plain one.
#pragma once
#include "platform.h"
#include "vector.h"

namespace CORE_ISA {

#if defined(__AVX512F__)
constexpr int MR = 6, NV = 4;
#elif defined(__AVX2__)
constexpr int MR = 6, NV = 2;
#else
constexpr int MR = 4, NV = 2;
#endif
constexpr int NR = NV * LANES;  // columns of a tile
constexpr long KC = 512;        // depth of a block
constexpr long MC = 96;         // rows of a task: 16 tiles

/** Rows of A: element (i, k) is at row(i)[k * step]. */
struct Rows {
  const float* base;
  long stride;        // between rows
  long step;          // between columns
  const int32_t* of;  // row numbers, or null for 0, 1, 2, ...
  const float* row(long i) const { return base + (of ? (long)of[i] : i) * stride; }
};

/** Stores (or adds) the `rows` x `columns` corner of a tile that C has. Rare, so not in every tile's code. */
template <int V>
static __attribute__((noinline)) void put_corner(const Vec (&sums)[MR][V], float* c, long ldc, long rows, long columns, bool add) {
  for (long r = 0; r < rows; r++) {
    for (int v = 0; v < V; v++) {
      float* at = c + r * ldc + v * LANES;
      const long left = columns - v * LANES;
      if (left >= LANES) {
        store(at, add ? load(at) + sums[r][v] : sums[r][v]);
      } else if (left > 0) {
        store_part(at, add ? load_part(at, (int)left) + sums[r][v] : sums[r][v], (int)left);
      }
    }
  }
}

/**
 * c[r][v] (+)= start[v] + sum_k a[r][k] * b[k][v], the heart of everything: V of a panel's NV vectors, as a narrow product
 * needs no more. With SIDE_BY_SIDE the MR rows of A are neighbours in memory (A is transposed): then they need one pointer,
 * not MR. Not unrolled by hand over k: LLVM would move all loads of the body to its top, more than WebAssembly's registers
 * hold. A whole tile goes from the registers to its place.
 */
template <bool SIDE_BY_SIDE, int V>
static inline void tile(
    long depth, const float* const* a_rows, long step, const float* b, const float* start, float* c, long ldc, long rows,
    long columns, bool add) {
  Vec sums[MR][V];  // only ever indexed by constants once unrolled, so the compiler keeps them in registers
  const float* a[MR];
  for (int v = 0; v < V; v++) {
    const long left = columns - v * LANES;
    const Vec from = !start ? Vec{} : left >= LANES ? load(start + v * LANES) : load_part(start + v * LANES, left > 0 ? (int)left : 0);
    for (int r = 0; r < MR; r++) sums[r][v] = from;
  }
  for (int r = 0; r < MR; r++) a[r] = SIDE_BY_SIDE ? a_rows[0] + r : a_rows[r];
  for (long k = 0; k < depth; k++, b += NR) {
    Vec row[V];
    for (int v = 0; v < V; v++) row[v] = load(b + v * LANES);
    for (int r = 0; r < MR; r++) {
      const Vec x = splat(a[r][k * step]);
      for (int v = 0; v < V; v++) sums[r][v] += x * row[v];
    }
  }
  if (rows < MR || columns < V * LANES) {
    Vec spilled[MR][V];
    for (int r = 0; r < MR; r++)
      for (int v = 0; v < V; v++) spilled[r][v] = sums[r][v];
    put_corner<V>(spilled, c, ldc, rows, columns, add);
  } else if (add) {
    for (int r = 0; r < MR; r++)
      for (int v = 0; v < V; v++) store(c + r * ldc + v * LANES, load(c + r * ldc + v * LANES) + sums[r][v]);
  } else {
    for (int r = 0; r < MR; r++)
      for (int v = 0; v < V; v++) store(c + r * ldc + v * LANES, sums[r][v]);
  }
}

/**
 * A tile of A's rows from `i`, at most MR of them, and of `columns` columns, at most NR; past the last row the last one is
 * repeated, to be computed and not stored.
 */
template <int V>
static inline void tile_of(
    const Rows& a, long i, long rows, long k0, long depth, const float* b, const float* start, float* c, long ldc,
    long columns, bool add) {
  const float* row[MR];
  for (int r = 0; r < MR; r++) row[r] = a.row(i + smaller(r, rows - 1)) + k0 * a.step;
  if (a.step == 1) tile<false, V>(depth, row, 1, b, start, c, ldc, rows, columns, add);
  else if (a.stride == 1 && rows == MR && !a.of) tile<true, V>(depth, row, a.step, b, start, c, ldc, rows, columns, add);
  else tile<false, V>(depth, row, a.step, b, start, c, ldc, rows, columns, add);
}

/** The tiles of one panel, `columns` wide: C (+)= rows [i0, i1) of A, times the panel; C starts at row i0. */
static inline void multiply_panel(
    const Rows& a, long i0, long i1, long k0, long depth, const float* panel, const float* start, float* c, long ldc,
    long columns, bool add) {
  for (long i = i0; i < i1; i += MR) {
    const long rows = smaller(MR, i1 - i);
    float* to = c + (i - i0) * ldc;
    if (columns <= LANES) tile_of<1>(a, i, rows, k0, depth, panel, start, to, ldc, columns, add);
    else if (columns <= NR / 2) tile_of<NV / 2>(a, i, rows, k0, depth, panel, start, to, ldc, columns, add);
    else tile_of<NV>(a, i, rows, k0, depth, panel, start, to, ldc, columns, add);
  }
}

/** Floats that B of `depth` x `columns` takes packed. */
static inline size_t packed_size(long depth, long columns) { return (size_t)depth * ceil_div(columns, NR) * NR; }

/** Start of the panel of columns `panel * NR` within the block of depth that starts at k0. */
static inline long packed_at(long k0, long block, long columns, long panel) {
  return k0 * ceil_div(columns, NR) * NR + panel * block * NR;
}

/**
 * Packs B: for each block of KC rows, panel after panel, k after k, NR columns side by side, zeros past the edge.
 * B's element (k, j) is at b[k * row_step + j * column_step].
 */
static inline void pack(const float* b, long row_step, long column_step, long depth, long columns, float* packed) {
  const long panels = ceil_div(columns, NR);
  const long blocks = ceil_div(depth, KC);
  parallel(blocks * panels, [=](long task) {
    const long k0 = task / panels * KC, panel = task % panels;
    const long block = smaller(KC, depth - k0);
    const long width = smaller(NR, columns - panel * NR);
    const float* from = b + k0 * row_step + panel * NR * column_step;
    float* to = packed + packed_at(k0, block, columns, panel);
    if (column_step == 1) {
      for (long k = 0; k < block; k++)
        for (long j = 0; j < NR; j++) to[k * NR + j] = j < width ? from[k * row_step + j] : 0.0f;
    } else {  // transposed: read along B's own rows
      for (long j = 0; j < NR; j++)
        for (long k = 0; k < block; k++) to[k * NR + j] = j < width ? from[k * row_step + j * column_step] : 0.0f;
    }
  });
}

/**
 * C (+)= rows [i0, i1) and columns [k0, k0 + block) of A, times one packed block of B; C starts at row i0. `start` is
 * what every row of C begins with (a bias), null for zeros; with `add` the rows begin with what C holds.
 */
static inline void multiply_block(
    const Rows& a, long i0, long i1, long k0, long block, const float* packed, long columns, float* c, long ldc,
    const float* start, bool add) {
  for (long panel = 0; panel < ceil_div(columns, NR); panel++) {
    const long at = panel * NR;
    multiply_panel(a, i0, i1, k0, block, packed + panel * block * NR, start ? start + at : nullptr, c + at, ldc,
                   smaller(NR, columns - at), add);
  }
}

/** C (+)= rows [i0, i1) of A, times B packed; C starts at row i0. `start` is added to each row where given (a bias). */
static inline void multiply_rows(
    const Rows& a, long i0, long i1, const float* packed, long depth, long columns, float* c, long ldc,
    const float* start, bool add) {
  for (long k0 = 0; k0 < depth; k0 += KC) {
    const long block = smaller(KC, depth - k0);
    multiply_block(a, i0, i1, k0, block, packed + packed_at(k0, block, columns, 0), columns, c, ldc,
                   k0 == 0 ? start : nullptr, add || k0 > 0);
  }
}

/** C [rows, columns] = A B, B packed, by tasks of MC rows. */
static inline void multiply_packed(
    const Rows& a, long rows, const float* packed, long depth, long columns, float* c, const float* start) {
  parallel(ceil_div(rows, MC), [=](long task) {
    const long i0 = task * MC;
    multiply_rows(a, i0, smaller(rows, i0 + MC), packed, depth, columns, c + i0 * columns, columns, start, false);
  });
}

/** C [m, n] = op(A) op(B), row-major, each operand transposed or not. */
static inline void gemm(
    long m, long n, long k, const float* a, bool transpose_a, const float* b, bool transpose_b, float* c) {
  if (k == 0) {
    for (long i = 0; i < m * n; i++) c[i] = 0.0f;
    return;
  }
  Scratch packed(packed_size(k, n));
  pack(b, transpose_b ? 1 : n, transpose_b ? k : 1, k, n, packed.data);
  const Rows rows = transpose_a ? Rows{a, 1, m, nullptr} : Rows{a, k, 1, nullptr};
  multiply_packed(rows, m, packed.data, k, n, c, nullptr);
}

}  // namespace CORE_ISA
