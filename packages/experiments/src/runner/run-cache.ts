import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { load, type Recommender, type RecommenderParts, save } from '@trifold/model/internals'
import { fileError, UserFacingError } from '@trifold/model/errors'
import { runFileSchema, type RunFile } from './run.ts'

/**
 * Finished runs in one folder, a JSON file each. An interrupted experiment resumes from them, and other experiments on
 * the same data reuse them. Some have their model beside them, for later measures.
 */
export class RunCache {
  constructor(readonly dir: string) {}

  /** The folder of a run's checkpoint while it trains. */
  checkpointOf(key: string): string {
    return join(this.dir, `${key}.training`)
  }

  /** The run of a key; undefined if there is none, or if its file has another form. */
  async find(key: string): Promise<RunFile | undefined> {
    let text: string
    try {
      text = await readFile(this.#path(key), 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw fileError(this.#path(key), error)
    }
    try {
      const parsed = runFileSchema.safeParse(JSON.parse(text))
      return parsed.success && parsed.data.key === key ? parsed.data : undefined
    } catch {
      return undefined // cut or edited: the run is made again
    }
  }

  /** Caches a run: its file appears whole or not at all. */
  async put(file: RunFile): Promise<void> {
    const path = this.#path(file.key)
    const fresh = `${path}.${process.pid}.new`
    try {
      await mkdir(this.dir, { recursive: true })
      await writeFile(fresh, `${JSON.stringify(file)}\n`)
      await rename(fresh, path)
    } catch (error) {
      throw fileError(path, error)
    }
    await rm(this.checkpointOf(file.key), { recursive: true, force: true })
  }

  /** The model of a run; undefined if none is cached, or if it is damaged. */
  async model(key: string): Promise<Recommender | undefined> {
    return load(this.#modelPath(key)).catch((error: unknown) => {
      if (error instanceof UserFacingError) return undefined
      throw error
    })
  }

  async putModel(key: string, model: RecommenderParts): Promise<void> {
    await save(model, this.#modelPath(key))
  }

  /** Removes the model of a run before another training replaces it. */
  async dropModel(key: string): Promise<void> {
    await rm(this.#modelPath(key), { recursive: true, force: true })
  }

  #modelPath(key: string): string {
    return join(this.dir, `${key}.model`)
  }

  #path(key: string): string {
    return join(this.dir, `${key}.json`)
  }
}
