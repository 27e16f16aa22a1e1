// Prisma's command line and the schema engine that it may run (docs/decisions/0077).
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const ENGINE = 'PRISMA_SCHEMA_ENGINE_BINARY'

/** The stand-in that answers as Prisma's native schema engine; for development only. */
export const STAND_IN = join(root, 'prisma', 'schema-engine', 'main.mjs')

export const prismaProgram = () => createRequire(join(root, 'package.json')).resolve('prisma/build/index.js')

/**
 * The environment for `prisma generate`. Prisma looks for its schema engine before every command and downloads a missing
 * one, but `generate` never starts it. Any program will do, so installing needs no download and no stand-in.
 */
export function generateEnvironment(env = process.env) {
  return { ...env, [ENGINE]: env[ENGINE] ?? process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' }
}

/**
 * The environment for commands that start the schema engine: `migrate`, `db`. A named engine or an installed native one
 * comes first. Only where there is none does the stand-in serve; Windows cannot start a script as a program, so there
 * Prisma downloads its engine.
 *
 * @returns the environment, and whether the stand-in serves
 */
export function developmentEnvironment(env = process.env, engines = join(root, 'node_modules', '@prisma', 'engines')) {
  const isNative = existsSync(engines) && readdirSync(engines).some((name) => name.startsWith('schema-engine-'))
  if (env[ENGINE] || isNative || process.platform === 'win32') return { env, usesStandIn: false }
  return { env: { ...env, [ENGINE]: STAND_IN }, usesStandIn: true }
}
