/** The parts of the modalities in one score: sum(unique) + redundant + synergy = f_joint - f_0. */
export interface Parts {
  /** The part of each modality alone, in the given order. */
  readonly unique: readonly number[]
  /** The part that two or more have in common, counted once. */
  readonly redundant: number
  /** The part of their combination alone. */
  readonly synergy: number
}

/**
 * The exact decomposition of docs/model.md section 5, a clipped form of Ince's common change in surprisal (Entropy
 * 19:318).
 *
 * Let m_i = f_i - f_0 be the gains, and m_joint = f_joint - f_0 - sum m_i the interaction (minus the local
 * co-information). Gains whose sign s is opposite to the interaction count some evidence more than once. They are read
 * as nested amounts
 * |m_1| >= |m_2| >= ...: all but the largest is overlap, and two or more modalities share |m_2|. The joint decoder
 * takes back the share `min(1, |m_joint| / overlap)`. For two modalities this is
 *
 *     R = s * min(|m_1|, |m_2|, |m_joint|),    U_i = m_i - R,    S = m_joint + R
 *
 * The result does not depend on the order of modalities.
 *
 * @param f0 the value without any modality (0 after centring)
 * @param byModality f_m of every modality that the item has
 * @param joint the value of all of them together
 */
export function decompose(f0: number, byModality: readonly number[], joint: number): Parts {
  const count = byModality.length
  const all = joint - f0
  // Fewer than two modalities share nothing and combine nothing.
  if (count < 2) return { unique: count === 1 ? [all] : [], redundant: 0, synergy: count === 1 ? 0 : all }
  // Loops, because array methods would take as long as the rest of an explanation.
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

/** The size of a gain if it has the given sign, otherwise 0. */
function sizeOf(gain: number, sign: number): number {
  return gain * sign > 0 ? Math.abs(gain) : 0
}
