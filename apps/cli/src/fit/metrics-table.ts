import type { FitReport } from '@trifold/model'

const CUTOFFS = ['5', '10', '20', '50'] as const
const METRICS = ['recall', 'ndcg', 'precision', 'map'] as const
const WIDTH = 9

/** What came of a training run, for people. */
export function metricsTable(report: FitReport): string {
  const cells = (values: readonly string[]) => values.map((value) => value.padStart(WIDTH)).join('')
  const rows = (['valid', 'test'] as const).flatMap((part) =>
    METRICS.map((metric) => {
      const values = CUTOFFS.map((cutoff) => report[part][metric][cutoff].toFixed(4))
      return `${part.padEnd(6)}${metric.padEnd(10)}${cells(values)}`
    }),
  )
  return [
    `${nameOf(report)}, seed ${report.seed}, on ${report.backend}: best of ${report.epochs} epochs is ${report.bestEpoch}, ` +
      `${report.secondsPerEpoch.toFixed(2)} s an epoch, at most ${report.peakMemoryMiB} MiB`,
    `${' '.repeat(16)}${cells(CUTOFFS.map((cutoff) => `@${cutoff}`))}`,
    ...rows,
  ].join('\n')
}

/** "vbpr with MRdIB" */
export function nameOf({ base, mrdib }: Pick<FitReport, 'base' | 'mrdib'>): string {
  return `${base}${mrdib ? ' with MRdIB' : ''}`
}
