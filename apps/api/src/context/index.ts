export type { Context, Platform } from './context.ts'
export { openPlatform } from './platform.ts'
