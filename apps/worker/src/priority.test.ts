import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { expect, it } from 'vitest'

const MODULE = new URL('./priority.ts', import.meta.url).href

async function startWithLowPriority(detached: boolean) {
  const script = `import(${JSON.stringify(MODULE)}).then((m) => { m.lowerPriority(); process.send('done'); setInterval(() => {}, 1000) })`
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', script], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    detached,
  })
  await once(child, 'message')
  const group = existsSync(`/proc/${child.pid}/autogroup`)
    ? readFileSync(`/proc/${child.pid}/autogroup`, 'utf8').trim()
    : null
  const nice = getPriority(child.pid)
  child.kill('SIGKILL')
  return { nice, group }
}

it('lowers the priority of the process, and of its session only if no other process started it', async () => {
  const [alone, beside] = await Promise.all([startWithLowPriority(true), startWithLowPriority(false)])
  expect([alone.nice, beside.nice]).toEqual([10, 10])
  if (alone.group !== null) {
    expect(alone.group).toMatch(/nice 7$/)
    expect(beside.group).toBe(readFileSync('/proc/self/autogroup', 'utf8').trim())
  }
})
