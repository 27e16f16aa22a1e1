#!/usr/bin/env node
// A stand-in for Prisma's native schema engine: the same command line and the same JSON-RPC over standard input and
// output, answered by the official WASM build of that engine. For development only: scripts/prisma.mjs names it in
// PRISMA_SCHEMA_ENGINE_BINARY where the native engine is not installed. Plain JavaScript, since Prisma starts it as a
// program and Node 20 runs no TypeScript. The protocol is internal to Prisma: its version is pinned exactly, and
// packages/catalog/src/migrate/drift.test.ts tests it. Remove it once Prisma's command line runs the WASM engine itself.
import { runAdminCommand } from './databases.mjs'
import { serveRpc } from './rpc.mjs'
import { engineVersion } from './engine.mjs'

const options = readArguments(process.argv.slice(2))

if (options.version) {
  console.log(`schema-engine-cli ${engineVersion()}`)
} else if (options.adminCommand) {
  process.exitCode = await runAdminCommand(options.adminCommand, options.url)
} else {
  await serveRpc(options)
}

// The part of the native engine's command line that Prisma 7 uses:
//   schema-engine --version
//   schema-engine --datasource '{"url": ...}' cli can-connect-to-database|create-database|drop-database
//   schema-engine --datasource '{"url": ...}' --datamodels FILE [--datamodels FILE ...]

/** @param {string[]} argv */
function readArguments(argv) {
  const all = (name) => argv.flatMap((argument, i) => (argument === name ? [argv[i + 1]] : []))
  const datasource = all('--datasource')[0]
  const cli = argv.indexOf('cli')
  return {
    version: argv.includes('--version'),
    adminCommand: cli < 0 ? undefined : argv[cli + 1],
    /** @type {string | undefined} */
    url: datasource ? JSON.parse(datasource).url : undefined,
    schemaFiles: all('--datamodels'),
  }
}
