import { linearScale, logScale, short } from './scale.ts'
import { COLOURS, dot, line, path, picture, text } from './svg.ts'

export interface Point {
  readonly x: number
  readonly y: number
  /** Half the length of the whisker, e.g. a standard deviation. */
  readonly spread?: number
}

export interface Series {
  readonly label: string
  readonly points: readonly Point[]
}

export interface Axis {
  readonly label?: string
  /** By default linear. */
  readonly scale?: 'linear' | 'log'
  readonly format?: (value: number) => string
}

/** A chart with its own axes. */
export interface LineChart {
  readonly title: string
  readonly x: Axis
  readonly y: Axis
  readonly series: readonly Series[]
}

const WIDTH = 760
const [LEFT, RIGHT] = [78, 170]
const HEIGHT = 170

/** Lines through points, chart under chart, each series named at its end. A linear y axis starts at zero. SVG. */
export function lines(title: string, charts: readonly LineChart[]): string {
  let top = 44
  const pieces = charts.flatMap((chart) => {
    const drawn = drawChart(chart, top)
    top += HEIGHT + 74
    return drawn
  })
  return picture(WIDTH, top, title, pieces)
}

function drawChart({ title, x: across, y: up, series }: LineChart, top: number): string[] {
  const points = series.flatMap((one) => one.points)
  const [left, right, high, low] = [LEFT, WIDTH - RIGHT, top + 22, top + 22 + HEIGHT]
  const x = scaleOf(
    across,
    points.map((point) => point.x),
    [left, right],
  )
  const y = scaleOf(
    up,
    points.flatMap(({ y: value, spread = 0 }) => [value - spread, value + spread]),
    [low, high],
  )
  return [
    text(16, top + 10, title, { bold: true }),
    ...x.ticks.flatMap((tick) => [
      line(x(tick), high, x(tick), low, 'grid'),
      text(x(tick), low + 15, (across.format ?? short)(tick), { anchor: 'middle', faint: true, size: 10 }),
    ]),
    ...y.ticks.flatMap((tick) => [
      line(left, y(tick), right, y(tick), 'grid'),
      text(left - 6, y(tick) + 4, (up.format ?? short)(tick), { anchor: 'end', faint: true, size: 10 }),
    ]),
    ...(across.label ? [text((left + right) / 2, low + 32, across.label, { anchor: 'middle', faint: true })] : []),
    ...(up.label ? [text(left, high - 4, up.label, { faint: true, size: 10 })] : []),
    ...series.flatMap(({ points: own }, n) => {
      const colour = COLOURS[n % COLOURS.length]!
      const points = own.map((point) => [x(point.x), y(point.y)] as const)
      return [
        path(points, colour),
        ...own.flatMap(({ x: at, y: value, spread = 0 }) =>
          spread > 0 ? [line(x(at), y(value - spread), x(at), y(value + spread), 'whisker')] : [],
        ),
        ...points.map(([px, py]) => dot(px, py, colour)),
      ]
    }),
    ...endLabels(series, y).map(({ label, at, colour }) => text(right + 12, at + 4, label, { colour })),
  ]
}

/** Names beside the last points, moved apart if they overlap. */
function endLabels(series: readonly Series[], y: (value: number) => number) {
  const labels = series
    .map(({ label, points }, n) => ({
      label,
      at: y(points[points.length - 1]!.y),
      colour: COLOURS[n % COLOURS.length],
    }))
    .sort((a, b) => a.at - b.at)
  labels.forEach((label, n) => {
    if (n > 0) label.at = Math.max(label.at, labels[n - 1]!.at + 15)
  })
  return labels
}

function scaleOf({ scale = 'linear' }: Axis, values: readonly number[], [from, to]: readonly [number, number]) {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return scale === 'log' ? logScale(low, high, from, to) : linearScale(Math.min(0, low), high, from, to)
}
