import type { MeasuredImport } from './command.ts'

const WIDTH = 760
const HEIGHT = 340
const PANEL = { width: 300, height: 240, top: 50 }
const COLOURS: Readonly<Record<string, string>> = { CSV: '#8a8f98', Parquet: '#2f6f4e' }

/** Two panels with logarithmic axes: CPU seconds of ours and the database's, beside a line of equal time an event; and peak memory. SVG. */
export function plotImports(results: readonly MeasuredImport[]): string {
  const generated = results.filter(({ source }) => source in COLOURS)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="12">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    ...panel(
      60,
      'CPU seconds',
      generated,
      ({ cpuSeconds, databaseCpuSeconds }) => cpuSeconds + databaseCpuSeconds,
      true,
    ),
    ...panel(430, 'peak memory, MiB', generated, ({ peakMiB }) => peakMiB, false),
    ...Object.entries(COLOURS)
      .filter(([source]) => generated.some((result) => result.source === source))
      .map(([source, colour], n) => text(60 + 90 * n, HEIGHT - 8, source, colour)),
    '</svg>\n',
  ].join('\n')
}

function panel(
  left: number,
  title: string,
  results: readonly MeasuredImport[],
  value: (result: MeasuredImport) => number,
  hasLinearLine: boolean,
): string[] {
  const decades = (values: readonly number[]) => [
    Math.floor(Math.log10(Math.min(...values))),
    Math.ceil(Math.log10(Math.max(...values))),
  ]
  const [x0, x1] = decades(results.map(({ events }) => events))
  const [y0, y1] = decades(results.map(value))
  const x = (events: number) => left + ((Math.log10(events) - x0!) / Math.max(1, x1! - x0!)) * PANEL.width
  const y = (height: number) =>
    PANEL.top + PANEL.height - ((Math.log10(height) - y0!) / Math.max(1, y1! - y0!)) * PANEL.height
  const bottom = PANEL.top + PANEL.height
  const ticks = (from: number, to: number) => Array.from({ length: Math.max(1, to - from) + 1 }, (_, n) => from + n)
  const lines = Object.keys(COLOURS).flatMap((source) => {
    const own = results.filter((result) => result.source === source).sort((a, b) => a.events - b.events)
    if (own.length === 0) return []
    const points = own.map((result) => `${x(result.events).toFixed(1)},${y(value(result)).toFixed(1)}`)
    const dots = points.map((point) => `<circle cx="${point.replace(',', '" cy="')}" r="3" fill="${COLOURS[source]}"/>`)
    return [
      `<polyline points="${points.join(' ')}" fill="none" stroke="${COLOURS[source]}" stroke-width="2"/>`,
      ...dots,
    ]
  })
  const last = results.reduce((most, result) => (result.events > most.events ? result : most))
  const smallest = Math.min(...results.map(({ events }) => events))
  const linear = `<path d="M${x(smallest)} ${y((value(last) * smallest) / last.events)}L${x(last.events)} ${y(value(last))}" stroke="#bbb" stroke-dasharray="4 3"/>`
  return [
    text(left, PANEL.top - 14, `${title}, by number of events`),
    `<path d="M${left} ${PANEL.top}V${bottom}H${left + PANEL.width}" fill="none" stroke="#111"/>`,
    ...ticks(x0!, x1!).map((power) => text(x(10 ** power), bottom + 18, `10^${power}`, '#111', 'middle')),
    ...ticks(y0!, y1!).map((power) => text(left - 6, y(10 ** power) + 4, String(10 ** power), '#111', 'end')),
    ...(hasLinearLine ? [linear] : []),
    ...lines,
  ]
}

function text(x: number, y: number, words: string, colour = '#111', anchor = 'start'): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${colour}" text-anchor="${anchor}">${words}</text>`
}
