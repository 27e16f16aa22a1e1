import { BASE_NAMES } from '../bases/names.ts'
import type { Dataset } from '../data/dataset.ts'
import type { RecommenderName } from './experiment.ts'

/** Bases that need nothing but interactions, and those that need a modality of which the neighbours will do. */
const IDS_ALONE: ReadonlySet<string> = new Set(['bpr', 'lightgcn'])
const GRAPHS_DO: ReadonlySet<string> = new Set(['freedom', 'mgcn', 'soil'])

/** Every trained base that the data allows, and the two references that are hardest to beat. */
export function trainedBases({ modalities, neighbours = [] }: Dataset): readonly RecommenderName[] {
  const allowed = BASE_NAMES.filter(
    (base) => modalities.length > 0 || IDS_ALONE.has(base) || (neighbours.length > 0 && GRAPHS_DO.has(base)),
  )
  return ['popularity', 'ease', ...allowed]
}
