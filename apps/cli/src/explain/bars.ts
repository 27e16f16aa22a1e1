import type { Explanation } from '@trifold/model'

const HALF = 20

/** An explanation as a small table: each part with a bar to the left (against the item) or right (for it). */
export function explanationBars(user: string, item: string, explanation: Explanation): string {
  const { score, baseline, collaborative, unique, redundant, synergy } = explanation
  const parts: [string, number][] = [
    ['collaborative', collaborative],
    ...Object.entries(unique).map(([modality, value]): [string, number] => [`only ${modality}`, value]),
    ['shared', redundant],
    ['synergy', synergy],
  ]
  const labels = ['baseline', 'score', ...parts.map(([name]) => name)]
  const width = Math.max(...labels.map((label) => label.length))
  const largest = Math.max(...parts.map(([, value]) => Math.abs(value)))
  const line = (name: string, value: number, bar = '') => `  ${name.padEnd(width)} ${signed(value)} ${bar}`.trimEnd()
  return [
    `user ${user}, item ${item}`,
    line('baseline', baseline),
    ...parts.map(([name, value]) => line(name, value, bar(value, largest))),
    line('score', score),
  ].join('\n')
}

function bar(value: number, largest: number): string {
  const length = largest === 0 ? 0 : Math.round((HALF * Math.abs(value)) / largest)
  const drawn = '█'.repeat(length)
  return value < 0 ? `${drawn.padStart(HALF)}│` : `${' '.repeat(HALF)}│${drawn}`
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(4)}`.padStart(10)
}
