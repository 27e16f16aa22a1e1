export { decodeCursor, encodeCursor } from './cursor.ts'
export { keysetPage, pageOf, type NodeEdge, type Page, type PageArguments } from './page.ts'
