export { type Base, type BaseInput, type Batch, everyModality, type Heard, pairedOf, type ScoreTerm } from './base.ts'
export { BASE_NAMES, BASE_READS, type BaseName, MODAL_BASES, MODAL_SCORES } from './names.ts'
export { createBase, neighboursWanted } from './registry.ts'
