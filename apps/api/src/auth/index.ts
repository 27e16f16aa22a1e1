export { ANONYMOUS, identify, scopesOf, unauthorized, type Caller } from './caller.ts'
export { registerPermissionPlugin } from './permission.ts'
