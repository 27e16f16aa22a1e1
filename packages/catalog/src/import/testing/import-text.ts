import type pg from 'pg'
import { scratch } from '../../formats/testing/files.ts'
import { importFiles, type ImportOptions, type ImportReport } from '../import-files.ts'
import { planImport, type PlanOptions } from '../plan.ts'

type Content = string | Uint8Array

/** For tests: writes files, by their names, and imports them in that order. */
export async function importText(
  pool: pg.Pool,
  contents: Readonly<Record<string, Content>>,
  options: ImportOptions & PlanOptions = {},
): Promise<ImportReport> {
  const files = await scratch()
  try {
    const paths: string[] = []
    for (const [name, content] of Object.entries(contents)) paths.push(await files.write(name, content))
    return await importFiles(pool, await planImport(paths, options), options)
  } finally {
    await files.remove()
  }
}
