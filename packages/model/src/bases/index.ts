export { type Base, type BaseInput, type Batch, everyModality, type Heard, pairedOf, type ScoreTerm } from './base.ts'
export type { RecommenderDescriptor, SearchRange, SearchSpace, TunedSettings } from './descriptor.ts'
export { BASE_NAMES, type BaseName } from './names.ts'
export { BASES, carriesMrdib, createBase, hasModalScore, neighboursNeeded } from './registry.ts'
