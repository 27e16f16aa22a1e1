export { auditInformation, type Evidence } from './audit.ts'
export type { Information } from './information.ts'
