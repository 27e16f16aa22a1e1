import { type FitConfig, fitConfigSchema, carriesMrdib } from '@trifold/model/internals'
import { UserFacingError } from '@trifold/model/errors'
import { lines } from '../plot/index.ts'
import { decimals, nameOf, standings, type Figure, type Standing } from './comparison.ts'
import type { DataExperiment, Table } from '../runner/index.ts'

const ALPHAS = [1e-4, 1e-3, 5e-3, 1e-2, 5e-2]

/** The settings that vary, one at a time, and their values beside their own. */
const GRID = {
  bottleneckWeight: { title: 'alpha1, weight of the bottleneck', values: ALPHAS },
  redundancyWeight: { title: 'alpha2, weight of the redundancy', values: ALPHAS },
  uniqueWeight: { title: 'alpha3, weight of the unique decoders', values: ALPHAS },
  embeddingSize: { title: 'width of embeddings and bottleneck', values: [16, 32, 64, 128] },
} as const satisfies Partial<Record<keyof FitConfig, { readonly title: string; readonly values: readonly number[] }>>

type Moved = keyof typeof GRID

const FIGURES: readonly Figure[] = [
  { metric: 'recall', cutoff: '5' },
  { metric: 'recall', cutoff: '20' },
  { metric: 'ndcg', cutoff: '20' },
]

/** A point of the grid: one setting at one value. */
interface GridPoint {
  readonly moved: Moved
  readonly value: number
  readonly standing: Standing
  /** The best epoch of each seed. */
  readonly bestEpochs: readonly number[]
}

export const sensitivity: DataExperiment = {
  on: 'data',
  name: 'sensitivity',
  summary: 'How MRdIB depends on its weights alpha1..3 and on the width of its bottleneck, varied one at a time.',
  help: `Each alpha takes 0.0001, 0.001, 0.005, 0.01, 0.05 and its own value, the width 16, 32, 64, 128, while all
other settings stay. One base (--base). It shows how flat the optimum is; to choose values, use search.`,
  basesFor: () => ['vbpr'],
  async run({ settings, runner, dataset }) {
    const [base] = settings.bases
    if (!carriesMrdib(base!))
      throw new UserFacingError(`MRdIB cannot be attached to ${base}, so it has no weights to vary.`)
    const config = { ...settings.configOf(base!, true), base, mrdib: true }
    const own = fitConfigSchema.parse(config) as FitConfig
    const grid = (Object.keys(GRID) as Moved[]).flatMap((moved) =>
      [...new Set([...GRID[moved].values, own[moved]])].sort((a, b) => a - b).map((value) => ({ moved, value })),
    )
    const runs = await runner.runs(
      grid.flatMap(({ moved, value }) =>
        settings.seeds.map((seed) => ({
          label: `${moved} ${value}, seed ${seed}`,
          config: { ...config, [moved]: value, seed },
        })),
      ),
    )
    const each = settings.seeds.length
    const found = standings(
      grid.map(({ moved, value }, n) => ({
        name: `${moved} ${value}`,
        seeds: runs.slice(n * each, (n + 1) * each).map(({ test }) => test),
      })),
      FIGURES,
    )
    const points = grid.map((one, n): GridPoint => ({
      ...one,
      standing: found[n]!,
      bestEpochs: runs.slice(n * each, (n + 1) * each).map(({ report }) => report.bestEpoch),
    }))
    const title = `Sensitivity of ${base} with MRdIB, ${dataset.name}`
    return { tables: [table(title, points, own, each)], plot: plot(title, points), data: points }
  },
}

function table(title: string, points: readonly GridPoint[], own: FitConfig, seeds: number): Table {
  return {
    title,
    columns: ['', 'value', ...FIGURES.map(nameOf), 'best epoch'],
    rows: points.map(({ moved, value, standing, bestEpochs }) => [
      moved,
      value === own[moved] ? `**${value}**` : `${value}`,
      ...standing.figures.map(({ mean, deviation }) =>
        seeds > 1 ? `${decimals(mean)} ± ${decimals(deviation)}` : decimals(mean),
      ),
      bestEpochs.join(' '),
    ]),
    notes: [
      `The value in bold is that of the other rows. ${seeds === 1 ? 'One seed' : `Mean and standard deviation over ${seeds} seeds`}; ` +
        'test split, full ranking.',
    ],
  }
}

function plot(title: string, points: readonly GridPoint[]): string {
  return lines(
    title,
    (Object.keys(GRID) as Moved[]).map((moved) => ({
      title: GRID[moved].title,
      x: { scale: 'log' },
      y: { format: decimals },
      series: FIGURES.map((figure, f) => ({
        label: nameOf(figure),
        points: points
          .filter((point) => point.moved === moved)
          .map(({ value, standing }) => ({
            x: value,
            y: standing.figures[f]!.mean,
            spread: standing.figures[f]!.deviation,
          })),
      })),
    })),
  )
}
