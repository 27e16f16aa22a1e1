/** The information of two sources about a target in parts, in nats. Their sum is I(Y; X1 X2). */
export interface Information {
  readonly unique: readonly [number, number]
  readonly redundant: number
  readonly synergy: number
}

const MOST_STEPS = 500
const FIT_STEPS = 20
const ENOUGH = 1e-6

/**
 * The partial information decomposition of Bertschinger, Rauh, Olbrich, Jost and Ay (Entropy 16:2161, 2014), which the
 * CVX estimator of Liang et al. (NeurIPS 2023, arXiv 2302.12247) solves, for a target of two equally likely values:
 *
 *     I_min = min_q I_q(Y; X1 X2) over all q with q(x1, y) = p(x1, y) and q(x2, y) = p(x2, y)
 *     S = I_p(Y; X1 X2) - I_min,  U_1 = I_min - I_p(Y; X2),  R = I_p(Y; X1) + I_p(Y; X2) - I_min
 *
 * The minimum is over couplings q_y of p(x1 | y) and p(x2 | y). I_q = min_r mean_y D(q_y || r) is jointly convex. So r
 * and q_y are optimised in turn: r is the mean of the q_y, and q_y the projection of r onto the couplings by iterative
 * proportional fitting (Banerjee, Rauh and Montufar, ISIT 2018).
 *
 * @param cells p(x1, x2 | y) for either value of y, row-major, each summing to 1. `[size1 * size2]` each
 * @param size1 values of x1
 */
export function decomposeInformation(cells: readonly [Float64Array, Float64Array], size1: number): Information {
  const size2 = cells[0].length / size1
  const first = cells.map((cell) => marginal(cell, size1, size2, 0)) as [Float64Array, Float64Array]
  const second = cells.map((cell) => marginal(cell, size1, size2, 1)) as [Float64Array, Float64Array]
  const [both, one, two] = [cells, first, second].map(informationOf)
  // Start from independent couplings: they are zero only in cells that must be zero.
  const q = [0, 1].map((y) => outer(first[y]!, second[y]!)) as [Float64Array, Float64Array]
  let least = informationOf(q)
  for (let step = 0; step < MOST_STEPS; step++) {
    const r = q[0].map((value, n) => (value + q[1][n]!) / 2)
    for (const y of [0, 1]) q[y] = fitted(r, first[y]!, second[y]!)
    const now = informationOf(q)
    if (least - now < ENOUGH) break
    least = now
  }
  // All parts are at least zero but for rounding.
  const positive = (value: number) => Math.max(0, value)
  return {
    unique: [positive(least - two!), positive(least - one!)],
    redundant: positive(one! + two! - least),
    synergy: positive(both! - least),
  }
}

/** I(Y; X) of two equally likely values of y: the Jensen-Shannon divergence of the two distributions. */
function informationOf([a, b]: readonly [Float64Array, Float64Array]): number {
  let sum = 0
  for (let n = 0; n < a.length; n++) {
    const mean = (a[n]! + b[n]!) / 2
    if (a[n]! > 0) sum += (a[n]! * Math.log(a[n]! / mean)) / 2
    if (b[n]! > 0) sum += (b[n]! * Math.log(b[n]! / mean)) / 2
  }
  return sum
}

/** The coupling of two marginal distributions that is nearest to r in relative entropy. */
function fitted(r: Float64Array, rows: Float64Array, columns: Float64Array): Float64Array {
  const q = r.slice()
  for (let step = 0; step < FIT_STEPS; step++) {
    scale(q, rows, columns.length, 0)
    if (scale(q, columns, columns.length, 1) < ENOUGH) break
  }
  return q
}

/** Scales rows (axis 0) or columns (axis 1) to their sums. @returns how far they were off */
function scale(q: Float64Array, target: Float64Array, size2: number, axis: 0 | 1): number {
  const have = marginal(q, q.length / size2, size2, axis)
  let off = 0
  for (let n = 0; n < q.length; n++) {
    const at = axis === 0 ? Math.floor(n / size2) : n % size2
    if (have[at]! > 0) q[n]! *= target[at]! / have[at]!
  }
  for (let at = 0; at < have.length; at++) off += Math.abs(have[at]! - target[at]!)
  return off
}

function marginal(cells: Float64Array, size1: number, size2: number, axis: 0 | 1): Float64Array {
  const sums = new Float64Array(axis === 0 ? size1 : size2)
  for (let n = 0; n < cells.length; n++) sums[axis === 0 ? Math.floor(n / size2) : n % size2]! += cells[n]!
  return sums
}

function outer(rows: Float64Array, columns: Float64Array): Float64Array {
  return Float64Array.from(
    { length: rows.length * columns.length },
    (_, n) => rows[Math.floor(n / columns.length)]! * columns[n % columns.length]!,
  )
}
