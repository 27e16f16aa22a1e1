import { CLUSTERS, likes, NOISE, type Taste, type WorldKind, type WorldTruth } from './world.ts'
import { decompose } from '@trifold/model/internals'
import { sharesOf, type PartSizes } from '../faithfulness/index.ts'

/** A pair of clusters, and the share of items in it. */
interface Cell {
  readonly image: number
  readonly text: number
  readonly share: number
}

/** Highest bit of a cluster. In a mixed dataset, an item's image and text have it in common. */
const SHARED = CLUSTERS / 2

/**
 * The parts of right explanations of a synthetic dataset, as shares of absolute size (docs/model.md section 6). They
 * are the decomposition of the log density ratio that the data is drawn from,
 *
 *     f = ln((1 - noise) liked / p(liked) + noise),    f_m = E[f | cluster of m]
 *
 * The random draws of items and interactions are left out.
 */
export function trueParts({ kind, tastes }: WorldTruth): PartSizes {
  const cells = cellsOf(kind)
  const sizes = { image: 0, text: 0, redundant: 0, synergy: 0 }
  for (const taste of tastes) add(sizes, taste, cells)
  return sharesOf(sizes)
}

function add(
  sizes: Record<'image' | 'text' | 'redundant' | 'synergy', number>,
  taste: Taste,
  cells: readonly Cell[],
): void {
  const liked = cells.map(({ image, text }) => likes(taste, image, text))
  const likedShare = cells.reduce((sum, { share }, n) => sum + (liked[n] ? share : 0), 0)
  const ratios = liked.map((yes) => Math.log((yes ? (1 - NOISE) / likedShare : 0) + NOISE))
  const mean = expectation(cells, ratios, () => true)
  cells.forEach((cell, n) => {
    const alone = (['image', 'text'] as const).map((m) => expectation(cells, ratios, (other) => other[m] === cell[m]))
    const { unique, redundant, synergy } = decompose(mean, alone, ratios[n]!)
    sizes.image += cell.share * Math.abs(unique[0]!)
    sizes.text += cell.share * Math.abs(unique[1]!)
    sizes.redundant += cell.share * Math.abs(redundant)
    sizes.synergy += cell.share * Math.abs(synergy)
  })
}

function expectation(cells: readonly Cell[], values: readonly number[], among: (cell: Cell) => boolean): number {
  let [sum, share] = [0, 0]
  cells.forEach((cell, n) => {
    if (!among(cell)) return
    sum += cell.share * values[n]!
    share += cell.share
  })
  return sum / share
}

/**
 * The pairs of clusters that occur. In the shuffled dataset, a text is that of another item and independent of the
 * image.
 */
function cellsOf(kind: WorldKind): Cell[] {
  const all = Array.from({ length: CLUSTERS * CLUSTERS }, (_, n) => ({
    image: Math.floor(n / CLUSTERS),
    text: n % CLUSTERS,
  }))
  const possible = all.filter(({ image, text }) =>
    kind === 'copy' ? image === text : kind === 'mixed' ? (image & SHARED) === (text & SHARED) : true,
  )
  return possible.map((cell) => ({ ...cell, share: 1 / possible.length }))
}
