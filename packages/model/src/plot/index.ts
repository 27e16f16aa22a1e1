export { bars, type Bar, type BarGroup } from './bars.ts'
export { lines, type LinePlot, type Point, type Series } from './lines.ts'
