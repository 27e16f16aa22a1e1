export { openPlatform, type Context, type Platform } from './platform.ts'
