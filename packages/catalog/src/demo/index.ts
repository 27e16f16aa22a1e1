// What builds the files of demo/ that are computed: not needed to run the shop, and not part of the package's main
// entry.
export { latentSemanticVectors } from './lsa.ts'
export { DEMO_DIR, readProducts } from './products.ts'
export { separateTraits, type Traits } from './traits.ts'
