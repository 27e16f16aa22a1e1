// JSON-RPC 2.0, one message a line, answered in order.
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { adapterFactory } from './adapter.mjs'
import { createDatabase, databaseName } from './databases.mjs'
import { openEngine } from './engine.mjs'

/** Prisma's own code for "the engine understood the request and failed". */
const ENGINE_ERROR = 4466

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)

/** Answers requests on standard input until it closes. */
export async function serveRpc({ url, schemaFiles }) {
  let engine
  const theEngine = async () => {
    if (!engine) {
      const datamodels = await Promise.all(schemaFiles.map(async (file) => [file, await readFile(file, 'utf8')]))
      engine = await openEngine(datamodels.length > 0 ? { datamodels } : {}, adapterFactory(url))
    }
    return engine
  }

  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue
    const { id, method, params } = JSON.parse(line)
    if (!method) continue // Prisma's reply to one of our notifications
    try {
      send({ id, result: (await call(theEngine, { id, method, params, url })) ?? null })
    } catch (error) {
      send({ id, error: asRpcError(error) })
    }
  }
  process.exit(0) // the adapter's pool would keep the process alive
}

async function call(theEngine, { id, method, params, url }) {
  if (method === 'createDatabase') {
    const target = params?.datasource?.url ?? url
    await createDatabase(target)
    return { databaseName: databaseName(target) }
  }
  const engine = await theEngine()
  if (method === 'getDatabaseVersion') return engine.version(params ?? undefined)
  if (typeof engine[method] !== 'function') throw new Error(`the WASM schema engine has no method "${method}"`)
  const result = await engine[method](params ?? {})
  // The native engine prints a diff itself, by asking the command line to; the WASM build returns the text.
  if (method === 'diff' && result?.stdout != null) {
    send({ id: 1_000_000 + id, method: 'print', params: { content: result.stdout } })
  }
  return result
}

/** The WASM engine throws errors whose message is a JSON object; anything else is an error of this stand-in. */
function asRpcError(error) {
  let data = { is_panic: false, message: error?.message ?? String(error), error_code: error?.code }
  try {
    const { is_panic, message, error_code, meta } = JSON.parse(error.message)
    data = { is_panic: Boolean(is_panic), message, error_code, meta }
  } catch {
    // not JSON: `data` already holds what is known
  }
  return { code: ENGINE_ERROR, message: 'An error happened. Check the data field for details.', data }
}
