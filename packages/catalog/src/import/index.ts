// Files of every format into the catalog.
export { describeBadRow, type BadRowReport } from './bad-rows.ts'
export { BadRowsError, importFiles, type ImportOptions, type ImportReport } from './import-files.ts'
export { planImport, type ImportPlan, type PlannedFile, type PlanOptions } from './plan.ts'
export { previewRows } from './preview.ts'
export { EVENT_TYPES, eventType } from './values/index.ts'
