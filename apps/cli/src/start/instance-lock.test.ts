import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { InstanceLock, processStartTime } from './instance-lock.ts'

let dir: string
let file: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trifold instance '))
  file = join(dir, 'launcher.json')
})
afterEach(() => rm(dir, { recursive: true }))

const write = (instance: unknown) => writeFile(file, typeof instance === 'string' ? instance : JSON.stringify(instance))

describe('InstanceLock', () => {
  it('admits one launcher, names it to the second, and is free after its release', async () => {
    const lock = await InstanceLock.acquire(dir)
    await expect(InstanceLock.acquire(dir)).rejects.toThrow(
      `Trifold already runs on this data folder (process ${process.pid}): stop it there, or set another DATA_DIR.`,
    )
    await lock.announce('http://localhost:3000')
    await expect(InstanceLock.acquire(dir)).rejects.toThrow(/data folder at http:\/\/localhost:3000 \(process/)
    await lock.release()
    expect(existsSync(file)).toBe(false)
    await (await InstanceLock.acquire(dir)).release()
  })

  it.each([
    ['an ended process', () => ({ pid: spawnSync(process.execPath, ['-e', '']).pid, startedAt: '1' })],
    ['another process with the same number', () => ({ pid: process.pid, startedAt: 'earlier' })],
    ['a file that was cut', () => '{"pid": 12'],
    ['a file of something else', () => ({ pid: 'one' })],
  ])('takes over what %s left', async (_name, left) => {
    await write(left())
    const lock = await InstanceLock.acquire(dir)
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ pid: process.pid })
    await lock.release()
  })

  it('names a data folder that cannot be made', async () => {
    await write('')
    await expect(InstanceLock.acquire(join(file, 'inside'))).rejects.toThrow(/launcher\.json\/inside cannot be made: /)
  })
})

describe('processStartTime', () => {
  it('is the same for a process as long as it lives, and null afterwards', async () => {
    expect(await processStartTime(process.pid)).toBe(await processStartTime(process.pid))
    expect(await processStartTime(process.pid)).toBeTruthy()
    expect(await processStartTime(spawnSync(process.execPath, ['-e', '']).pid)).toBeNull()
  })
})
