import { freezeTable } from './abi.ts'

/**
 * A copy of the item vectors with one byte a number, a quarter of the memory. A search for few users scans this copy and
 * reads the exact rows only of items that can still enter the list.
 */
export interface QuantizedItems {
  /** round(x / step) + 128, four bytes a word, 16 items interleaved. `[ceil(n / 16), ceil(d / 4), 16]` */
  readonly words: Int32Array
  /** The step of quantization of each row. `[n]` */
  readonly steps: Float32Array
  /** Bound of the error of a row's score for a user vector of length 1, rounding included. `[n]` */
  readonly slacks: Float32Array
}

const LARGEST_BYTE = 127
const OFFSET = 128
/** Items that are interleaved, as in `kernels/quantized_top_k.h`. */
const GROUP = 16
/** Rounds bounds up: more than the rounding of single precision and of the sums below. */
const UP = 1 + 2 ** -20

const cache = new WeakMap<Float32Array, QuantizedItems>()

/**
 * The quantized copy of an array of items, computed once per array.
 * @param items `[n, dimension]`, frozen. Rows may hold numbers that are not finite.
 */
export function quantizedItems(items: Float32Array, dimension: number): QuantizedItems {
  let quantized = cache.get(items)
  if (!quantized) cache.set(items, (quantized = quantize(items, dimension)))
  return quantized
}

function quantize(items: Float32Array, dimension: number): QuantizedItems {
  const count = items.length / dimension
  const width = Math.ceil(dimension / 4)
  const words = new Int32Array(Math.ceil(count / GROUP) * GROUP * width)
  const steps = new Float32Array(count)
  const slacks = new Float32Array(count)
  for (let i = 0; i < count; i++) {
    const start = i * dimension
    let largest = 0
    let square = 0
    for (let d = 0; d < dimension; d++) {
      const x = items[start + d]!
      largest = Math.max(largest, Math.abs(x))
      square += x * x
    }
    if (!Number.isFinite(square)) {
      slacks[i] = Infinity // no bound: a search always reads the exact row
      continue
    }
    const step = (steps[i] = largest / LARGEST_BYTE)
    let lost = 0
    const first = (i - (i % GROUP)) * width + (i % GROUP)
    for (let d = 0; d < dimension; d++) {
      const byte = step > 0 ? Math.round(items[start + d]! / step) : 0
      words[first + (d >> 2) * GROUP]! |= (byte + OFFSET) << (8 * (d & 3))
      lost += (items[start + d]! - byte * step) ** 2
    }
    // rounding of two sums of `dimension` products in single precision: over the bytes with their offset, and over the row
    const rounding = dimension * 2 ** -22 * (Math.sqrt(square) + OFFSET * step * Math.sqrt(dimension))
    slacks[i] = (Math.sqrt(lost) + rounding) * UP
  }
  return { words: freezeTable(words), steps: freezeTable(steps), slacks: freezeTable(slacks) }
}
