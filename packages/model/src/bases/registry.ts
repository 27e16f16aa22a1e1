import type { Base, BaseConfig, BaseInput } from './base.ts'
import { Bpr } from './bpr.ts'
import { DualGnn } from './dualgnn.ts'
import { Freedom } from './freedom.ts'
import { LightGcn } from './lightgcn.ts'
import { Mgcn } from './mgcn.ts'
import { Mmgcn } from './mmgcn.ts'
import type { BaseName } from './names.ts'
import { REACH, Soil } from './soil.ts'
import { Vbpr } from './vbpr.ts'

const BASES: Readonly<Record<BaseName, new (input: BaseInput) => Base>> = {
  bpr: Bpr,
  lightgcn: LightGcn,
  vbpr: Vbpr,
  mmgcn: Mmgcn,
  dualgnn: DualGnn,
  freedom: Freedom,
  mgcn: Mgcn,
  soil: Soil,
}

/** Of the bases that walk on graphs of similar items: how many times the neighbours of an item they look at. */
const LOOKED_AT: Readonly<Partial<Record<string, number>>> = { freedom: 1, mgcn: 1, soil: REACH }

/** How long the lists of nearest items have to be that a base is built from; 0 where it walks on no graph of them. */
export function neighboursWanted({ base, neighbours }: Pick<BaseConfig, 'base' | 'neighbours'>): number {
  return (LOOKED_AT[base] ?? 0) * neighbours
}

/** Builds a base by the name that a configuration gives it. */
export function createBase(name: string, input: BaseInput): Base {
  const base = BASES[name as BaseName]
  if (!base) throw new Error(`"${name}" is no base that is trained`)
  return new base(input)
}
