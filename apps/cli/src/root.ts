import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The clone this command runs from. */
export const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))

/** Absolute path of the data folder: `DATA_DIR` (relative to where the command was typed), else `.data` in the clone. */
export function dataDirectory(): string {
  return process.env.DATA_DIR
    ? resolve(process.env.INIT_CWD ?? process.cwd(), process.env.DATA_DIR)
    : join(root, '.data')
}
