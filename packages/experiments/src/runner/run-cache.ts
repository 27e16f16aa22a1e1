import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { load, type Recommender, type RecommenderParts, save } from '@trifold/model/internals'
import { fileError, UserFacingError } from '@trifold/model/errors'
import { runFileSchema, type RunFile } from './run.ts'

/**
 * Finished runs, a JSON file each, in one folder: what an interrupted experiment goes on from, and what other
 * experiments on the same data need not run again. Beside some lies the model, for measures that come to be asked later.
 */
export class RunStore {
  constructor(readonly dir: string) {}

  /** Where a run keeps its state while it trains. */
  checkpointOf(key: string): string {
    return join(this.dir, `${key}.training`)
  }

  /** The run of a key; undefined where there is none, or its file is of another form. */
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
      return undefined // cut or altered by hand: it is run again
    }
  }

  /** Keeps a run: its file appears whole or not at all. */
  async keep(file: RunFile): Promise<void> {
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

  /** The model of a run; undefined where none was kept, or it is damaged. */
  async model(key: string): Promise<Recommender | undefined> {
    return load(this.#modelPath(key)).catch((error: unknown) => {
      if (error instanceof UserFacingError) return undefined
      throw error
    })
  }

  async keepModel(key: string, model: RecommenderParts): Promise<void> {
    await save(model, this.#modelPath(key))
  }

  /** Removes the model of a run that is about to be of another training. */
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
