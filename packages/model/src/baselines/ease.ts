import { invertInPlace, NotPositiveDefinite } from '../linalg/index.ts'
import type { ScoreBlock } from '../factors/index.ts'
import { UserFacingError } from '../errors.ts'
import { addCoCounts, addNeighbourhoods } from './co-counts.ts'
import { pairWeights, type Baseline, type BaselineInput } from './baseline.ts'

export const ease: Baseline = {
  summary: 'A linear model of every item on all others: strong without features, for up to some 20,000 items.',
  defaults: { regularization: 300, graphWeight: 0.3 },
  searchSpace: { regularization: [3, 1000], graphWeight: { among: [0, 0, 0.3, 1, 3, 10] } },
  solve,
}

/**
 * EASE (Steck 2019): the linear model of every item on all others with the least squared error and an L2 penalty,
 *
 *     G = X^T X + lambda I,   P = G^-1,   s(u, i) = sum over j in history(u) of B_ji,   B_ji = -P_ji / P_ii,  B_ii = 0
 *
 * With confidences w_ui, X_ui = sqrt(w_ui): the diagonal of X^T X then sums the confidences of an item. Histories are
 * sets of items with and without confidences. With `graphWeight` w > 0 the neighbour graphs of the modalities count as further shoppers: G += w sum_m N_m^T N_m.
 *
 * @throws UserFacingError where lambda is too small for G to be inverted
 */
async function solve(input: BaselineInput): Promise<ScoreBlock> {
  const { items, train, weights, graphs, settings, onProgress, signal } = input
  const { regularization, graphWeight } = settings
  const g = pairWeights('ease', items) // [items, items]
  addCoCounts(g, items, train, weights)
  if (graphWeight > 0) for (const graph of await graphs()) addNeighbourhoods(g, items, graph, graphWeight)
  for (let i = 0; i < items; i++) g[i * items + i]! += regularization
  const p = await invertInPlace(g, items, { onProgress, signal }).catch((error: unknown) => {
    if (!(error instanceof NotPositiveDefinite)) throw error
    throw new UserFacingError(`The regularization ${regularization} is too small for ease on this data.`)
  })
  for (let i = 0; i < items; i++) {
    const row = p.subarray(i * items, (i + 1) * items) // P is symmetric: row i of B^T is made of row i of P
    const scale = -1 / row[i]!
    for (let j = 0; j < items; j++) row[j]! *= scale
    row[i] = 0
  }
  return { role: 'collaborative', inScore: true, dimension: items, user: train, item: p }
}
