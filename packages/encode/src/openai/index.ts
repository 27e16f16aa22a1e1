export { createOpenaiEncoder } from './encoder.ts'
export { openaiSettings, type OpenaiSettings } from './settings.ts'
