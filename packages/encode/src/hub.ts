// Models by name: from a folder on this machine, or downloaded once from a hub.
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { EncodeError, reasonOf } from './errors.ts'
import { partialOf, removeLeftovers } from './leftovers.ts'
import type { OnProgress } from './progress.ts'

/** What every provider with models from a hub can be told. */
export const hubSettings = {
  /** Name at the hub, and below `localModelPath`. */
  model: z.string().regex(/^[\w.-]+(\/[\w.-]+)?$/, 'must be a name such as owner/model'),
  /** Branch, tag or commit at the hub. */
  revision: z
    .string()
    .regex(/^[\w./-]+$/)
    .default('main'),
  /** A folder that holds `<model>/config.json` and so on; with it nothing is downloaded. */
  localModelPath: z.string().min(1).optional(),
  /** The hub, or a mirror of it. */
  host: z.url({ protocol: /^https?$/ }).default('https://huggingface.co'),
}

export interface HubModel {
  model: string
  revision: string
  localModelPath?: string
  host: string
}

/** One sentence for a hub that does not give a model, with the ways out. */
export function hubError({ host, model }: HubModel, reason: string): EncodeError {
  return new EncodeError(
    'UNREACHABLE',
    `the model ${model} cannot be downloaded from ${host} (${reason}): set "localModelPath" to a folder that holds it, ` +
      `"host" to a mirror, or "provider" to packaged, openai or lsa`,
  )
}

/** @throws EncodeError of code CONFIGURATION if the folder lacks one of the files */
export async function localFolder({ localModelPath, model }: HubModel, files: string[]): Promise<string> {
  const folder = join(localModelPath!, model)
  for (const file of files) {
    await access(join(folder, file)).catch(() => {
      throw new EncodeError(
        'CONFIGURATION',
        `"localModelPath" lacks a file of the model ${model}: ${join(folder, file)}`,
      )
    })
  }
  return folder
}

/**
 * The folder with the model's files, after downloading what is missing into `cacheDir`.
 *
 * @throws EncodeError of code UNREACHABLE if the hub does not give a file
 */
export async function downloadedFolder(
  source: HubModel,
  files: string[],
  cacheDir: string,
  onProgress: OnProgress,
  signal?: AbortSignal,
): Promise<string> {
  const folder = join(cacheDir, source.model, source.revision)
  for (const file of files) {
    const path = join(folder, file)
    const present = await access(path).then(
      () => true,
      () => false,
    )
    if (!present) await download(source, file, path, onProgress, signal)
  }
  return folder
}

async function download(
  source: HubModel,
  file: string,
  path: string,
  onProgress: OnProgress,
  signal?: AbortSignal,
): Promise<void> {
  const url = `${source.host.replace(/\/$/, '')}/${source.model}/resolve/${encodeURIComponent(source.revision)}/${file}`
  const token = new URL(url).hostname === 'huggingface.co' ? process.env.HF_TOKEN : undefined
  const partial = partialOf(path)
  try {
    const response = await fetch(url, { signal, headers: token ? { authorization: `Bearer ${token}` } : {} })
    if (!response.ok || !response.body) throw new Error(`${file}: the server answers ${response.status}`)
    if (response.headers.get('content-type')?.startsWith('text/html'))
      throw new Error(`${file}: the answer is a web page`)
    const total = Number(response.headers.get('content-length')) || undefined
    await mkdir(dirname(path), { recursive: true })
    await removeLeftovers(dirname(path))
    let done = 0
    const counted = new Transform({
      transform(chunk: Uint8Array, _, next) {
        done += chunk.length
        onProgress({ message: `downloading ${source.model}/${file}`, done, total })
        next(null, chunk)
      },
    })
    await pipeline(Readable.fromWeb(response.body), counted, createWriteStream(partial), { signal })
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    signal?.throwIfAborted()
    throw hubError(source, reasonOf(error))
  }
}

/** The first 12 digits of the SHA-256 of files: an id with it stays true when a branch moves or a folder changes. */
export async function fingerprintOf(paths: string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths) for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
  return hash.digest('hex').slice(0, 12)
}
