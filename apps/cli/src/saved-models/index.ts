export { MODEL_HELP, modelOptions, type ModelFlags, type OpenModel, withModel } from './open-model.ts'
export { seenInCatalog, seenInDataset, seenInTraining, type SeenItems } from './seen-items.ts'
