// Numbers and times as text, the same on the server and in every browser.

const MINUS = '\u2212'

/** A number with a typographic minus: `2.63`, `−0.14`. Never `−0.00`. */
export function plain(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits)
  return value < 0 && Number(text) !== 0 ? MINUS + text : text
}

/** A number with its sign: `+1.62`, `−0.14`; zero has none. */
export function signed(value: number, digits = 2): string {
  const text = plain(value, digits)
  return Number(value.toFixed(digits)) > 0 ? `+${text}` : text
}

/** `0.4132` -> `41 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** A ranking metric as papers print it: `.0412`. */
export function metricText(value: number | null): string {
  if (value === null) return 'not measured'
  return value.toFixed(4).replace(/^0/, '')
}

/**
 * Rounds values so that the rounded values add up to the rounded sum (largest remainder method).
 * Each value moves by less than one unit of its last digit.
 */
export function roundToSum(values: readonly number[], digits = 2): number[] {
  const unit = 10 ** digits
  const scaled = values.map((value) => value * unit)
  const floors = scaled.map(Math.floor)
  const target = Math.round(scaled.reduce((sum, value) => sum + value, 0))
  const missing = target - floors.reduce((sum, value) => sum + value, 0)
  const byRemainder = scaled
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder)
  const raised = new Set(byRemainder.slice(0, missing).map(({ index }) => index))
  return floors.map((floor, index) => (floor + (raised.has(index) ? 1 : 0)) / unit)
}

/** An ISO time to the minute: `2026-11-23 17:14 UTC`. */
export function dateTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}

/** Milliseconds as `48 s`, `3 min 05 s`, `1 h 02 min`. Negative values count as zero. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  const two = (value: number): string => String(value).padStart(2, '0')
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))} min`
}
