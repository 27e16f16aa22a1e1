import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { withLock } from './lock.mjs'

let dir: string
let lock: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'trifold lock '))
  lock = join(dir, 'lock')
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(dir, { recursive: true, force: true })
})

describe('withLock', () => {
  it('lets one piece of work run at a time', async () => {
    let running = 0
    let most = 0
    const work = async () => {
      most = Math.max(most, (running += 1))
      await sleep(30)
      running -= 1
    }
    await Promise.all([withLock(lock, work), withLock(lock, work), withLock(lock, work)])
    expect(most).toBe(1)
    expect(existsSync(lock)).toBe(false)
  })

  it('returns what the work returns, and frees the lock when it fails', async () => {
    expect(await withLock(lock, async () => 42)).toBe(42)
    await expect(withLock(lock, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(existsSync(lock)).toBe(false)
  })

  it('takes over the lock of a process that has ended', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    mkdirSync(lock)
    writeFileSync(join(lock, 'pid'), String(pid))
    expect(await withLock(lock, async () => 'taken over')).toBe('taken over')
  })

  it('waits for a process that lives, and says so', async () => {
    const messages = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    mkdirSync(lock)
    writeFileSync(join(lock, 'pid'), String(process.ppid))
    let done = false
    const waiting = withLock(lock, async () => (done = true))
    await sleep(1400)
    expect(done).toBe(false)
    expect(messages).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(`(process ${process.ppid})`))
    rmSync(lock, { recursive: true })
    await waiting
    expect(done).toBe(true)
  })
})
