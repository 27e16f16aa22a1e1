import type { FitConfigInput } from '@trifold/model/internals'
import type { ExperimentRunner, Run } from '../runner/index.ts'

/** A configuration and its last run. */
export interface Trial {
  readonly config: FitConfigInput
  /** Its run of the last rung that it reached. */
  readonly run: Run
  /** Index of that rung. */
  readonly rung: number
}

/** Epochs of each rung but the last, which runs until early stopping. */
const RUNGS = [10, 30] as const
/** The best third of a rung reaches the next one. */
const REDUCTION = 3

export const figureOfMerit = ({ report }: Run) => report.valid.ndcg[20]

/**
 * Successive halving (Jamieson and Talwalkar, AISTATS 2016), by thirds. All trials get a few epochs, the best third of
 * them more, and the best third of these run until early stopping. Each rung starts from the first epoch, so that its
 * runs depend on the configuration alone and can be cached. Trials are ranked by validation NDCG@20.
 *
 * @param isTrained false for baselines in closed form, which have one rung
 * @returns all trials, the best first, and the seconds of all runs
 */
export async function successiveHalving(
  runner: Pick<ExperimentRunner, 'runs'>,
  label: string,
  configs: readonly FitConfigInput[],
  isTrained: boolean,
): Promise<{ readonly trials: readonly Trial[]; readonly seconds: number }> {
  const rungs: readonly (number | undefined)[] = isTrained ? [...RUNGS, undefined] : [undefined]
  const ended: Trial[] = []
  let seconds = 0
  let remaining = configs
  for (const [rung, epochs] of rungs.entries()) {
    const runs = await runner.runs(
      remaining.map((config, n) => ({
        label: `${label}, rung ${rung + 1} of ${rungs.length}, trial ${n + 1} of ${remaining.length}`,
        config: epochs === undefined ? config : { ...config, epochs },
      })),
    )
    seconds += runs.reduce((sum, run) => sum + run.seconds, 0)
    const ranked = runs
      .map((run, n): Trial => ({ config: remaining[n]!, run, rung }))
      .sort((a, b) => figureOfMerit(b.run) - figureOfMerit(a.run))
    const survivors = rung + 1 < rungs.length ? Math.max(1, Math.ceil(ranked.length / REDUCTION)) : 0
    ended.unshift(...ranked.slice(survivors))
    remaining = ranked.slice(0, survivors).map(({ config }) => config)
  }
  return { trials: ended, seconds }
}
