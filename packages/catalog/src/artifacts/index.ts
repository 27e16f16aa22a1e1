// What lies in DATA_DIR beside the database: trained models, and the files of training runs under way.
export { runFolders, type RunFolders } from './run-folders.ts'
export { artifactStore, type ArtifactStore } from './store.ts'
