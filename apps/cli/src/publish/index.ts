export { publishFolder, type Published, type PublishOptions } from './publish-folder.ts'
