// What builds the files of demo/ that are computed, and what measures the shop's explanations: not needed to run the shop,
// and not part of the package's main entry.
export { readDemoShop, type DemoShop } from './dataset.ts'
export { latentSemanticVectors } from './lsa.ts'
export { PART_OF_TASTE, PARTS, partsByTaste, type Part, type TasteParts } from './parts-by-taste.ts'
export { DEMO_DIR, readProducts } from './products.ts'
export { DEMO_SETTINGS } from './settings.ts'
export { TASTES, type Taste } from './tastes.ts'
export { separateTraits, type Traits } from './traits.ts'
