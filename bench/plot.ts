import type { Result } from './compare.ts'

const WIDTH = 760
const BAR = 18
const LABEL = 290

/** Horizontal bars of the median CPU time by engine, one group a task, each group on its own scale. SVG. */
export function plot(results: readonly Result[], title: string): string {
  const tasks = [...new Set(results.map(({ task }) => task))]
  let y = 44
  const rows = tasks.flatMap((task) => {
    const own = results.filter((result) => result.task === task)
    const longest = Math.max(...own.map(({ cpuMilliseconds }) => cpuMilliseconds.high))
    const head = text(16, y + 12, `${task} (CPU ms a run)`, 'bold')
    y += 24
    const bars = own.flatMap(({ engine, cpuMilliseconds: { median, low, high } }) => {
      const x = (value: number) => LABEL + (value / longest) * (WIDTH - LABEL - 90)
      const colour = /PyTorch|implicit/.test(engine) ? '#8a8f98' : '#2f6f4e'
      const middle = y + BAR / 2
      const bar = [
        text(24, y + 13, engine),
        `<rect x="${LABEL}" y="${y + 2}" width="${(x(median) - LABEL).toFixed(1)}" height="${BAR - 4}" fill="${colour}"/>`,
        `<path d="M${x(low).toFixed(1)} ${middle}H${x(high).toFixed(1)}" stroke="#111"/>`,
        text(x(high) + 6, y + 13, median >= 10 ? median.toFixed(0) : median.toFixed(2)),
      ]
      y += BAR + 2
      return bar
    })
    y += 12
    return [head, ...bars]
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    text(16, 24, title, 'bold'),
    ...rows,
    '</svg>\n',
  ].join('\n')
}

function text(x: number, y: number, words: string, weight = 'normal'): string {
  const safe = words.replace(/&/g, '&amp;').replace(/</g, '&lt;')
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-weight="${weight}">${safe}</text>`
}
