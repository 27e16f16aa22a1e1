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
  const gains = byModality.map((value) => value - f0)
  // with fewer than two modalities there is nothing to share and nothing to combine
  if (gains.length < 2) return { unique: gains.map(() => joint - f0), redundant: 0, synergy: gains.length ? 0 : joint - f0 }
  const interaction = joint - f0 - gains.reduce((sum, gain) => sum + gain, 0)
  const sign = -Math.sign(interaction)
  const sizes = gains.map((gain) => (Math.sign(gain) === sign ? Math.abs(gain) : 0))
  const largest = sizes.indexOf(Math.max(...sizes))
  const second = Math.max(0, ...sizes.filter((_, n) => n !== largest))
  const overlap = sizes.reduce((sum, size, n) => (n === largest ? sum : sum + size), 0)
  if (overlap === 0) return { unique: gains, redundant: 0, synergy: interaction }
  const taken = Math.min(1, Math.abs(interaction) / overlap)
  return {
    unique: gains.map((gain, n) => gain - sign * taken * Math.min(sizes[n], second)),
    redundant: sign * taken * second,
    synergy: interaction + sign * taken * overlap,
  }
}
