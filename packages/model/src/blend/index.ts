export { blend } from './blend.ts'
