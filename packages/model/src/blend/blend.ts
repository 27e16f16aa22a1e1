import { fingerprint } from '../data/fingerprint.ts'
import type { Dataset } from '../data/dataset.ts'
import { resolveSplit } from '../data/split.ts'
import { UserFacingError } from '../errors.ts'
import { heldOutUsers, evaluateUsers } from '../evaluate/evaluate.ts'
import { meanMetrics } from '../evaluate/metrics.ts'
import { Recommender } from '../serve/recommender.ts'
import { blendFactors } from './blend-factors.ts'
import { chooseWeights } from './choose-weights.ts'
import { slatesOf } from './slates.ts'

/** Users the weights are chosen on: more than enough for a handful of numbers. */
const MOST_USERS = 3000

/**
 * Blends recommenders trained on the same split of the same data: the sum of their scores, each on the scale of its own
 * spread, with weights chosen on validation NDCG@20 (`chooseWeights`). The blend is a recommender like any other.
 *
 * @throws UserFacingError where there are fewer than two, where one was trained on other data or another split, or
 *   nothing is held out for validation
 */
export function blend(dataset: Dataset, members: readonly Recommender[]): Recommender {
  if (members.length < 2) throw new UserFacingError('A blend needs at least two models.')
  const data = fingerprint(dataset)
  const [{ manifest: first, users, items }] = members
  const labelled = dataset.interactions.split !== undefined
  for (const { manifest } of members) {
    const { base, seed } = manifest.config
    if (manifest.dataset.fingerprint !== data) {
      throw new UserFacingError(
        `The ${base} model (seed ${seed}) was trained on other data than "${dataset.name}" as it is now.`,
      )
    }
    // without labels the seed may decide what is held out: a member must not have seen what another is judged by
    if (!labelled && seed !== first.config.seed) {
      throw new UserFacingError(
        `The ${base} model has seed ${seed} and another ${first.config.seed}: they may not share a split.`,
      )
    }
  }
  const split = resolveSplit(dataset, first.config.seed)
  const asked = heldOutUsers(split.valid, MOST_USERS)
  if (asked.length === 0) throw new UserFacingError(`Data set "${dataset.name}" holds nothing out for validation.`)
  const start = performance.now()
  const all = members.map(({ factors }) => factors)
  const { slates, spreads } = slatesOf(all, split.train, split.valid, asked)
  const shares = chooseWeights(slates, members.length)
  const factors = blendFactors(
    all,
    shares.map((share, member) => share / spreads[member]),
  )
  const lead = members[shares.indexOf(Math.max(...shares))].manifest
  const metricsOn = (heldOut: typeof split.valid) => meanMetrics(evaluateUsers(factors, split.train, heldOut).values)
  return new Recommender({
    factors,
    users,
    items,
    manifest: {
      ...lead,
      createdAt: new Date().toISOString(),
      members: members.map(({ manifest: { config } }, member) => ({
        base: config.base,
        mrdib: config.mrdib,
        seed: config.seed,
        share: shares[member],
      })),
      report: {
        ...lead.report,
        base: 'blend',
        mrdib: members.some(({ manifest }, member) => shares[member] > 0 && manifest.config.mrdib),
        epochs: 1,
        bestEpoch: 1,
        stopped: undefined,
        warning: undefined,
        secondsPerEpoch: (performance.now() - start) / 1000,
        peakMemoryMiB: Math.round(process.resourceUsage().maxRSS / 1024),
        valid: metricsOn(split.valid),
        test: metricsOn(split.test),
      },
    },
  })
}
