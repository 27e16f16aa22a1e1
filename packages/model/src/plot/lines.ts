import { linearScale, logScale, short } from './scale.ts'
import { COLOURS, dot, line, path, picture, text } from './svg.ts'

export interface Point {
  readonly x: number
  readonly y: number
  /** Ends of the whisker. */
  readonly low?: number
  readonly high?: number
}

export interface Series {
  readonly label: string
  readonly points: readonly Point[]
}

export interface LinePlot {
  readonly title: string
  readonly x: { readonly label: string; readonly log?: boolean }
  readonly y: { readonly label: string; readonly fromZero?: boolean; readonly log?: boolean }
  readonly series: readonly Series[]
}

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [760, 380, 70, 190, 50, 52]

/** One figure against another, a line a series, with a legend at the right. SVG. */
export function lines({ title, x, y, series }: LinePlot): string {
  const points = series.flatMap((one) => one.points)
  const xs = points.map((point) => point.x)
  const ys = points.flatMap((point) => [point.low ?? point.y, point.high ?? point.y])
  const [left, right, top, bottom] = [LEFT, WIDTH - RIGHT, TOP, HEIGHT - BOTTOM]
  const across = x.log ? logScale(xs, left, right) : linearScale(Math.min(...xs), Math.max(...xs), left, right)
  const low = y.fromZero ? 0 : Math.min(...ys)
  const up = y.log ? logScale(ys, bottom, top) : linearScale(low, Math.max(...ys), bottom, top)
  const upTicks = y.log ? decades(ys) : up.ticks
  return picture(WIDTH, HEIGHT, title, [
    ...upTicks.flatMap((tick) => [
      line(left, up(tick), right, up(tick), 'grid'),
      text(left - 8, up(tick) + 4, short(tick), { anchor: 'end', faint: true, size: 11 }),
    ]),
    line(left, bottom, right, bottom, 'axis'),
    ...across.ticks.map((tick) => text(across(tick), bottom + 17, short(tick), { anchor: 'middle', faint: true, size: 11 })),
    text((left + right) / 2, HEIGHT - 12, x.label, { anchor: 'middle' }),
    text(16, TOP - 10, y.label, { faint: true }),
    ...series.flatMap(({ label, points: own }, n) => {
      const colour = COLOURS[n % COLOURS.length]
      const sorted = own.toSorted((a, b) => a.x - b.x)
      return [
        path(sorted.map((point) => [across(point.x), up(point.y)]), colour),
        ...sorted.flatMap((point) => [
          ...(point.low !== undefined && point.high !== undefined
            ? [line(across(point.x), up(point.low), across(point.x), up(point.high), 'whisker')]
            : []),
          dot(across(point.x), up(point.y), colour),
        ]),
        dot(right + 22, TOP + 6 + n * 20, colour),
        text(right + 32, TOP + 10 + n * 20, label),
      ]
    }),
  ])
}

/** The powers of ten among the values, or the values' ends where there are none. */
function decades(values: readonly number[]): number[] {
  const [low, high] = [Math.min(...values.filter((value) => value > 0)), Math.max(...values)]
  const first = Math.ceil(Math.log10(low))
  const ticks = Array.from({ length: Math.max(0, Math.floor(Math.log10(high)) - first + 1) }, (_, n) => 10 ** (first + n))
  return ticks.length > 1 ? ticks : [low, high]
}
