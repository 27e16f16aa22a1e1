import { roundToSum } from '../format.ts'
import type { Part } from './parts.ts'

/** The range of a page's axis: distances from the baseline in score units. Zero is always inside. */
export interface Domain {
  readonly low: number
  readonly high: number
}

/** One bar. `from` and `to` are distances from the baseline; positions are shares of the axis, 0 to 1. */
export interface Step extends Part {
  readonly from: number
  readonly to: number
  readonly left: number
  readonly width: number
  /** Where the bar ends and the next one starts. */
  readonly end: number
  /** The printed value. The printed values add up to the printed sum. */
  readonly shown: number
}

export interface Waterfall {
  readonly steps: readonly Step[]
  /** Position of the zero line, which stands for the baseline. */
  readonly zero: number
  /** The bar of the sum, from the zero line to the end of the last step. */
  readonly sum: { readonly left: number; readonly width: number; readonly end: number; readonly value: number }
  readonly baselineShown: number
  readonly sumShown: number
  readonly scoreShown: number
}

/** The smallest domain that holds every running sum of the given explanations. One domain makes a page comparable. */
export function domainOf(explanations: readonly (readonly Part[])[]): Domain {
  let low = 0
  let high = 0
  for (const parts of explanations) {
    let running = 0
    for (const { value } of parts) {
      running += value
      low = Math.min(low, running)
      high = Math.max(high, running)
    }
  }
  return high - low > 0 ? { low, high } : { low: 0, high: 1 }
}

/**
 * Lays an explanation out as a waterfall. Each bar starts where the previous one ended; the last ends at
 * score - baseline. The printed values are rounded together, so baseline + parts = score in print too.
 */
export function waterfallOf(parts: readonly Part[], baseline: number, domain: Domain, digits = 2): Waterfall {
  const span = domain.high - domain.low
  const position = (value: number): number => (value - domain.low) / span
  const [baselineShown = 0, ...shown] = roundToSum([baseline, ...parts.map(({ value }) => value)], digits)
  let running = 0
  const steps = parts.map((part, index): Step => {
    const from = running
    const to = (running += part.value)
    const left = position(Math.min(from, to))
    const width = position(Math.max(from, to)) - left
    return { ...part, from, to, left, width, end: position(to), shown: shown[index] ?? 0 }
  })
  const zero = position(0)
  const end = position(running)
  const total = shown.reduce((sum, value) => sum + value, 0)
  const sumShown = round(total, digits)
  return {
    steps,
    zero,
    sum: { left: Math.min(zero, end), width: Math.abs(end - zero), end, value: running },
    baselineShown,
    sumShown,
    scoreShown: round(baselineShown + sumShown, digits),
  }
}

/** Removes floating-point noise: 0.1 + 0.2 -> 0.3. */
function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
