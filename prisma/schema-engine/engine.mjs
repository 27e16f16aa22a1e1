// Loads @prisma/schema-engine-wasm. Its own entry imports the .wasm file as a module, which Node 20 cannot do without a
// flag, so the module is instantiated here by hand.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/** One line of the native engine's log: Prisma's command line parses standard error as JSON, a line at a time. */
export function log(level, message, errorCode) {
  const fields = errorCode ? { message, error_code: errorCode } : { message }
  process.stderr.write(
    `${JSON.stringify({ timestamp: new Date().toISOString(), level, fields, target: 'schema_engine::logger' })}\n`,
  )
}

const glueFile = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
const glue = await import(pathToFileURL(glueFile).href)
let started = false

function start() {
  if (started) return
  const module = new WebAssembly.Module(readFileSync(glueFile.replace(/\.js$/, '.wasm')))
  const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': glue })
  glue.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start?.()
  // The engine reports a panic through this global before it aborts.
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => log('ERROR', message) }
  started = true
}

export function engineVersion() {
  start()
  return glue.version()
}

/** @param {{ datamodels?: [string, string][] }} options  @param adapterFactory where the engine sends its SQL */
export function openEngine(options, adapterFactory) {
  start()
  const trace = (line) => process.env.DEBUG && log('INFO', String(line))
  return glue.SchemaEngine.new(options, trace, adapterFactory)
}
