import type { Factors, ScoreBlock } from '../factors/index.ts'
import { type Dataset, fingerprint, maskOf, resolveSplit } from '../data/index.ts'
import { UserFacingError } from '../errors.ts'
import { evaluateUsers, heldOutUsers, meanMetrics } from '../evaluate/index.ts'
import { Recommender } from '../serve/index.ts'
import { chooseWeights } from './choose-weights.ts'
import { candidatesOf } from './candidates.ts'

/**
 * The weighted sum of several models' scores, as one model. A score is a sum of blocks, so the scaled blocks of all
 * members are the blocks of the sum. One member explains: the one with the most weight among those that read
 * modalities. The blocks of the others count as collaborative.
 *
 * @param weights the factor of each member's score; members of weight 0 are left out
 */
export function blendFactors(members: readonly Factors[], weights: readonly number[]): Factors {
  const { users, items } = members[0]!
  const explaining = members.reduce(
    (best, { modalities }, member) =>
      modalities.length > 0 && weights[member]! > (best < 0 ? 0 : weights[best]!) ? member : best,
    -1,
  )
  const blocks: ScoreBlock[] = []
  const indexes: number[] = [] // of the explaining member's blocks among all
  members.forEach((member, m) => {
    if (weights[m] === 0) return
    for (const block of member.blocks) {
      if (m !== explaining && !block.inScore) continue
      const index =
        blocks.push({ ...scaled(block, weights[m]!), role: m === explaining ? block.role : 'collaborative' }) - 1
      if (m === explaining) indexes.push(index)
    }
  })
  const explainer = explaining < 0 ? undefined : members[explaining]
  const decoders = explainer?.decoders.map((decoder) => scaled(decoder, weights[explaining]!)) ?? []
  const moved = (list: readonly number[]) => list.map((index) => indexes[index]!)
  const interventional = {
    joint: moved(explainer?.interventional.joint ?? []),
    alone: explainer?.interventional.alone.map(moved) ?? [],
  }
  return { users, items, blocks, modalities: explainer?.modalities ?? [], decoders, interventional }
}

function scaled<T extends { readonly item: Float32Array }>(block: T, by: number): T {
  return { ...block, item: block.item.map((value) => value * by) }
}

/** Validation users that choose the weights: enough for a few numbers. */
const MOST_USERS = 3000

/**
 * Blends recommenders that were trained on the same split of the same data (docs/model.md section 3). The blend's score
 * is the weighted sum of theirs, each divided by its spread. The weights are chosen on validation NDCG@20. The blend
 * recommends and explains like any recommender, but `foldIn` throws if more than one member has weight.
 *
 * @param members at least two recommenders
 * @throws UserFacingError for fewer than two members, if one was trained on other data or another split, or if nothing
 *   is
 *   held out for validation
 *
 * @example
 * const dataset = await readDataset('./my-shop')
 * const { model: ease } = await fit(dataset, { base: 'ease' })
 * const { model: vbpr } = await fit(dataset, { base: 'vbpr', mrdib: true })
 * const model = blend(dataset, [ease, vbpr])
 * console.log(model.manifest.members) // the share of each
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
    // Without labels the seed may decide what is held out. A member must not train on the validation pairs of another.
    if (!labelled && seed !== first.config.seed) {
      throw new UserFacingError(
        `The ${base} model has seed ${seed} and another ${first.config.seed}: they may not share a split.`,
      )
    }
  }
  const split = resolveSplit(dataset, first.config.seed)
  const mask = maskOf(split)
  const validationUsers = heldOutUsers(split.valid, MOST_USERS)
  if (validationUsers.length === 0)
    throw new UserFacingError(`Data set "${dataset.name}" holds nothing out for validation.`)
  const start = performance.now()
  const all = members.map(({ factors }) => factors)
  const { candidates, spreads } = candidatesOf(all, mask, split.valid, validationUsers)
  const shares = chooseWeights(candidates, members.length)
  const factors = blendFactors(
    all,
    shares.map((share, member) => share / spreads[member]!),
  )
  const lead = members[shares.indexOf(Math.max(...shares))]!.manifest
  const metricsOn = (heldOut: typeof split.valid) => meanMetrics(evaluateUsers(factors, mask, heldOut).values)
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
