/**
 * Spearman's rank correlation of paired figures. Equal figures get the mean of their ranks.
 *
 * @returns from -1 to 1; NaN if all values of one side are equal
 */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} figures cannot be paired with ${b.length}`)
  const [x, y] = [ranks(a), ranks(b)]
  const middle = (a.length - 1) / 2
  let [product, squaresX, squaresY] = [0, 0, 0]
  for (let n = 0; n < x.length; n++) {
    product += (x[n]! - middle) * (y[n]! - middle)
    squaresX += (x[n]! - middle) ** 2
    squaresY += (y[n]! - middle) ** 2
  }
  return product / Math.sqrt(squaresX * squaresY)
}

function ranks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, n) => n).sort((a, b) => values[a]! - values[b]!)
  const found = new Float64Array(values.length)
  for (let start = 0; start < order.length;) {
    let end = start + 1
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++
    for (let n = start; n < end; n++) found[order[n]!] = (start + end - 1) / 2
    start = end
  }
  return found
}
