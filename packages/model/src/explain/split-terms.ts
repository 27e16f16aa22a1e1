import type { Block, Factors, ScoreBlock } from '../factors/index.ts'

/** A term of the score under each mask of modalities. */
export interface MaskedTerm {
  readonly role: 'collaborative' | 'modal'
  readonly inScore: boolean
  readonly all: Block
  readonly none: Block
  /** With one modality, the others masked; one block a modality. */
  readonly alone: readonly Block[]
}

/** A smaller difference, relative to the largest number, is rounding. */
const ROUNDING = 1e-6

/**
 * Splits the terms of a score by the modalities they depend on (docs/model.md section 5).
 *
 * If no mask changes the user side of a modal term, the term becomes a block a modality and one block for the rest:
 *
 *     <u, I_all> = <u, I_none> + sum_m <u, I_m - I_none> + <u, rest>
 *
 * These blocks are the score and its interventional mode, and calibration can shrink them one by one. Any other term
 * stays whole, so that the score needs no more numbers. Its gains from modalities are `masked` blocks beside the score.
 * They use the same user side if masks do not change it, as with a frozen graph of items. Otherwise they are f_S = [U_S
 * | -U_none] . [I_S | I_none].
 *
 * @param modalities names, in the order of `alone`
 */
export function splitTerms(
  terms: readonly MaskedTerm[],
  modalities: readonly string[],
): Pick<Factors, 'blocks' | 'interventional'> {
  const blocks: ScoreBlock[] = []
  const joint: number[] = []
  const alone: number[][] = modalities.map(() => [])
  const add = (block: ScoreBlock & Block, ...lists: number[][]) => {
    if (block.item.every((x) => x === 0) || block.user.every((x) => x === 0)) return
    const index = blocks.push(block) - 1
    for (const list of lists) list.push(index)
  }
  for (const term of terms) {
    const { role, inScore, all, none } = term
    const lists = (...of: number[][]) => (inScore ? of : [])
    const sameUsers = [none, ...term.alone].every(({ user }) => isSame(user, all.user))
    // The same array if users are the same, not an equal one, so that it is stored once.
    const gains = term.alone.map((one) => ({ ...less(one, none), user: all.user }))
    if (sameUsers && gains.every((gain) => isRounding(gain, all)) && isRounding(less(all, none), all)) {
      blocks.push({ ...all, role, inScore })
    } else if (sameUsers) {
      const isSplit = role === 'modal'
      const as = isSplit ? { role, inScore } : { role: 'masked' as const, inScore: false }
      if (isSplit) add({ ...none, role: 'collaborative', inScore })
      else blocks.push({ ...all, role, inScore })
      gains.forEach((gain, m) => add({ ...gain, ...as, modality: modalities[m] }, ...lists(joint, alone[m]!)))
      const rest = gains.reduce(less, less(all, none))
      if (!isRounding(rest, all)) add({ ...rest, ...as }, ...lists(joint))
    } else {
      blocks.push({ ...all, role, inScore })
      if (!inScore) continue
      add({ ...sideBySide(all, none), role: 'masked', inScore: false }, joint)
      term.alone.forEach((one, m) =>
        add({ ...sideBySide(one, none), role: 'masked', inScore: false, modality: modalities[m] }, alone[m]!),
      )
    }
  }
  return { blocks, interventional: { joint, alone } }
}

function isSame(a: Float32Array, b: Float32Array): boolean {
  return a === b || a.every((x, n) => x === b[n])
}

/** <u, a - b>, for blocks with the same user side. */
function less(a: Block, b: Block): Block {
  return { ...a, item: a.item.map((x, n) => x - b.item[n]!) }
}

function isRounding(gain: Block, of: Block): boolean {
  const largest = (values: Float32Array) => values.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  return largest(gain.item) <= ROUNDING * largest(of.item)
}

/** <U_a, I_a> - <U_b, I_b> */
function sideBySide(a: Block, b: Block): Block {
  const dimension = a.dimension + b.dimension
  const join = (left: Float32Array, right: Float32Array, sign: number) => {
    const rows = left.length / a.dimension
    const joined = new Float32Array(rows * dimension)
    for (let row = 0; row < rows; row++) {
      joined.set(left.subarray(row * a.dimension, (row + 1) * a.dimension), row * dimension)
      for (let d = 0; d < b.dimension; d++)
        joined[row * dimension + a.dimension + d] = sign * right[row * b.dimension + d]!
    }
    return joined
  }
  return { dimension, user: join(a.user, b.user, -1), item: join(a.item, b.item, 1) }
}
