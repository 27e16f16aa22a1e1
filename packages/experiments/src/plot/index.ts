export { type Bar, type BarGroup, bars } from './bars.ts'
export { type LineChart, lines, type Point, type Series } from './lines.ts'
