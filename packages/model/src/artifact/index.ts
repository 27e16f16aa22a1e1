export { load } from './load.ts'
export { save } from './save.ts'
export {
  DamagedFile,
  digestOf,
  type Digests,
  readSections,
  removeUnfinished,
  type SectionArray,
  type Sections,
  writeSections,
} from './sections.ts'
export { loadDataset, saveDataset } from './dataset-file.ts'
