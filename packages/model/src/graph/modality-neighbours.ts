import type { ItemNeighbours } from '../data/dataset.ts'
import { nearestItems, truncateNeighbours, type Vectors } from './nearest-items.ts'

/**
 * The neighbour graph of every modality: the one that came with the data, else found on its features.
 *
 * @throws the signal's reason within a second of an abort
 */
export async function modalityNeighbours(
  modalities: readonly Vectors[],
  given: readonly ItemNeighbours[],
  count: number,
  signal?: AbortSignal,
): Promise<ItemNeighbours[]> {
  const graphs = given.map((graph) => truncateNeighbours(graph, count))
  for (const modality of modalities) {
    if (!given.some((graph) => graph.name === modality.name)) graphs.push(await nearestItems(modality, count, signal))
  }
  return graphs
}
