export { confirm } from './confirm.ts'
export { describeContents, describeFile, describeReport } from './describe.ts'
export { IMPORT_HELP } from './help.ts'
export { parsePairs, parseTypes } from './options.ts'
