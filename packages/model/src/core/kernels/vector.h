// One vector type for every instruction set, by the vector extension that GCC and clang share: 16 lanes with AVX-512,
// 8 with AVX2, 4 with SSE2, NEON and WebAssembly SIMD. `a * b + c` contracts to a fused multiply-add where there is
// one (-ffp-contract), so results differ between instruction sets in the last bits, and between runs never.
#pragma once
#include <stddef.h>
#include <stdint.h>

namespace CORE_ISA {

#if defined(__AVX512F__)
constexpr int LANES = 16;
#elif defined(__AVX2__)
constexpr int LANES = 8;
#else
constexpr int LANES = 4;
#endif

typedef float Vec __attribute__((vector_size(LANES * 4)));
typedef int32_t VecInt __attribute__((vector_size(LANES * 4)));
typedef uint32_t VecBits __attribute__((vector_size(LANES * 4)));
// The same, at any address: arrays come from JavaScript, which aligns them to 8 or 16 bytes.
typedef float VecAnywhere __attribute__((vector_size(LANES * 4), aligned(4), may_alias));

static inline Vec load(const float* p) { return *reinterpret_cast<const VecAnywhere*>(p); }
static inline void store(float* p, Vec v) { *reinterpret_cast<VecAnywhere*>(p) = v; }
static inline Vec splat(float x) {  // one instruction; `Vec{} + x` would add a true zero, because of -0
#if defined(__AVX512F__)
  return Vec{x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
#elif defined(__AVX2__)
  return Vec{x, x, x, x, x, x, x, x};
#else
  return Vec{x, x, x, x};
#endif
}

/**
 * LANES half-precision numbers (IEEE 754 binary16) from memory, exactly, as long as they are finite: sign, exponent and
 * fraction move to their places in single precision, and a product makes up for the exponents' different bias (subnormal
 * halves included). Four instructions on every instruction set, where the one made for it takes two on some and is
 * missing on others.
 */
static inline Vec load(const uint16_t* p) {
  typedef int16_t Halves __attribute__((vector_size(LANES * 2), aligned(2), may_alias));
  const VecBits wide = (VecBits)__builtin_convertvector(*reinterpret_cast<const Halves*>(p), VecInt);  // the sign spreads
  return (Vec)((wide << 13) & 0x8fffe000u) * 0x1p112f;
}

static inline float widen(float x) { return x; }
static inline float widen(uint16_t half) {
  const uint32_t bits = (uint32_t)(half & 0x8000) << 16 | (uint32_t)(half & 0x7fff) << 13;
  float x;
  __builtin_memcpy(&x, &bits, sizeof x);
  return x * 0x1p112f;
}

/** First `n` lanes from memory, the rest zero. */
static inline Vec load_part(const float* p, int n) {
  Vec v = {};
  for (int i = 0; i < n; i++) v[i] = p[i];
  return v;
}

static inline void store_part(float* p, Vec v, int n) {
  for (int i = 0; i < n; i++) p[i] = v[i];
}

static inline Vec pick(VecInt mask, Vec yes, Vec no) {
  return (Vec)(((VecInt)yes & mask) | ((VecInt)no & ~mask));
}
static inline Vec max(Vec a, Vec b) { return pick(a > b, a, b); }
static inline Vec min(Vec a, Vec b) { return pick(a < b, a, b); }

static inline float sum(Vec v) {
  // halves onto halves, so that rounding is that of a balanced tree
  float part[LANES];
  store(part, v);
  for (int width = LANES / 2; width > 0; width /= 2)
    for (int i = 0; i < width; i++) part[i] += part[i + width];
  return part[0];
}

/** out[0..4) = the sums of four vectors, to the bits that `sum` gives; in four lanes they share their additions. */
static inline void sum_each(const Vec (&v)[4], float* out) {
  if constexpr (LANES == 4) {
    const auto halves = [](Vec a, Vec b) { return Vec{a[0], a[1], b[0], b[1]} + Vec{a[2], a[3], b[2], b[3]}; };
    const Vec ab = halves(v[0], v[1]), cd = halves(v[2], v[3]);
    store(out, Vec{ab[0], ab[2], cd[0], cd[2]} + Vec{ab[1], ab[3], cd[1], cd[3]});
  } else {
    for (int r = 0; r < 4; r++) out[r] = sum(v[r]);
  }
}

static inline float max_lane(Vec v) {
  float best = v[0];
  for (int i = 1; i < LANES; i++) best = v[i] > best ? v[i] : best;
  return best;
}

/**
 * e^x to 2 units in the last place (Cephes expf): x = n ln 2 + r, a polynomial for e^r, and n added to the exponent.
 * Arguments are held to [-87, 88], where neither end leaves the normal numbers.
 */
static inline Vec exp(Vec x) {
  x = min(max(x, splat(-87.0f)), splat(88.0f));
  const Vec magic = splat(12582912.0f);  // 1.5 * 2^23: adding it rounds to an integer held in the low mantissa bits
  const Vec shifted = x * 1.44269504088896341f + magic;
  const Vec n = shifted - magic;
  const Vec r = (x - n * 0.693359375f) - n * -2.12194440e-4f;  // ln 2 in two parts: the first product is exact
  Vec p = splat(1.9875691500e-4f);
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  const Vec y = p * r * r + r + 1.0f;
  return (Vec)((VecInt)y + (((VecInt)shifted - (VecInt)magic) << 23));
}

/** 1 / (1 + e^-x); what is no number stays none. */
static inline Vec sigmoid(Vec x) { return pick(x == x, 1.0f / (1.0f + exp(-x)), x); }

/** Hyperbolic tangent (Cephes tanhf): a polynomial up to 0.625, beyond it of e^2x; what is no number stays none. */
static inline Vec tanh(Vec x) {
  const Vec z = x * x;
  Vec p = splat(-5.70498872745e-3f);
  p = p * z + 2.06390887954e-2f;
  p = p * z + -5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z + -3.33332819422e-1f;
  const Vec far = 1.0f - 2.0f / (exp(x + x) + 1.0f);
  return pick(x == x, pick(z < 0.390625f, p * z * x + x, far), x);
}

/** Natural logarithm of a positive normal number (Cephes logf). */
static inline Vec log(Vec x) {
  VecInt e = ((VecInt)x >> 23) - 126;
  const Vec mantissa = (Vec)(((VecInt)x & 0x007fffff) | 0x3f000000);  // in [0.5, 1)
  const VecInt low = mantissa < splat(0.707106781186547524f);         // all ones: -1
  e += low;
  const Vec m = mantissa - 1.0f + pick(low, mantissa, Vec{});
  const Vec z = m * m, exponent = __builtin_convertvector(e, Vec);
  Vec p = splat(7.0376836292e-2f);
  p = p * m - 1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  return m + (m * z * p + exponent * -2.12194440e-4f - z * 0.5f) + exponent * 0.693359375f;
}
static inline float log(float x) { return log(splat(x))[0]; }

static inline float sqrt(float x) { return __builtin_sqrtf(x); }
static inline Vec sqrt(Vec x) {
  float roots[LANES];
  store(roots, x);
  for (int i = 0; i < LANES; i++) roots[i] = sqrt(roots[i]);
  return load(roots);
}

static inline long smaller(long a, long b) { return a < b ? a : b; }
static inline long ceil_div(long a, long b) { return (a + b - 1) / b; }

}  // namespace CORE_ISA
