import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../postgres/start.ts'

/** Names the server all suites of a run share; may be set to an external one, whose user may create databases. */
export const TEST_DATABASE_URL = 'TEST_DATABASE_URL'

export interface TestCluster {
  readonly url: string
  stop(): Promise<void>
}

/** Nothing here outlives the run, so the disk need not be waited for. */
const VOLATILE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/**
 * The run's database server: TEST_DATABASE_URL where it is set, else a new embedded one, which is announced there to
 * the worker processes. For a `globalSetup`; suites that run alone start one of their own through `testDatabase`.
 */
export async function startTestCluster(): Promise<TestCluster> {
  const given = process.env[TEST_DATABASE_URL]
  if (given) return { url: given, stop: async () => {} }
  const folder = await mkdtemp(join(tmpdir(), 'trifold-test-'))
  await chmod(folder, 0o755) // the server's account must get in
  const server = await startPostgres({ dataDir: folder, settings: VOLATILE })
  const release = endWithThisProcess(server.pid, folder)
  process.env[TEST_DATABASE_URL] = server.url
  return {
    url: server.url,
    stop: async () => {
      delete process.env[TEST_DATABASE_URL]
      await server.stop()
      release()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Test runners kill their workers without notice. A shell waits on a pipe that the system closes when this process
 * ends, however it ends, and then stops the server and removes its folder.
 *
 * @returns function that dismisses the shell
 */
function endWithThisProcess(pid: number, folder: string): () => void {
  const script = 'read -r _ || { kill -QUIT "$1"; sleep 1; rm -rf "$2"; }'
  const shell = spawn('/bin/sh', ['-c', script, 'sh', String(pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  shell.unref()
  const pipe = shell.stdin as typeof shell.stdin & { unref(): void }
  pipe.on('error', () => {}) // the shell may be gone first when the whole process group is ended
  pipe.unref()
  return () => pipe.end('done\n')
}
