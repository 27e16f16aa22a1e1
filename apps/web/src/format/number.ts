const MINUS = '\u2212'

/** A number with a typographic minus: `2.63`, `−0.14`. Never `−0.00`. */
export function plain(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits)
  return value < 0 && Number(text) !== 0 ? MINUS + text : text
}

/** A number that always shows its direction: `+1.62`, `−0.14`; zero has none. */
export function signed(value: number, digits = 2): string {
  const text = plain(value, digits)
  return Number(value.toFixed(digits)) > 0 ? `+${text}` : text
}

/** `0.4132` -> `41 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/**
 * Rounds values so that the rounded ones add up to the rounded sum (largest remainder): a column that is shown adds up as it is
 * read. Each value moves by less than one unit of the last digit.
 */
export function roundToSum(values: readonly number[], digits = 2): number[] {
  const unit = 10 ** digits
  const scaled = values.map((value) => value * unit)
  const floors = scaled.map(Math.floor)
  const target = Math.round(scaled.reduce((sum, value) => sum + value, 0))
  const missing = target - floors.reduce((sum, value) => sum + value, 0)
  const byRemainder = scaled
    .map((value, index) => ({ index, rest: value - floors[index] }))
    .sort((a, b) => b.rest - a.rest)
  const raised = new Set(byRemainder.slice(0, missing).map(({ index }) => index))
  return floors.map((floor, index) => (floor + (raised.has(index) ? 1 : 0)) / unit)
}
