import type { Metrics } from '@trifold/model'
import type { BaselineResult } from './compare-baselines.ts'

/** A model and what it reaches. */
export interface Compared {
  readonly name: string
  readonly valid: Metrics
  readonly test: Metrics
}

const COLUMNS = ['valid NDCG@20', 'valid Recall@20', 'test NDCG@20', 'test Recall@20'] as const
const GAP = 2

/** A model beside baselines, for people. */
export function comparisonTable(model: Compared, baselines: readonly BaselineResult[]): string {
  const names = [model.name, ...baselines.map(({ base }) => base)]
  const width = Math.max(...names.map((name) => name.length))
  const row = (name: string, cells: readonly string[]) =>
    name.padEnd(width) + cells.map((cell, n) => cell.padStart((COLUMNS[n]?.length ?? 0) + GAP)).join('')
  return [
    row('', COLUMNS),
    row(model.name, cellsOf(model)),
    ...baselines.map((result) =>
      'skipped' in result
        ? `${result.base.padEnd(width)}  skipped: ${result.skipped}`
        : row(result.base, cellsOf(result)),
    ),
  ].join('\n')
}

function cellsOf({ valid, test }: Pick<Compared, 'valid' | 'test'>): string[] {
  return [valid.ndcg[20], valid.recall[20], test.ndcg[20], test.recall[20]].map((value) => value.toFixed(4))
}
