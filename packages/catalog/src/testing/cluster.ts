import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readPidFile, startPostgres, stopServer } from '../postgres/index.ts'

/** Environment variable with the URL of an external server to test on; its user may create databases. */
export const TEST_DATABASE_URL = 'TEST_DATABASE_URL'
/** Environment variable with the folder of the server that the suites of one run share. */
const TEST_CLUSTER_DIR = 'TRIFOLD_TEST_CLUSTER_DIR'

/** No data outlives the run, so nothing needs to be flushed to disk. */
const VOLATILE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }

/**
 * The server to test on: that of TEST_DATABASE_URL, else an embedded one. The first suite that needs it starts it. In a run
 * prepared by `prepareTestCluster` all suites share it; otherwise each worker process has its own.
 *
 * @returns a connection URL whose user may create databases
 */
export async function testCluster(): Promise<string> {
  const given = process.env[TEST_DATABASE_URL]
  if (given) return given
  if (!process.env[TEST_CLUSTER_DIR]) await prepareTestCluster()
  return (await startPostgres({ dataDir: process.env[TEST_CLUSTER_DIR]!, settings: VOLATILE })).url
}

/**
 * For a test runner's `globalSetup`: chooses the folder and passes it to the worker processes by an environment variable.
 * Starts nothing yet.
 *
 * @returns function to call at the end: stops the server if there is one, and removes the folder
 */
export async function prepareTestCluster(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'trifold-test-'))
  await chmod(folder, 0o755) // the server's account must be able to enter
  process.env[TEST_CLUSTER_DIR] = folder
  const data = join(folder, 'postgres', 'data')
  const dismiss = endWithThisProcess(folder, data)
  return async () => {
    dismiss()
    const server = await readPidFile(data)
    if (server) await stopServer(data, server.pid)
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * A test runner may be killed with SIGKILL. So a shell waits on a pipe, which the system closes whenever this process ends,
 * and then stops the server and removes its folder.
 *
 * @returns function that dismisses the shell
 */
function endWithThisProcess(folder: string, data: string): () => void {
  const script = 'read -r _ || { kill -QUIT "$(head -n 1 "$2/postmaster.pid")"; sleep 1; rm -rf "$1"; }'
  const shell = spawn('/bin/sh', ['-c', script, 'sh', folder, data], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  shell.unref()
  const pipe = shell.stdin as typeof shell.stdin & { unref(): void }
  pipe.on('error', () => {}) // the shell may be gone first when the whole process group is ended
  pipe.unref()
  return () => pipe.end('done\n')
}
