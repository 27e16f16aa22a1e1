export { configurationPage } from './configuration-page.ts'
export { cloneDirectory, dataDirectory, userPath } from './paths.ts'
export {
  apiEnvironment,
  cliEnvironment,
  debugging,
  webEnvironment,
  workerEnvironment,
  type ApiEnvironment,
  type CliEnvironment,
  type WebEnvironment,
  type WorkerEnvironment,
} from './processes.ts'
export type { RawEnvironment } from './read.ts'
export { aboutVariable, DEFAULTS, VARIABLE_NAMES, type About, type Reader, type VariableName } from './variables.ts'
