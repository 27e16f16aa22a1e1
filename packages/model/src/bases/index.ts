import type { Base, BaseInput } from './base.ts'
import { Bpr } from './bpr.ts'
import { DualGnn } from './dualgnn.ts'
import { Freedom } from './freedom.ts'
import { LightGcn } from './lightgcn.ts'
import { Mgcn } from './mgcn.ts'
import { Mmgcn } from './mmgcn.ts'
import type { BaseName } from './names.ts'
import { Soil } from './soil.ts'
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

/** Builds a base by the name that a configuration gives it. */
export function createBase(name: string, input: BaseInput): Base {
  const base = BASES[name as BaseName]
  if (!base) throw new Error(`"${name}" is no base that is trained`)
  return new base(input)
}
