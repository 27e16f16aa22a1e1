import { freezeTable } from './frozen.ts'

/**
 * Item vectors a second time, a byte a number: a search for few users reads these through, a quarter of the memory, and
 * looks at the true rows of the few items that can still be among the best.
 */
export interface NarrowItems {
  /** round(x / step) + 128, four to a word, items side by side. `[ceil(n / 16), ceil(d / 4), 16]` */
  readonly words: Int32Array
  /** What a byte's 1 stands for in each row. `[n]` */
  readonly steps: Float32Array
  /** What a user vector of length 1 can make of the difference to the true row, rounding included. `[n]` */
  readonly slacks: Float32Array
}

const LARGEST_BYTE = 127
const OFFSET = 128
/** Items side by side, as in `core/kernels/narrow_top_k.h`. */
const GROUP = 16
const UP = 1 + 2 ** -20 // more than single precision and the sums here can lose

const made = new WeakMap<Float32Array, NarrowItems>()

/** @param items `[n, dimension]`, frozen: made once. Rows with numbers that are not finite are allowed. */
export function narrowItems(items: Float32Array, dimension: number): NarrowItems {
  let narrow = made.get(items)
  if (!narrow) made.set(items, (narrow = narrowed(items, dimension)))
  return narrow
}

function narrowed(items: Float32Array, dimension: number): NarrowItems {
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
      slacks[i] = Infinity // its bound is above everything: looked at every time
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
    // sums of `dimension` products in single precision, over bytes with their offset and over the row itself
    const rounding = dimension * 2 ** -22 * (Math.sqrt(square) + OFFSET * step * Math.sqrt(dimension))
    slacks[i] = (Math.sqrt(lost) + rounding) * UP
  }
  return { words: freezeTable(words), steps: freezeTable(steps), slacks: freezeTable(slacks) }
}
