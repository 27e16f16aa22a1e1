import { open } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileError, UserFacingError } from '@trifold/model/errors'
import { openParquet } from './parquet.ts'
import { partFile } from './part-file.ts'
import type { RankedList } from './ranked-lists.ts'
import { csvHeader, csvRows, jsonLines } from './text.ts'

export const LIST_FORMATS = ['csv', 'jsonl', 'parquet'] as const
export type ListFormat = (typeof LIST_FORMATS)[number]

/** Takes lists as they are made, and writes them at once. */
export interface ListWriter {
  write(lists: readonly RankedList[]): Promise<void>
  /** Everything is written: the file gets its name. */
  end(): Promise<void>
  /** Something failed: no half file stays. */
  discard(): Promise<void>
}

export interface ListTarget {
  readonly format: ListFormat
  /** The file; absent for standard output. */
  readonly path?: string
  /** Modalities with columns of their own, where the lists have parts. */
  readonly modalities?: readonly string[]
}

/**
 * The format of a file by its name, unless it is given.
 *
 * @throws UserFacingError for another name, and for Parquet on standard output
 */
export function listFormat(path: string | undefined, given: ListFormat | undefined): ListFormat {
  const ending = path === undefined ? 'csv' : extname(path).slice(1).toLowerCase()
  const format = given ?? LIST_FORMATS.find((one) => one === ending)
  if (format === undefined) {
    throw new UserFacingError(`--out ${path}: the name must end in .csv, .jsonl or .parquet, or give --format.`)
  }
  if (format === 'parquet' && path === undefined) {
    throw new UserFacingError('--format parquet: standard output takes csv and jsonl only; name a file with --out.')
  }
  return format
}

/** @throws UserFacingError when the file cannot be written */
export async function openListWriter(target: ListTarget): Promise<ListWriter> {
  const { format, path, modalities } = target
  if (path === undefined) {
    process.stdout.on('error', ignore) // the write that failed says so
    return textWriter(target, writeToStandardOutput, async () => void process.stdout.off('error', ignore))
  }
  const part = partFile(path)
  if (format === 'parquet') {
    const parquet = await openParquet(part.path, modalities)
    const end = async () => {
      parquet.end()
      await part.complete()
    }
    return { write: async (lists) => parquet.write(lists), end, discard: part.discard }
  }
  const failed = (error: unknown): never => {
    throw fileError(path, error)
  }
  const file = await open(part.path, 'w').catch(failed)
  const write = async (text: string) => void (await file.writeFile(text).catch(failed))
  const end = async () => {
    await file.sync().catch(failed)
    await file.close()
    await part.complete()
  }
  const discard = async () => {
    await file.close()
    await part.discard()
  }
  return { ...textWriter(target, write, end), discard }
}

const ignore = () => undefined

function textWriter(
  { format, modalities }: ListTarget,
  write: (text: string) => Promise<void>,
  end: () => Promise<void>,
): ListWriter {
  let isFirst = true
  return {
    async write(lists) {
      const header = isFirst && format === 'csv' ? csvHeader(modalities) : ''
      isFirst = false
      await write(header + (format === 'csv' ? csvRows(lists, modalities) : jsonLines(lists)))
    },
    end,
    discard: async () => undefined,
  }
}

/** Resolves when the reader has taken the text, so that a slow reader does not fill the memory. */
function writeToStandardOutput(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })
}
