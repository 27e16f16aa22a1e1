import { BASE_NAMES, BASE_READS, type BaseName } from '../bases/names.ts'
import type { Dataset } from '../data/dataset.ts'

/** The bases that find in a data set what they read. */
export function basesAllowed({ modalities, neighbours = [] }: Pick<Dataset, 'modalities' | 'neighbours'>): BaseName[] {
  return BASE_NAMES.filter((base) => {
    const reads = BASE_READS[base]
    return reads === undefined || modalities.length > 0 || (reads === 'graphs' && neighbours.length > 0)
  })
}
