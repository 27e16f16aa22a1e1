import type { Factors } from '../factors/index.ts'
import { ease } from './ease.ts'
import { itemKnn } from './item-knn.ts'
import type { ReferenceName } from './names.ts'
import { popularity } from './popularity.ts'
import type { Reference, ReferenceInput } from './baseline.ts'

const REFERENCES: Readonly<Record<ReferenceName, Reference>> = { popularity, 'item-knn': itemKnn, ease }

/** Works a reference out. Its score is all ids: nothing of it is modal, and there is no decoder. */
export async function solveReference(name: ReferenceName, input: ReferenceInput): Promise<Factors> {
  const { users, items } = input
  const interventional = { joint: [], alone: [] }
  return { users, items, blocks: [await REFERENCES[name](input)], modalities: [], decoders: [], interventional }
}
