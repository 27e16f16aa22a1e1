import { roundToSum } from '../format/number.ts'
import type { Part } from './parts.ts'

/** The span of a page's axis, in score units away from the baseline. Zero is always inside. */
export interface Domain {
  readonly low: number
  readonly high: number
}

/** One bar of the waterfall. `from` and `to` are distances from the baseline; positions are shares of the axis, 0..1. */
export interface Step extends Part {
  readonly from: number
  readonly to: number
  readonly left: number
  readonly width: number
  /** Where the bar ends and the next one starts. */
  readonly end: number
  /** The value as it is printed: the printed column adds up. */
  readonly shown: number
}

export interface Waterfall {
  readonly steps: readonly Step[]
  /** Position of the zero line (the baseline). */
  readonly zero: number
  /** The bar of the sum: from the zero line to where the last step ends. */
  readonly sum: { readonly left: number; readonly width: number; readonly end: number; readonly value: number }
  readonly baselineShown: number
  readonly sumShown: number
  readonly scoreShown: number
}

/** The smallest axis that holds every running sum of the given explanations: bars of one page can be compared by eye. */
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
 * Lays an explanation out as a waterfall: each bar starts where the one before ended, the last one ends at score - baseline.
 * Printed values are rounded together, so baseline + parts = score also for a reader with a pencil.
 */
export function waterfallOf(parts: readonly Part[], baseline: number, domain: Domain, digits = 2): Waterfall {
  const span = domain.high - domain.low
  const position = (value: number): number => (value - domain.low) / span
  const [baselineShown, ...shown] = roundToSum([baseline, ...parts.map(({ value }) => value)], digits)
  let running = 0
  const steps = parts.map((part, index): Step => {
    const from = running
    const to = (running += part.value)
    const left = position(Math.min(from, to))
    return {
      ...part,
      from,
      to,
      left,
      width: position(Math.max(from, to)) - left,
      end: position(to),
      shown: shown[index],
    }
  })
  const zero = position(0)
  const end = position(running)
  const sumShown = tidy(
    shown.reduce((sum, value) => sum + value, 0),
    digits,
  )
  return {
    steps,
    zero,
    sum: { left: Math.min(zero, end), width: Math.abs(end - zero), end, value: running },
    baselineShown,
    sumShown,
    scoreShown: tidy(baselineShown + sumShown, digits),
  }
}

/** Takes the dust of decimal fractions off: 0.1 + 0.2 -> 0.3. */
function tidy(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
