/** Maps values to coordinates. */
export interface Scale {
  (value: number): number
  readonly ticks: readonly number[]
}

/** About `count` round numbers that cover the range from `low` to `high`. */
export function roundTicks(low: number, high: number, count = 5): number[] {
  const span = high - low || Math.abs(high) || 1
  const power = 10 ** Math.floor(Math.log10(span / count))
  const step = power * ([1, 2, 5].find((factor) => span / (factor * power) <= count) ?? 10)
  const first = Math.floor(low / step + 1e-9)
  const last = Math.ceil(high / step - 1e-9)
  // Multiples of the step, not sums: 0.3 and not 0.30000000000000004.
  return Array.from({ length: Math.max(2, last - first + 1) }, (_, n) => Number(((first + n) * step).toPrecision(12)))
}

export function linearScale(low: number, high: number, from: number, to: number): Scale {
  const ticks = roundTicks(low, high)
  const [first, last] = [ticks[0], ticks[ticks.length - 1]]
  return Object.assign((value: number) => from + ((value - first!) / (last! - first!)) * (to - from), { ticks })
}

/** Powers of ten between `low` and `high`, both above 0; with few of them, also 2 and 5 times these. */
export function logScale(low: number, high: number, from: number, to: number): Scale {
  if (low <= 0) throw new RangeError('a logarithmic scale needs values above zero')
  const [first, last] = [Math.log10(low), Math.log10(high > low ? high : low * 10)]
  const exponents = Array.from({ length: Math.floor(last) - Math.floor(first) + 1 }, (_, n) => Math.floor(first) + n)
  const factors = last - first > 3 ? [1] : [1, 2, 5]
  const ticks = exponents
    .flatMap((exponent) => factors.map((factor) => Number(`${factor}e${exponent}`)))
    .filter((tick) => tick >= low * 0.999 && tick <= high * 1.001)
  return Object.assign((value: number) => from + ((Math.log10(value) - first) / (last - first)) * (to - from), {
    ticks,
  })
}

/** A tick's label. */
export function short(value: number): string {
  if (value !== 0 && (Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3)) return value.toExponential().replace('e+', 'e')
  return `${Number(value.toPrecision(4))}`
}
