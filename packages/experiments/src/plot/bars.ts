import { linearScale, short } from './scale.ts'
import { box, COLOURS, line, picture, text } from './svg.ts'

export interface Bar {
  readonly label: string
  readonly value: number
  /** Ends of the whisker: a standard deviation to both sides, quartiles, an interval. */
  readonly low: number
  readonly high: number
  /** Which of the colours; the first by default. */
  readonly colour?: number
}

/** Bars on a common scale; groups have scales of their own. */
export interface BarGroup {
  readonly title: string
  readonly bars: readonly Bar[]
  readonly format?: (value: number) => string
}

const WIDTH = 760
const LABELS = 250
const ROW = 22

/** Horizontal bars with whiskers, group under group. The scale starts at zero. SVG. */
export function bars(title: string, groups: readonly BarGroup[]): string {
  let y = 44
  const pieces = groups.flatMap(({ title: head, bars: rows, format = short }) => {
    const x = linearScale(0, Math.max(...rows.map(({ high, value }) => Math.max(high, value))), LABELS, WIDTH - 80)
    const top = y + 18
    const bottom = top + rows.length * ROW
    const drawn = [
      text(16, y + 10, head, { bold: true }),
      ...x.ticks.flatMap((tick) => [
        line(x(tick), top, x(tick), bottom, 'grid'),
        text(x(tick), bottom + 13, short(tick), { anchor: 'middle', faint: true, size: 10 }),
      ]),
      ...rows.flatMap(({ label, value, low, high, colour = 0 }, n) => {
        const middle = top + n * ROW + ROW / 2
        return [
          text(LABELS - 8, middle + 4, label, { anchor: 'end' }),
          box(LABELS, middle - 7, x(value) - LABELS, 14, COLOURS[colour % COLOURS.length]!),
          ...(high > low ? [line(x(low), middle, x(high), middle, 'whisker')] : []),
          text(x(Math.max(high, value)) + 6, middle + 4, format(value), { size: 11 }),
        ]
      }),
    ]
    y = bottom + 34
    return drawn
  })
  return picture(WIDTH, y, title, pieces)
}
