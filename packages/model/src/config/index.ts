export {
  type FitConfig,
  type FitConfigInput,
  fitConfigSchema,
  fitSettings,
  LATER_SETTINGS,
  withoutRemoved,
} from './config.ts'
export { type FitReport, fitReportSchema, metricsSchema, type ModelManifest, modelManifestSchema } from './manifest.ts'
export { RECOMMENDERS, type RecommenderKind } from './recommenders.ts'
