export { bars, type Bar, type BarGroup } from './bars.ts'
