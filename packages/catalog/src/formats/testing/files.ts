import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTable } from '../open.ts'
import { shapeOf } from '../shape.ts'
import type { Row, Table } from '../table.ts'
import type { TextOptions } from '../text.ts'

/** For tests: a folder of its own, with files written into it. */
export async function scratch(): Promise<{
  write(name: string, content: string | Uint8Array): Promise<string>
  remove(): Promise<void>
}> {
  const dir = await mkdtemp(join(tmpdir(), 'trifold formats '))
  return {
    async write(name, content) {
      await writeFile(join(dir, name), content)
      return join(dir, name)
    },
    remove: () => rm(dir, { recursive: true }),
  }
}

/** For tests: a whole file, its shape found out. */
export async function readAll(path: string, options: TextOptions = {}): Promise<{ table: Table; rows: Row[] }> {
  const table = await openTable(path, await shapeOf(path, options.encoding), options)
  const rows: Row[] = []
  for await (const piece of table.pieces()) rows.push(...piece)
  return { table, rows }
}

/** For tests: rows as objects, without the cells they lack. */
export function records({ table, rows }: { table: Table; rows: readonly Row[] }): Record<string, unknown>[] {
  return rows.map(({ values }) =>
    Object.fromEntries(
      table.columns.map((column, index) => [column, values[index]]).filter(([, value]) => value !== undefined),
    ),
  )
}
