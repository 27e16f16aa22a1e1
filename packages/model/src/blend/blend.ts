import type { Factors, ScoreBlock } from '../factors/index.ts'
import { type Dataset, fingerprint, resolveSplit } from '../data/index.ts'
import { UserFacingError } from '../errors.ts'
import { evaluateUsers, heldOutUsers, meanMetrics } from '../evaluate/index.ts'
import { Recommender } from '../serve/index.ts'
import { chooseWeights } from './choose-weights.ts'
import { slatesOf } from './candidates.ts'

/**
 * The weighted sum of some models' scores, as one model: a score is a sum of blocks, so the blocks of all, scaled, are
 * the blocks of the sum. One member explains: that with the most weight among those that read modalities. What the others
 * say counts as collaborative, as nothing takes it apart.
 *
 * @param weights what each member's score is multiplied by; members of weight 0 are left out
 */
export function blendFactors(members: readonly Factors[], weights: readonly number[]): Factors {
  const { users, items } = members[0]!
  const explaining = members.reduce(
    (best, { modalities }, member) =>
      modalities.length > 0 && weights[member]! > (best < 0 ? 0 : weights[best]!) ? member : best,
    -1,
  )
  const blocks: ScoreBlock[] = []
  const places: number[] = [] // of the explaining member's blocks among all
  members.forEach((member, m) => {
    if (weights[m] === 0) return
    for (const block of member.blocks) {
      if (m !== explaining && !block.inScore) continue
      const place =
        blocks.push({ ...scaled(block, weights[m]!), role: m === explaining ? block.role : 'collaborative' }) - 1
      if (m === explaining) places.push(place)
    }
  })
  const explainer = explaining < 0 ? undefined : members[explaining]
  const decoders = explainer?.decoders.map((decoder) => scaled(decoder, weights[explaining]!)) ?? []
  const moved = (list: readonly number[]) => list.map((place) => places[place]!)
  const interventional = {
    joint: moved(explainer?.interventional.joint ?? []),
    alone: explainer?.interventional.alone.map(moved) ?? [],
  }
  return { users, items, blocks, modalities: explainer?.modalities ?? [], decoders, interventional }
}

function scaled<T extends { readonly item: Float32Array }>(block: T, by: number): T {
  return { ...block, item: block.item.map((value) => value * by) }
}

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
  const { manifest: first, users, items } = members[0]!
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
    shares.map((share, member) => share / spreads[member]!),
  )
  const lead = members[shares.indexOf(Math.max(...shares))]!.manifest
  const metricsOn = (heldOut: typeof split.valid) => meanMetrics(evaluateUsers(factors, split.train, heldOut).values)
  return new Recommender({
    factors,
    users,
    items,
    trained: split.train,
    manifest: {
      ...lead,
      createdAt: new Date().toISOString(),
      members: members.map(({ manifest: { config } }, member) => ({
        base: config.base,
        mrdib: config.mrdib,
        seed: config.seed,
        share: shares[member]!,
      })),
      report: {
        ...lead.report,
        base: 'blend',
        mrdib: members.some(({ manifest }, member) => shares[member]! > 0 && manifest.config.mrdib),
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
