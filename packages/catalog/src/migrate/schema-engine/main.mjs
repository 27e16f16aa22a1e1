#!/usr/bin/env node
// A stand-in for Prisma's native schema engine: the same command line and the same JSON-RPC over standard input and
// output, answered by the official WASM build of that engine. Prisma's command line starts it because prisma.config.ts
// names it in PRISMA_SCHEMA_ENGINE_BINARY. Plain JavaScript, since Prisma starts it as a program and Node 20 runs no
// TypeScript. The protocol is internal to Prisma: its version is pinned exactly, and drift.test.ts guards this file.
// It may go once Prisma's command line runs the WASM engine for all commands by itself.
import { readArguments } from './arguments.mjs'
import { runAdminCommand } from './admin.mjs'
import { serveRpc } from './rpc.mjs'
import { engineVersion } from './wasm.mjs'

const options = readArguments(process.argv.slice(2))

if (options.version) {
  console.log(`schema-engine-cli ${engineVersion()}`)
} else if (options.adminCommand) {
  process.exitCode = await runAdminCommand(options.adminCommand, options.url)
} else {
  await serveRpc(options)
}
