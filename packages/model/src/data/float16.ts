/** IEEE 754 half precision to double, exactly. */
export function decodeHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >>> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity
  return sign * (1024 + fraction) * 2 ** (exponent - 25)
}

/** To the nearest half-precision number, ties to even; beyond 65,519.99 to infinity. */
export function encodeHalf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0
  const magnitude = Math.abs(value)
  if (magnitude >= 65520) return sign | 0x7c00
  if (magnitude < 2 ** -14) return sign | roundToEven(magnitude * 2 ** 24) // subnormal; rounding up to 1024 is 2 ** -14
  const exponent = Math.floor(Math.log2(magnitude))
  // log2 may round up to a power of two just above the value
  const power = magnitude < 2 ** exponent ? exponent - 1 : exponent
  return sign | (((power + 14) << 10) + roundToEven(magnitude * 2 ** (10 - power)))
}

function roundToEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor
}

const TABLE = { values: new Float32Array(0) }

/** All 65,536 half-precision numbers, made on first use: features are read by the million. */
export function halfTable(): Float32Array {
  if (TABLE.values.length === 0) TABLE.values = Float32Array.from({ length: 1 << 16 }, (_, bits) => decodeHalf(bits))
  return TABLE.values
}

const SINGLE = new Float32Array(1)
const BITS = new Uint32Array(SINGLE.buffer)

/**
 * The nearest half-precision numbers, ties to even, of `values` times a power of two: as `encodeHalf`, on the bits of
 * single precision and many times faster. What would exceed 65,519.99 is the caller's fault.
 *
 * @param at where they start in `out`
 */
export function toHalves(values: Float32Array, factor: number, out: Uint16Array, at: number): void {
  for (let n = 0; n < values.length; n++) {
    SINGLE[0] = values[n]! * factor
    const sign = (BITS[0]! >>> 16) & 0x8000
    const bits = BITS[0]! & 0x7fffffff
    if (bits < 0x38800000) {
      // below 2^-14, subnormal: added to a half, the fraction's last digit is that of the half-precision number
      SINGLE[0] = Math.abs(SINGLE[0]) + 0.5
      out[at + n] = sign | (BITS[0]! - 0x3f000000)
    } else {
      // the exponent's bias goes from 127 to 15, and 13 digits go, rounded up if past the middle or odd in it
      out[at + n] = sign | ((bits - 0x37fff001 + ((bits >>> 13) & 1)) >>> 13)
    }
  }
}
