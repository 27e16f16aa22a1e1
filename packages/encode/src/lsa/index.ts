export { createLsaEncoder, lsaPath } from './encoder.ts'
export { fitLsa } from './fit.ts'
export { lsaSettings, type LsaSettings } from './settings.ts'
export { loadLsa, saveLsa, type LsaState } from './state.ts'
