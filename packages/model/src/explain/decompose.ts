/** What modalities say about one recommendation, apart: sum(unique) + redundant + synergy = f_joint - f_0. */
export interface Parts {
  /** What each modality says and no other does, in the order given. */
  readonly unique: readonly number[]
  /** What two or more say alike, counted once. */
  readonly redundant: number
  /** What only their combination says. */
  readonly synergy: number
}

/**
 * The exact decomposition of model.md section 5, a clipped form of Ince's common change in surprisal (Entropy 19:318).
 *
 * With gains m_i = f_i - f_0 and the interaction m_joint = f_joint - f_0 - sum m_i (minus the local co-information):
 * evidence of the sign s opposite to the interaction has been counted more than once. Seen as nested amounts, of
 * |m_1| >= |m_2| >= ... of sign s each but the largest is overlap, |m_2| is said by two or more, and the share
 * `min(1, |m_joint| / overlap)` of it is what the joint decoder took back. For two modalities this is
 * R = s * min(|m_1|, |m_2|, |m_joint|), U_i = m_i - R, S = m_joint + R; it does not depend on the order of modalities.
 *
 * @param f0 what is said without any modality (0 after centring)
 * @param byModality f_m of every modality that the item has
 * @param joint what all of them say together
 */
export function decompose(f0: number, byModality: readonly number[], joint: number): Parts {
  const count = byModality.length
  const all = joint - f0
  // with fewer than two modalities there is nothing to share and nothing to combine
  if (count < 2) return { unique: count === 1 ? [all] : [], redundant: 0, synergy: count === 1 ? 0 : all }
  // loops, not array methods: a list is explained in the time that these take
  let interaction = all
  for (let n = 0; n < count; n++) interaction -= byModality[n]! - f0
  const sign = -Math.sign(interaction)
  let [largest, second, total] = [0, 0, 0]
  for (let n = 0; n < count; n++) {
    const size = sizeOf(byModality[n]! - f0, sign)
    total += size
    if (size > largest) [largest, second] = [size, largest]
    else if (size > second) second = size
  }
  const overlap = total - largest
  const taken = overlap > 0 ? Math.min(1, Math.abs(interaction) / overlap) : 0
  const unique = new Array<number>(count)
  for (let n = 0; n < count; n++) {
    const gain = byModality[n]! - f0
    unique[n] = gain - sign * taken * Math.min(sizeOf(gain, sign), second)
  }
  return { unique, redundant: sign * taken * second, synergy: interaction + sign * taken * overlap }
}

/** How much evidence of a sign there is in a gain. */
function sizeOf(gain: number, sign: number): number {
  return gain * sign > 0 ? Math.abs(gain) : 0
}
