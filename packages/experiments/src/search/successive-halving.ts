import type { FitConfigInput } from '@trifold/model/internals'
import type { Lab, Run } from '../runner/index.ts'

/** A configuration, and how far it came. */
export interface Trial {
  readonly config: FitConfigInput
  /** Its last run: of the last rung it reached. */
  readonly run: Run
  /** Place of that rung. */
  readonly rung: number
}

/** Most epochs of each rung but the last, which runs to its early stop. */
const RUNGS = [10, 30] as const
/** Of the trials of a rung the best third goes on. */
const KEPT = 3

export const figureOfMerit = ({ report }: Run) => report.valid.ndcg[20]

/**
 * Successive halving (Jamieson and Talwalkar, AISTATS 2016), by thirds: all trials get a few epochs, the best third of
 * them more, the best third of these as many as they like. Each rung starts from the first epoch, so that a run is what
 * its configuration says and can be found again. Judged by validation NDCG@20.
 *
 * @param isTrained false for what has no epochs, and so one rung
 * @returns all trials, the best first, and the seconds of all runs
 */
export async function successiveHalving(
  lab: Pick<Lab, 'runs'>,
  label: string,
  configs: readonly FitConfigInput[],
  isTrained: boolean,
): Promise<{ readonly trials: readonly Trial[]; readonly seconds: number }> {
  const rungs: readonly (number | undefined)[] = isTrained ? [...RUNGS, undefined] : [undefined]
  const ended: Trial[] = []
  let seconds = 0
  let going = configs
  for (const [rung, epochs] of rungs.entries()) {
    const runs = await lab.runs(
      going.map((config, n) => ({
        label: `${label}, rung ${rung + 1} of ${rungs.length}, trial ${n + 1} of ${going.length}`,
        config: epochs === undefined ? config : { ...config, epochs },
      })),
    )
    seconds += runs.reduce((sum, run) => sum + run.seconds, 0)
    const ranked = runs
      .map((run, n): Trial => ({ config: going[n]!, run, rung }))
      .sort((a, b) => figureOfMerit(b.run) - figureOfMerit(a.run))
    const kept = rung + 1 < rungs.length ? Math.max(1, Math.ceil(ranked.length / KEPT)) : 0
    ended.unshift(...ranked.slice(kept))
    going = ranked.slice(0, kept).map(({ config }) => config)
  }
  return { trials: ended, seconds }
}
