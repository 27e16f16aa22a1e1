// Cells as the catalog keeps them; each reader throws a BadRow that says why it cannot.
export { BadRow, quoted } from './bad-row.ts'
export { readCategories } from './categories.ts'
export { EVENT_TYPES, EventTypes, eventType } from './event-type.ts'
export { readImageUrl } from './image-url.ts'
export { readFlag, readNumber, readStock } from './number.ts'
export { readPrice } from './price.ts'
export { checkText, isBlank, readId, readText } from './text.ts'
export { readTime } from './time.ts'
