import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RawEnvironment } from './read.ts'

/** The folder that holds the source of Trifold: the clone, or the installed copy. */
export function cloneDirectory(): string {
  return dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))
}

/** A path as the user meant it: relative to the folder in which the command was typed, which npm keeps in INIT_CWD. */
export function userPath(path: string, environment: RawEnvironment = process.env): string {
  return resolve(environment.INIT_CWD || process.cwd(), path)
}

/** Absolute path of the data folder: DATA_DIR, else `.data` in the clone. Every process finds the same one. */
export function dataDirectory(environment: RawEnvironment = process.env): string {
  return environment.DATA_DIR ? userPath(environment.DATA_DIR, environment) : join(cloneDirectory(), '.data')
}
