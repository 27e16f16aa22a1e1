export { createStaticEncoder } from './encoder.ts'
export { staticSettings, type StaticSettings } from './settings.ts'
