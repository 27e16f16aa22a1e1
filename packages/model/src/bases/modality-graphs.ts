import type { CsrMatrix } from '../compute/index.ts'
import type { ItemNeighbours } from '../data/dataset.ts'
import { graphWeights } from '../graph/graph-weights.ts'
import { blendGraphs, itemGraph, type EdgeWeight } from '../graph/item-graph.ts'
import { modalityNeighbours as neighboursOf } from '../graph/modality-neighbours.ts'
import { neighboursAmong } from '../graph/nearest-items.ts'
import { UserFacingError } from '../errors.ts'
import type { BaseInput } from './base.ts'
import type { ModalityGraph } from './modality-views.ts'

/**
 * The neighbour graph of every modality: the one that came with the data, else found on its features.
 *
 * @throws UserFacingError where the data has neither
 */
export function modalityNeighbours({ modalities, neighbours, config }: BaseInput): ItemNeighbours[] {
  const all = neighboursOf(modalities, neighbours, config.neighbours)
  if (all.length === 0) {
    throw new UserFacingError(`The base ${config.base} walks on graphs of similar items, and the data has no modality.`)
  }
  return all
}

/**
 * S_m of every modality, weighted by cosines. Items without a modality are left out of its graph, also out of one that
 * came with the data: nothing is known of them that could be passed on.
 */
export function modalityGraphs(input: BaseInput): ModalityGraph[] {
  return modalityNeighbours(input).map((neighbours) => {
    const feature = input.modalities.find(({ name }) => name === neighbours.name)
    const known = feature ? neighboursAmong(neighbours, feature.present) : neighbours
    return { name: neighbours.name, graph: itemGraph(known, 'cosine') }
  })
}

/** S = sum_m w_m S_m, each modality weighted by what its neighbours say about the training interactions. */
export function blendedItemGraph(input: BaseInput, weight: EdgeWeight): CsrMatrix {
  const graphs = modalityNeighbours(input)
  return blendGraphs(
    graphs.map((graph) => itemGraph(graph, weight)),
    graphWeights(graphs, input.train),
  )
}
