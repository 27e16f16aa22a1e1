import type { Base, BaseConfig, BaseDescriptor, BaseInput } from './base.ts'
import { bpr } from './bpr.ts'
import { dualgnn } from './dualgnn.ts'
import { freedom } from './freedom.ts'
import { lightgcn } from './lightgcn.ts'
import { mgcn } from './mgcn.ts'
import { mmgcn } from './mmgcn.ts'
import type { BaseName } from './names.ts'
import { soil } from './soil.ts'
import { vbpr } from './vbpr.ts'

export const BASES: Readonly<Record<BaseName, BaseDescriptor>> = {
  bpr,
  lightgcn,
  vbpr,
  mmgcn,
  dualgnn,
  freedom,
  mgcn,
  soil,
}

const descriptorOf = (name: string): BaseDescriptor | undefined => (BASES as Record<string, BaseDescriptor>)[name]

/** Whether MRdIB can be attached: the recommender is a base that projects modality features. */
export function carriesMrdib(name: string): boolean {
  return (descriptorOf(name)?.reads ?? null) !== null
}

/** Whether the score has a term of the features themselves. */
export function hasModalScore(name: string): boolean {
  return descriptorOf(name)?.hasModalScore ?? false
}

/** Length of the lists of nearest items that a base is built from; 0 where it uses no graph of them. */
export function neighboursNeeded({ base, neighbours }: Pick<BaseConfig, 'base' | 'neighbours'>): number {
  return (descriptorOf(base)?.neighbourLists ?? 0) * neighbours
}

/** Builds a base by the name that a configuration gives it. */
export function createBase(name: string, input: BaseInput): Base {
  const descriptor = descriptorOf(name)
  if (!descriptor) throw new Error(`"${name}" is no base that is trained`)
  return descriptor.create(input)
}
