export { faithfulness } from './faithfulness.ts'
export { meanSizes, modalParts, type PartSizes, partSizes, sharesOf } from './part-sizes.ts'
