export { isReference, REFERENCE_NAMES, type ReferenceName } from './names.ts'
export { solveReference } from './registry.ts'
