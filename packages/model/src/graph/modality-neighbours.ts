import type { ItemNeighbours } from '../data/dataset.ts'
import { nearestItems, truncateNeighbours, type Vectors } from './nearest-items.ts'

/** The neighbour graph of every modality: the one that came with the data, else found on its features. */
export function modalityNeighbours(
  modalities: readonly Vectors[],
  given: readonly ItemNeighbours[],
  count: number,
): ItemNeighbours[] {
  return [
    ...given.map((graph) => truncateNeighbours(graph, count)),
    ...modalities
      .filter(({ name }) => !given.some((graph) => graph.name === name))
      .map((modality) => nearestItems(modality, count)),
  ]
}
