export { readModelVersions } from './model-versions.ts'
export { VersionsTable } from './versions-table.tsx'
