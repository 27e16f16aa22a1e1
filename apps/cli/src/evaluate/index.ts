export { type InModelNumbering, inNumberingOf } from './renumber.ts'
