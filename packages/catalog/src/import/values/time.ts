import { BadRow, quoted } from './bad-row.ts'

/** A clock that runs ahead is tolerated; a later time would spoil the split by time. */
const CLOCK_SKEW_SECONDS = 300
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i
/** Numbers from here on are milliseconds: as seconds they would lie after the year 5000. */
const FIRST_MILLISECONDS = 1e11
/** ... and from here on microseconds. */
const FIRST_MICROSECONDS = 1e14

/**
 * Seconds since 1970 from Unix seconds, milliseconds or microseconds, or an ISO 8601 date or time; without an offset it
 * is UTC.
 *
 * @param now seconds since 1970
 */
export function readTime(value: unknown, now: number): number {
  const seconds = secondsOf(value)
  if (!Number.isFinite(seconds)) {
    throw new BadRow(
      `the time ${quoted(value)} is neither ISO 8601 (2024-01-31T13:00:00Z) nor Unix seconds or milliseconds`,
    )
  }
  if (seconds < 0) throw new BadRow(`the time ${quoted(value)} lies before 1970`)
  if (seconds > now + CLOCK_SKEW_SECONDS) {
    throw new BadRow(`the time ${quoted(value)} lies in the future (${new Date(seconds * 1000).toISOString()})`)
  }
  return seconds
}

function secondsOf(value: unknown): number {
  if (value instanceof Date) return value.getTime() / 1000
  if (typeof value === 'number' || typeof value === 'bigint') return fromUnix(Number(value))
  if (typeof value !== 'string') return NaN
  const text = value.trim()
  return NUMBER.test(text) ? fromUnix(Number(text)) : fromIso(text)
}

function fromUnix(number: number): number {
  const size = Math.abs(number)
  if (size < FIRST_MILLISECONDS) return number
  return size < FIRST_MICROSECONDS ? number / 1000 : number / 1_000_000
}

function fromIso(text: string): number {
  const match = ISO.exec(text)
  if (!match) return NaN
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const isDay = new Date(Date.UTC(year, month - 1, day)).getUTCMonth() === month - 1 // 30 February is 1 March
  if (!isDay || hour > 23 || minute > 59 || second > 59) return NaN
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  return date.getTime() / 1000 + Number(`0.${match[7] ?? 0}`) - offsetSeconds(match[8])
}

function offsetSeconds(offset: string | undefined): number {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(offset ?? '')
  if (!match) return 0
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60)
}
