import { resolve } from 'node:path'

/** A path as the user meant it: relative to where the command was typed, which npm keeps in INIT_CWD. */
export function userPath(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path)
}
