import type { Base, BaseInput } from './base.ts'
import { Vbpr } from './vbpr.ts'

const BASES = { vbpr: Vbpr } satisfies Record<string, new (input: BaseInput) => Base>

export type BaseName = keyof typeof BASES

/** Builds a base by the name that a configuration gives it. */
export function createBase(name: BaseName, input: BaseInput): Base {
  return new BASES[name](input)
}
