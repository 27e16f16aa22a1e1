// The demo shop: what seeds it, what its computed files are made with, and what measures its explanations.
export { DEMO_SETTINGS, readDemoShop, type DemoShop } from './dataset.ts'
export { latentSemanticVectors } from './lsa.ts'
export { PART_OF_TASTE, PARTS, partsByTaste, type Part, type TasteParts } from './parts-by-taste.ts'
export { DEMO_DIR, readProducts } from './products.ts'
export { isDemoShop, seedDemo, type SeedOptions } from './seed.ts'
export { TASTES, type Taste } from './tastes.ts'
export { separateTraits, type Traits } from './traits.ts'
