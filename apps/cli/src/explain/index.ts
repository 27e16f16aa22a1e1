export { explanationBars } from './bars.ts'
export { readPairs, type Pair } from './pairs.ts'
