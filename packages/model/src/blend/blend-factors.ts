import type { Factors, ScoreBlock } from '../serve/factors.ts'

/**
 * The weighted sum of some models' scores, as one model: a score is a sum of blocks, so the blocks of all, scaled, are
 * the blocks of the sum. One member explains: that with the most weight among those that read modalities. What the others
 * say counts as collaborative, as nothing takes it apart.
 *
 * @param weights what each member's score is multiplied by; members of weight 0 are left out
 */
export function blendFactors(members: readonly Factors[], weights: readonly number[]): Factors {
  const { users, items } = members[0]
  const explaining = members.reduce(
    (best, { modalities }, member) =>
      modalities.length > 0 && weights[member] > (best < 0 ? 0 : weights[best]) ? member : best,
    -1,
  )
  const blocks: ScoreBlock[] = []
  const places: number[] = [] // of the explaining member's blocks among all
  members.forEach((member, m) => {
    if (weights[m] === 0) return
    for (const block of member.blocks) {
      if (m !== explaining && !block.inScore) continue
      const place =
        blocks.push({ ...scaled(block, weights[m]), role: m === explaining ? block.role : 'collaborative' }) - 1
      if (m === explaining) places.push(place)
    }
  })
  const explainer = explaining < 0 ? undefined : members[explaining]
  const decoders = explainer?.decoders.map((decoder) => scaled(decoder, weights[explaining])) ?? []
  const moved = (list: readonly number[]) => list.map((place) => places[place])
  const interventional = {
    joint: moved(explainer?.interventional.joint ?? []),
    alone: explainer?.interventional.alone.map(moved) ?? [],
  }
  return { users, items, blocks, modalities: explainer?.modalities ?? [], decoders, interventional }
}

function scaled<T extends { readonly item: Float32Array }>(block: T, by: number): T {
  return { ...block, item: block.item.map((value) => value * by) }
}
