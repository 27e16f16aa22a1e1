export { audit } from './audit.ts'
export { auditInformation, type Evidence } from './histograms.ts'
export type { Information } from './information.ts'
