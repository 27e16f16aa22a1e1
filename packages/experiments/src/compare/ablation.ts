import { type FitConfigInput, carriesMrdib } from '@trifold/model/internals'
import { UserFacingError } from '@trifold/model/errors'
import { comparisonPlot, comparisonTable, standings } from './comparison.ts'
import type { DataExperiment } from '../runner/index.ts'

/** The paper's ablations under its names (docs/model.md section 2), and the other estimator of the redundancy. */
export const ABLATIONS: Readonly<Record<string, FitConfigInput>> = {
  MRdIB: { mrdib: true },
  'MRdIB, CLUB': { mrdib: true, redundancyEstimator: 'club' },
  'w/o MIB': { mrdib: true, bottleneckWeight: 0 },
  'w/o redundancy': { mrdib: true, redundancyWeight: 0 },
  'w/o unique': { mrdib: true, uniqueWeight: 0 },
  'only MIB': { mrdib: true, redundancyWeight: 0, uniqueWeight: 0 },
}

export const ablation: DataExperiment = {
  on: 'data',
  name: 'ablation',
  summary: 'What each term of MRdIB brings: the full model, each term left out, the bottleneck alone, the bare base.',
  help: `Rows: MRdIB; MRdIB, CLUB (an upper bound of the redundancy instead of MINE's lower one); w/o MIB (alpha1 =
0); w/o redundancy (alpha2 = 0); w/o unique (alpha3 = 0); only MIB (alpha2 = alpha3 = 0); base. Gains are over the
base, which keeps its own settings. One base (--base).`,
  basesFor: () => ['vbpr'],
  async run({ settings, runner, dataset }) {
    const base = settings.bases[0]!
    if (!carriesMrdib(base))
      throw new UserFacingError(`MRdIB cannot be attached to ${base}, so nothing can be left out.`)
    const rows: { name: string; config: FitConfigInput }[] = [
      { name: base, config: { ...settings.configOf(base, false), base: base, mrdib: false } },
      ...Object.entries(ABLATIONS).map(([name, change]) => ({
        name,
        config: { ...settings.configOf(base, true), base, ...change },
      })),
    ]
    const runs = await runner.runs(
      rows.flatMap(({ name, config }) =>
        settings.seeds.map((seed) => ({ label: `${name}, seed ${seed}`, config: { ...config, seed } })),
      ),
    )
    const each = settings.seeds.length
    const found = standings(
      rows.map(({ name }, n) => ({
        name,
        seeds: runs.slice(n * each, (n + 1) * each).map(({ test }) => test),
        over: name === base ? undefined : base,
      })),
    )
    const title = `Ablation of MRdIB on ${base}, ${dataset.name}`
    return { tables: [comparisonTable(title, found, each)], plot: comparisonPlot(title, found), data: found }
  },
}
