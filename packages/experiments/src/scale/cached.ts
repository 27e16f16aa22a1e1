import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { fileError } from '@trifold/model/errors'

/**
 * A result that takes long to compute, cached in a folder beside the runs.
 *
 * @param key everything that changes the result; goes through JSON
 * @param compute called if there is no valid cached result
 */
export async function cached<T>(dir: string, key: object, schema: z.ZodType<T>, compute: () => Promise<T>): Promise<T> {
  const hash = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 20)
  const path = join(dir, `${hash}.answer.json`)
  const text = await readFile(path, 'utf8').catch(() => null) // absent or unreadable: computed again
  const found = text === null ? undefined : schema.safeParse(json(text))
  if (found?.success) return found.data
  const value = await compute()
  try {
    await mkdir(dir, { recursive: true })
    await writeFile(`${path}.new`, `${JSON.stringify(value)}\n`)
    await rename(`${path}.new`, path)
  } catch (error) {
    throw fileError(path, error)
  }
  return value
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
