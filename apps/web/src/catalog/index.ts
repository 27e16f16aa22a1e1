export { detailsOf, ItemFacts } from './item-facts.tsx'
export { ItemPhoto } from './item-photo.tsx'
export { SimilarItems } from './similar-items.tsx'
