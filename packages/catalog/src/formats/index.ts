// Files as columns and rows: knows formats, not catalogs.
export { openTable } from './open.ts'
export { isImportable, shapeOf, type Kind, type Shape } from './shape.ts'
export { peekText } from './text.ts'
export { type OnBytes, type Row, type Table } from './table.ts'
