import { normal, seededRandom } from '../../data/index.ts'
import type { Csr } from '../../linalg/index.ts'
import type { ModalityFeatures } from '../../data/index.ts'

export const CONTINUOUS_KINDS = ['unique', 'copy', 'xor', 'mixed', 'pairs'] as const
export type ContinuousKind = (typeof CONTINUOUS_KINDS)[number]

export interface ContinuousOptions {
  readonly kind: ContinuousKind
  readonly seed: number
  readonly users?: number
  readonly items?: number
  readonly modalities?: 2 | 3
  /** Standard deviation of the noise in every feature; what carries a signal has 1. */
  readonly noise?: number
  /** Share of the items that lack a modality, each modality by itself. */
  readonly missing?: number
}

export interface ContinuousWorld {
  readonly users: number
  readonly items: number
  readonly modalities: readonly ModalityFeatures[]
  readonly train: Csr
  readonly valid: Csr
  /** Items that nobody has in training. */
  readonly heldOut: readonly number[]
  /** The parts each shopper follows: `image`, `redundant`, `image*text`, ... */
  readonly tastes: readonly (readonly string[])[]
}

const NAMES = ['image', 'text', 'audio'] as const
const WIDTHS = [48, 20, 33]
const OWN = 3
const SHARED = 2
const PER_USER = 60
const SHARPNESS = 2
const NOISE_EVENTS = 0.05

/**
 * Worlds of another kind than `packages/experiments/src/worlds/world.ts`: continuous latent variables, some shared by all modalities and some of one
 * alone, seen through random maps of unequal width with noise; unequal sizes of parts; popularity; graded tastes, half of
 * the exclusive ones by sign; and shoppers of two parts (`pairs`: half of them).
 */
export function continuousWorld({
  kind,
  seed,
  users = 1200,
  items = 1000,
  modalities: count = 2,
  noise = 0.5,
  missing = 0,
}: ContinuousOptions): ContinuousWorld {
  const random = seededRandom(seed, 777, CONTINUOUS_KINDS.indexOf(kind), count)
  const table = (columns: number) =>
    Array.from({ length: items }, () => Array.from({ length: columns }, () => normal(random)))
  const shared = table(SHARED)
  const own = NAMES.slice(0, count).map(() => table(OWN))
  const sees = { shared: kind !== 'unique' && kind !== 'xor', own: kind !== 'copy' }
  const modalities = own.map((latent, m): ModalityFeatures => {
    const dimension = WIDTHS[m]!
    const inputs = latent.map((row, item) => [
      ...(sees.own ? row : []),
      ...(sees.shared ? shared[item]!.map((value) => 0.8 * value) : []),
    ])
    const map = Array.from({ length: dimension }, () =>
      inputs[0]!.map(() => normal(random) / Math.sqrt(inputs[0]!.length)),
    )
    const values = Float32Array.from({ length: items * dimension }, (_, n) => {
      const row = inputs[Math.floor(n / dimension)]!
      return map[n % dimension]!.reduce((sum, weight, d) => sum + weight * row[d]!, 0) + noise * normal(random)
    })
    const present = Uint8Array.from({ length: items }, () => (random() < missing ? 0 : 1))
    present.forEach((has, item) => !has && values.fill(0, item * dimension, (item + 1) * dimension))
    return { name: NAMES[m]!, dimension, values, present }
  })
  const popularity = Array.from({ length: items }, () => 0.3 * normal(random))
  const kinds = partNames(kind, count)
  const held = Array.from({ length: items }, () => random() < 0.2)
  const tastes: string[][] = []
  const rows: { readonly train: number[]; readonly valid: number[] }[] = []
  for (let user = 0; user < users; user++) {
    const taste = [kinds[user % kinds.length]!]
    if (kind === 'pairs' && user % 2 === 0) {
      const others = kinds.filter((name) => name !== taste[0])
      taste.push(others[Math.floor(random() * others.length)]!)
    }
    tastes.push(taste)
    const utilities = taste.map((part) => utilityOf(part!, shared, own, random))
    const keys = popularity.map((base, item) => {
      const utility = utilities.reduce((sum, values) => sum + values[item]!, 0) / Math.sqrt(utilities.length)
      return SHARPNESS * utility + base - Math.log(-Math.log(1 - random() || Number.EPSILON))
    })
    const order = [...keys.keys()].sort((a, b) => keys[b]! - keys[a]!)
    const taken = new Set<number>()
    for (let n = 0; taken.size < PER_USER; n++)
      taken.add(random() < NOISE_EVENTS ? Math.floor(random() * items) : order[n]!)
    const known = [...taken].filter((item) => !held[item])
    rows.push({ train: known.filter((_, n) => n % 10 > 0), valid: known.filter((_, n) => n % 10 === 0) })
  }
  return {
    users,
    items,
    modalities,
    train: csrOf(rows.map(({ train }) => train)),
    valid: csrOf(rows.map(({ valid }) => valid)),
    heldOut: held.flatMap((is, item) => (is ? [item] : [])),
    tastes,
  }
}

function partNames(kind: ContinuousKind, count: number): string[] {
  const names = NAMES.slice(0, count)
  const pairs = names.flatMap((a, n) => names.slice(n + 1).map((b) => `${a}*${b}`))
  if (kind === 'unique') return [...names]
  if (kind === 'copy') return ['redundant']
  if (kind === 'xor') return pairs
  return [...names, 'redundant', ...pairs]
}

/** Mean 0 and variance 1 over the items. */
function utilityOf(
  part: string,
  shared: readonly number[][],
  own: readonly number[][][],
  random: () => number,
): number[] {
  const along = (rows: readonly number[][]) => {
    const direction = rows[0]!.map(() => normal(random))
    return rows.map((row) => row.reduce((sum, value, d) => sum + value * direction[d]!, 0))
  }
  const bySign = random() < 0.5
  const values =
    part === 'redundant'
      ? along(shared)
      : part
          .split('*')
          .map((name) => along(own[NAMES.indexOf(name as (typeof NAMES)[number])]!))
          .reduce((a, b) => a.map((value, item) => (bySign ? Math.sign(value * b[item]!) : value * b[item]!)))
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  return values.map((value) => (value - mean) / spread)
}

function csrOf(rows: readonly (readonly number[])[]): Csr {
  const indptr = new Int32Array(rows.length + 1)
  rows.forEach((row, n) => (indptr[n + 1] = indptr[n]! + row.length))
  return { indptr, indices: Int32Array.from(rows.flatMap((row) => [...row].sort((a, b) => a - b))) }
}
