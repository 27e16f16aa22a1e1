/**
 * The value below which a share of the numbers lies, interpolated between neighbours.
 *
 * @throws RangeError without numbers
 */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const position = (sorted.length - 1) * share
  const [low, high] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]]
  if (low === undefined || high === undefined) throw new RangeError('A quantile needs at least one number.')
  return low + (position - Math.floor(position)) * (high - low)
}

/** Middle and spread of a series. */
export interface Spread {
  readonly median: number
  readonly low: number // first quartile
  readonly high: number // third quartile
}

export function spread(numbers: readonly number[]): Spread {
  return { median: quantile(numbers, 0.5), low: quantile(numbers, 0.25), high: quantile(numbers, 0.75) }
}

/** Latencies in milliseconds, rounded to hundredths. */
export interface Percentiles {
  readonly requests: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

export function percentiles(latencies: readonly number[]): Percentiles {
  const at = (share: number) => Number(quantile(latencies, share).toFixed(2))
  return { requests: latencies.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
