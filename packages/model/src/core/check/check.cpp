// Runs every kernel on sizes that fit no tile, in arrays that end exactly where the data ends, against plain loops.
// Made for the sanitizers (see sanitize.mjs): a read or write one number past an array stops the program.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
#include <vector>

#include "../kernels/call.inc"
#include "../native/isa.h"
#include "../native/pool.h"

namespace {

using Floats = std::vector<float>;
using Integers = std::vector<int>;

unsigned state = 1;
float draw() {
  state = state * 1664525u + 1013904223u;
  return (float)(state >> 8) / (1 << 24) * 2 - 1;
}
Floats random_floats(long n) {
  Floats v(n);
  for (float& x : v) x = draw();
  v.shrink_to_fit();
  return v;
}
Integers random_rows(long n, int below) {
  Integers v(n);
  for (int& x : v) x = (int)((draw() + 1) / 2 * (float)below) % below;
  return v;
}

Isa isa;
int failures = 0;

void run(int kernel, std::vector<double> scalars, std::vector<void*> arrays) {
  if (!isa.call(kernel, scalars.data(), arrays.data())) failures++;
}

void expect_near(const char* what, const Floats& actual, const Floats& expected) {
  float scale = 1e-6f, worst = 0;
  for (float x : expected) scale = std::max(scale, std::fabs(x));
  for (size_t i = 0; i < expected.size(); i++) worst = std::max(worst, std::fabs(actual[i] - expected[i]) / scale);
  if (!(worst < 2e-5f)) {
    std::printf("FAILED %s on %s: off by %g of the largest number\n", what, isa.name, worst);
    failures++;
  }
}

void gemm(long m, long n, long k) {
  for (int ta = 0; ta < 2; ta++) {
    for (int tb = 0; tb < 2; tb++) {
      Floats a = random_floats(m * k), b = random_floats(k * n), c(m * n), expected(m * n);
      for (long i = 0; i < m; i++)
        for (long j = 0; j < n; j++) {
          double sum = 0;
          for (long l = 0; l < k; l++) sum += (double)a[ta ? l * m + i : i * k + l] * b[tb ? j * k + l : l * n + j];
          expected[i * n + j] = (float)sum;
        }
      run(GEMM, {(double)m, (double)n, (double)k, (double)ta, (double)tb}, {a.data(), b.data(), c.data()});
      expect_near("gemm", c, expected);
    }
  }
}

/** Half precision by its definition. */
float half_value(uint16_t bits) {
  const int exponent = bits >> 10 & 31, fraction = bits & 1023;
  const float sign = bits & 0x8000 ? -1.0f : 1.0f;
  return exponent == 0 ? sign * std::ldexp((float)fraction, -24) : sign * std::ldexp((float)(1024 + fraction), exponent - 25);
}

void projection(long n, long dimension, long width, bool half) {
  const int items = 9;
  Floats x(items * dimension), w = random_floats(dimension * width), b = random_floats(width);
  Floats factors = random_floats(items);
  std::vector<uint16_t> halves(items * dimension);
  const Integers draws = random_rows(items * dimension, 0x4000);  // subnormal ones and all others below 2
  for (long i = 0; i < items * dimension; i++) {
    halves[i] = (uint16_t)((draws[i] & 1 ? 0x8000 : 0) | draws[i]);
    x[i] = half_value(halves[i]);
  }
  Integers rows = random_rows(n, items);
  Floats out(n * width), expected(n * width), dy = random_floats(n * width), dw(dimension * width), db(width);
  Floats expected_dw(dimension * width), expected_db(width);
  for (long i = 0; i < n; i++)
    for (long j = 0; j < width; j++) {
      double sum = b[j];
      const float factor = factors[rows[i]];
      for (long f = 0; f < dimension; f++) sum += (double)factor * x[rows[i] * dimension + f] * w[f * width + j];
      expected[i * width + j] = (float)sum;
      expected_db[j] += dy[i * width + j];
      for (long f = 0; f < dimension; f++)
        expected_dw[f * width + j] += factor * x[rows[i] * dimension + f] * dy[i * width + j];
    }
  const std::vector<double> sizes = {(double)n, (double)dimension, (double)width, (double)half};
  void* table = half ? (void*)halves.data() : (void*)x.data();
  run(PROJECT_ROWS, sizes, {table, factors.data(), rows.data(), w.data(), b.data(), out.data()});
  expect_near("project_rows", out, expected);
  run(PROJECT_ROWS_GRADIENT, sizes, {table, factors.data(), rows.data(), dy.data(), dw.data(), db.data()});
  expect_near("project_rows_gradient, weights", dw, expected_dw);
  expect_near("project_rows_gradient, bias", db, expected_db);
}

void rows_and_pairs(long n, long d) {
  const int size = 7;
  const double N = (double)n, D = (double)d, SIZE = (double)size;
  Floats table = random_floats(size * d), items = random_floats(size * d), out(n * d), sums(size * d), margins(n);
  Integers rows = random_rows(n, size), positives = random_rows(n, size), negatives = random_rows(n, size);
  run(GATHER_ROWS, {N, D}, {table.data(), rows.data(), out.data()});
  run(SCATTER_ADD, {N, D, SIZE}, {out.data(), rows.data(), sums.data()});
  Floats dots(n), expected_dots(n);
  run(ROW_DOTS, {N, D}, {items.data(), table.data(), rows.data(), dots.data()});
  run(PAIR_MARGINS, {N, D},
      {table.data(), items.data(), rows.data(), positives.data(), negatives.data(), margins.data()});
  Floats d_users(size * d), d_items(size * d), weights = random_floats(size), norm(1), dx(size * d);
  run(PAIR_MARGINS_GRADIENT, {N, D, SIZE, SIZE},
      {table.data(), items.data(), rows.data(), positives.data(), negatives.data(), margins.data(), d_users.data(),
       d_items.data()});
  run(WEIGHTED_NORM, {SIZE, D}, {table.data(), weights.data(), norm.data()});
  run(WEIGHTED_NORM_GRADIENT, {SIZE, D, 2}, {table.data(), weights.data(), dx.data()});
  Floats expected(size * d), expected_margins(n), expected_users(size * d), expected_items(size * d), expected_dx(size * d);
  double expected_norm = 0;
  for (long i = 0; i < n; i++)
    for (long j = 0; j < d; j++) {
      const long u = rows[i] * d + j, p = positives[i] * d + j, q = negatives[i] * d + j;
      expected[u] += table[u];
      expected_dots[i] += items[j] * table[u];
      expected_margins[i] += table[u] * (items[p] - items[q]);
      expected_users[u] += margins[i] * (items[p] - items[q]);
      expected_items[p] += margins[i] * table[u];
      expected_items[q] -= margins[i] * table[u];
    }
  for (long r = 0; r < size; r++)
    for (long j = 0; j < d; j++) {
      expected_norm += 0.5 * weights[r] * table[r * d + j] * table[r * d + j];
      expected_dx[r * d + j] = 2 * weights[r] * table[r * d + j];
    }
  expect_near("gather_rows and scatter_add", sums, expected);
  expect_near("row_dots", dots, expected_dots);
  expect_near("pair_margins", margins, expected_margins);
  expect_near("pair_margins_gradient, users", d_users, expected_users);
  expect_near("pair_margins_gradient, items", d_items, expected_items);
  expect_near("weighted_norm", norm, {(float)expected_norm});
  expect_near("weighted_norm_gradient", dx, expected_dx);
  Floats y(n * d), lengths_of(n), dy(n * d);
  run(NORMALIZE_ROWS, {N, D, 1e-12}, {out.data(), y.data(), lengths_of.data()});
  run(NORMALIZE_ROWS_GRADIENT, {N, D}, {y.data(), lengths_of.data(), out.data(), dy.data()});
  Floats lengths(n), ones(n, 1.0f);
  for (long i = 0; i < n; i++)
    for (long j = 0; j < d; j++) lengths[i] += y[i * d + j] * y[i * d + j];
  expect_near("normalize_rows", lengths, ones);
}

void optimizer_and_arithmetic(long n, long d) {
  const double N = (double)n, D = (double)d, ALL = N * D;
  Floats values = random_floats(n * d), first(n * d), second(n * d), gradient = random_floats(n * d), before = values;
  Integers rows(n);
  for (long i = 0; i < n; i++) rows[i] = (int)(n - 1 - i);
  run(ADAM, {N, D, 0.01, 1, 0.9, 0.999, 1e-8},
      {rows.data(), gradient.data(), values.data(), first.data(), second.data()});
  run(ADAM, {N, D, 0.01, 1, 0.9, 0.999, 1e-8},
      {nullptr, gradient.data(), values.data(), first.data(), second.data()});
  Floats mu = random_floats(n * d), l = random_floats(n * d), z(n * d);
  for (int operation = 0; operation < 4; operation++)
    run(ELEMENTWISE, {ALL, (double)operation, 2}, {mu.data(), l.data(), z.data()});
  Floats sum(n * d), other = random_floats(n * d), expected(n * d);
  for (int terms = 2; terms <= 4; terms++) {
    run(ADD_ALL, {ALL}, {mu.data(), l.data(), terms > 2 ? z.data() : nullptr, terms > 3 ? other.data() : nullptr, sum.data()});
    for (size_t i = 0; i < expected.size(); i++)
      expected[i] = mu[i] + l[i] + (terms > 2 ? z[i] : 0) + (terms > 3 ? other[i] : 0);
    expect_near("add_all", sum, expected);
  }
  for (float& x : mu) x *= 2;
  expect_near("elementwise scale", z, mu);
  run(ELEMENTWISE, {ALL, 4, 0.25}, {mu.data(), nullptr, z.data()});
  for (float& x : mu) x = x > 0 ? 1 : 0.25f;
  expect_near("elementwise step", z, mu);
  for (int operation = 5; operation <= 6; operation++) {
    run(ELEMENTWISE, {ALL, (double)operation, 0}, {l.data(), nullptr, z.data()});
    for (size_t i = 0; i < expected.size(); i++)
      expected[i] = operation == 5 ? 1 / (1 + std::exp(-l[i])) : std::tanh(l[i]);
    expect_near(operation == 5 ? "elementwise sigmoid" : "elementwise tanh", z, expected);
  }
}

void bottleneck(long n, long d) {
  const double N = (double)n, D = (double)d;
  Floats h = random_floats(n * d), v = random_floats(d * d), c = random_floats(d), noise = random_floats(n * d);
  for (float& x : v) x /= (float)d;
  Floats z(n * d), sigma(n * d), kl(1), expected_z(n * d), dz = random_floats(n * d), dh(n * d), dv(d * d), dc(d);
  Floats dl(n * d), expected_dh(n * d), expected_dv(d * d), expected_dc(d);
  double cost = 0;
  for (long i = 0; i < n; i++)
    for (long j = 0; j < d; j++) {
      double l = c[j];
      for (long k = 0; k < d; k++) l += h[i * d + k] * v[k * d + j];
      const double deviation = std::exp(l / 2), x = h[i * d + j];
      cost += 0.5 * (x * x + deviation * deviation - 1 - l) / N;
      expected_z[i * d + j] = (float)(x + deviation * noise[i * d + j]);
      const double slope = 0.5 * dz[i * d + j] * deviation * noise[i * d + j] + (deviation * deviation - 1) / N;
      dl[i * d + j] = (float)slope;
      expected_dc[j] += (float)slope;
      expected_dh[i * d + j] = (float)(dz[i * d + j] + 2 * x / N);
      for (long k = 0; k < d; k++) expected_dv[k * d + j] += (float)(h[i * d + k] * slope);
    }
  for (long i = 0; i < n; i++)
    for (long k = 0; k < d; k++)
      for (long j = 0; j < d; j++) expected_dh[i * d + k] += dl[i * d + j] * v[k * d + j];
  run(GAUSSIAN_BOTTLENECK, {N, D},
      {h.data(), v.data(), c.data(), noise.data(), z.data(), sigma.data(), kl.data()});
  run(GAUSSIAN_BOTTLENECK_GRADIENT, {N, D, 2},
      {h.data(), v.data(), sigma.data(), noise.data(), dz.data(), dh.data(), dv.data(), dc.data()});
  expect_near("gaussian_bottleneck, z", z, expected_z);
  expect_near("gaussian_bottleneck, kl", kl, {(float)cost});
  expect_near("gaussian_bottleneck_gradient, h", dh, expected_dh);
  expect_near("gaussian_bottleneck_gradient, weights", dv, expected_dv);
  expect_near("gaussian_bottleneck_gradient, bias", dc, expected_dc);
  run(GAUSSIAN_BOTTLENECK, {N, D}, {h.data(), v.data(), c.data(), nullptr, z.data(), sigma.data(), kl.data()});
  run(GAUSSIAN_BOTTLENECK_GRADIENT, {N, D, 2},
      {h.data(), v.data(), sigma.data(), nullptr, dz.data(), dh.data(), dv.data(), dc.data()});
  expect_near("gaussian_bottleneck without noise", z, h);
}

/** Draws of every length, and that they are the same number by number whatever the length. */
void noise(long n) {
  Floats all(20000), some(2 * n - 1);
  run(NORMALS, {20000, 3e9, 4e9}, {all.data()});
  run(NORMALS, {(double)some.size(), 3e9, 4e9}, {some.data()});
  expect_near("normals", Floats(some.begin(), some.begin() + n), Floats(all.begin(), all.begin() + n));
  double squares = 0;
  for (float x : all) squares += x * x / 20000;
  if (std::fabs(squares - 1) > 0.05) {
    std::printf("FAILED normals on %s: variance %g\n", isa.name, squares);
    failures++;
  }
}

void contrast(long n, long d) {
  Floats a = random_floats(n * d), b = random_floats(n * d), da(n * d), db(n * d), loss(1);
  run(INFO_NCE, {(double)n, (double)d, 0.5}, {a.data(), b.data(), da.data(), db.data(), loss.data()});
  double total = 0;
  for (long i = 0; i < n; i++) {
    double sum = 0, own = 0;
    for (long j = 0; j < n; j++) {
      double s = 0;
      for (long c = 0; c < d; c++) s += (double)a[i * d + c] * b[j * d + c] / 0.5;
      sum += std::exp(s);
      if (i == j) own = s;
    }
    total += std::log(sum) - own;
  }
  expect_near("info_nce", loss, {(float)(total / (double)n)});
}

void graph(long rows, long d) {
  Integers offsets(rows + 1), indices;
  for (long r = 0; r < rows; r++) {
    for (long e = 0; e < r % 4; e++) indices.push_back((int)((r * 7 + e * 3) % rows));
    offsets[r + 1] = (int)indices.size();
  }
  indices.shrink_to_fit();
  Floats values = random_floats((long)indices.size()), x = random_floats(rows * d), out(rows * d), expected(rows * d);
  for (long r = 0; r < rows; r++)
    for (int e = offsets[r]; e < offsets[r + 1]; e++)
      for (long j = 0; j < d; j++) expected[r * d + j] += values[e] * x[indices[e] * d + j];
  run(PROPAGATE, {(double)rows, (double)d},
      {offsets.data(), indices.data(), values.data(), x.data(), out.data()});
  expect_near("propagate", out, expected);
  // the graph on both sides: mean(E, A E, A^2 E)
  Floats other = random_floats(rows * d), mean(rows * d), other_mean(rows * d), second(rows * d), from_other(rows * d);
  run(PROPAGATE_MEAN, {(double)rows, (double)rows, (double)d, 2},
      {offsets.data(), indices.data(), values.data(), offsets.data(), indices.data(), values.data(), x.data(), other.data(),
       mean.data(), other_mean.data()});
  run(PROPAGATE, {(double)rows, (double)d}, {offsets.data(), indices.data(), values.data(), other.data(), from_other.data()});
  run(PROPAGATE, {(double)rows, (double)d}, {offsets.data(), indices.data(), values.data(), out.data(), second.data()});
  for (size_t i = 0; i < mean.size(); i++) expected[i] = (x[i] + from_other[i] + second[i]) / 3;
  expect_near("propagate_mean", mean, expected);
}

void information(long n, long da, long db, long h) {
  Floats za = random_floats(n * da), zb = random_floats(n * db), wa = random_floats(da * h), wb = random_floats(db * h);
  Floats bias = random_floats(h), out = random_floats(h), result(3);
  Integers shuffle(n), back(n);
  for (long i = 0; i < n; i++) back[shuffle[i] = (int)((i + 1) % n)] = (int)i;
  const auto critic = [&](long i, long k) {
    double value = 0.5;
    for (long j = 0; j < h; j++) {
      double s = bias[j];
      for (long c = 0; c < da; c++) s += za[i * da + c] * wa[c * h + j];
      for (long c = 0; c < db; c++) s += zb[k * db + c] * wb[c * h + j];
      if (s > 0) value += s * out[j];
    }
    return value;
  };
  double joint = 0, marginal = 0;
  for (long i = 0; i < n; i++) {
    joint += critic(i, i) / n;
    marginal += std::exp(critic(i, shuffle[i])) / n;
  }
  Floats g1(n * da), g2(n * db), g3(da * h), g4(db * h), g5(h), g6(h);
  run(MINE_BOUND, {(double)n, (double)da, (double)db, (double)h, 0.5, std::log(2.0), 0.25},
      {za.data(), zb.data(), wa.data(), wb.data(), bias.data(), out.data(), shuffle.data(), back.data(), g1.data(),
       g2.data(), g3.data(), g4.data(), g5.data(), g6.data(), result.data()});
  const double moved = 0.25 * marginal + 0.75 * 2.0;
  expect_near("mine_bound", result,
              {(float)(joint - std::log(marginal)), (float)std::log(moved), (float)(1.0 - marginal / moved)});
}

/** Bytes and bounds as quantized-items.ts makes them; lists must be those of the plain search, one user at a time. */
void quantized_search(
    long users, long n, long d, long k, Floats& u, Floats& items, Integers& offsets, Integers& excluded, int* allowed) {
  const long width = (d + 3) / 4;
  std::vector<unsigned> words((n + 15) / 16 * 16 * width);
  Floats steps(n), slacks(n), scores(users * k), expected_scores(users * k);
  Integers ids(users * k), expected(users * k);
  for (long i = 0; i < n; i++) {
    float largest = 0, lost = 0, square = 0;
    for (long j = 0; j < d; j++) largest = std::max(largest, std::fabs(items[i * d + j]));
    steps[i] = largest / 127;
    for (long j = 0; j < d; j++) {
      const float x = items[i * d + j];
      const long byte = std::lround(x / steps[i]);
      words[(i / 16 * width + j / 4) * 16 + i % 16] |= (unsigned)(byte + 128) << (8 * (j % 4));
      lost += (x - (float)byte * steps[i]) * (x - (float)byte * steps[i]);
      square += x * x;
    }
    slacks[i] = std::sqrt(lost) + (float)d * 2.4e-7f * (std::sqrt(square) + 128 * steps[i] * std::sqrt((float)d));
  }
  for (long i = 0; i < users; i++)
    run(TOP_K, {1, (double)n, (double)d, (double)k},
        {u.data() + i * d, items.data(), offsets.data() + i, excluded.data(), expected.data() + i * k,
         expected_scores.data() + i * k, allowed});
  run(QUANTIZED_TOP_K, {(double)users, (double)n, (double)d, (double)k},
      {u.data(), items.data(), offsets.data(), excluded.data(), ids.data(), scores.data(), allowed, words.data(),
       steps.data(), slacks.data()});
  if (ids != expected || scores != expected_scores) {
    std::printf("FAILED quantized_top_k on %s\n", isa.name);
    failures++;
  }
}

void search(long users, long n, long d, long k) {
  Floats u = random_floats(users * d), items = random_floats(n * d), scores(users * k);
  Integers offsets(users + 1), excluded, ids(users * k), allowed((n + 31) / 32);
  for (long i = 0; i < users; i++) {
    if (n > 2) excluded.insert(excluded.end(), {0, (int)n - 1});
    offsets[i + 1] = (int)excluded.size();
  }
  excluded.shrink_to_fit();
  for (long i = 0; i < n; i++)
    if (i % 3 != 1 && (i < 512 || i >= 1024)) allowed[i / 32] |= (int)(1u << (i % 32));
  for (bool masked : {false, true}) {
    run(TOP_K, {(double)users, (double)n, (double)d, (double)k},
        {u.data(), items.data(), offsets.data(), excluded.data(), ids.data(), scores.data(),
         masked ? allowed.data() : nullptr});
    quantized_search(users, n, d, k, u, items, offsets, excluded, masked ? allowed.data() : nullptr);
    for (long i = 0; i < users * k; i++) {
      const int id = ids[i];
      const bool falls = i % k == 0 || scores[i] <= scores[i - 1];
      const bool included = n <= 2 || (id != 0 && id != (int)n - 1);
      const bool fits = !masked || id < 0 || (allowed[id / 32] >> (id % 32) & 1);
      if (!falls || !included || !fits || id < -1 || id >= n) {
        std::printf("FAILED top_k on %s\n", isa.name);
        failures++;
        return;
      }
    }
  }
}

}  // namespace

int main() {
  for (const char* name : {"baseline", "avx2", "avx512"}) {
    isa = isa_by_name(name);
    if (!isa.call) {
      std::printf("skipped: %s, not on this machine\n", name);
      continue;
    }
    for (int threads : {1, 3}) {
      set_threads(threads);
      for (long size : {1, 3, 17, 64, 67}) {
        gemm(size, 2 * size + 1, size + 5);
        for (bool half : {false, true}) projection(size, 2 * size + 3, size + 1, half);
        rows_and_pairs(size, size + 2);
        optimizer_and_arithmetic(size, size);
        bottleneck(size, size + 1);
        noise(size);
        contrast(size, size + 1);
        graph(size, size);
        information(size, size + 1, size + 2, size + 3);
        search(size, 3 * size, size, size);
      }
      gemm(130, 70, 1100);
      for (bool half : {false, true}) projection(600, 1100, 20, half);
      bottleneck(700, 20);
      information(700, 20, 12, 18);
      contrast(300, 16);
      search(30, 1100, 9, 20);
    }
  }
  set_threads(1);
  std::printf(failures ? "%d checks failed\n" : "all kernels agree with plain loops\n", failures);
  return failures != 0;
}
