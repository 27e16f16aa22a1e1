export { coldstart } from './coldstart.ts'
export { withFixedSplit } from './fixed-split.ts'
