export { bars, type Bar, type BarGroup } from './bars.ts'
export { lines, type LineChart, type Point, type Series } from './lines.ts'
