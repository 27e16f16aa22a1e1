import type { Factors } from './factors.ts'

/** Places in `Factors.blocks` of what the observational reading is about. */
export interface Observed {
  /** f_joint: the joint decoder, or of a base whose features act through graphs alone what its score gains from them. */
  readonly joint: readonly number[]
  /** Those of them that depend on one modality alone; one list a modality. */
  readonly own: readonly (readonly number[])[]
}

export function observedBlocks({ blocks, modalities, interventional }: Factors): Observed {
  const modal = [...blocks.keys()].filter((place) => blocks[place].role === 'modal')
  const joint = modal.length > 0 ? modal : interventional.joint
  return { joint, own: modalities.map(({ name }) => joint.filter((place) => blocks[place].modality === name)) }
}
