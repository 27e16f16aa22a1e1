import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { fileError } from '@trifold/model/errors'

/**
 * The answer to a question that costs much, kept in a folder beside the runs: asked again, it is read.
 *
 * @param question all that decides the answer; goes through JSON
 */
export async function kept<T>(
  dir: string,
  question: object,
  schema: z.ZodType<T>,
  answer: () => Promise<T>,
): Promise<T> {
  const key = createHash('sha256').update(JSON.stringify(question)).digest('hex').slice(0, 20)
  const path = join(dir, `${key}.answer.json`)
  const text = await readFile(path, 'utf8').catch(() => null) // absent or unreadable: it is answered again
  const found = text === null ? undefined : schema.safeParse(json(text))
  if (found?.success) return found.data
  const value = await answer()
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
