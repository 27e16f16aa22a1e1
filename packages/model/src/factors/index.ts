export {
  type Block,
  blockOf,
  checkFactors,
  checkPairs,
  dotUser,
  type Factors,
  hasVectors,
  isHistory,
  type ItemModality,
  observedBlocks,
  type ScoreBlock,
} from './factors.ts'
export { ItemMask } from './item-mask.ts'
export {
  itemVectors,
  type Scorer,
  scorerOf,
  selectVectors,
  sideBySide,
  sides,
  type Sides,
  sidesOfRows,
  userVectors,
} from './score-vectors.ts'
export { rowsOfUser, scoreVector, type UserRows } from './user-rows.ts'
