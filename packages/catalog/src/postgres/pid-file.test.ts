import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePidFile, pidFilePath, readPidFile } from './pid-file.ts'

const READY = '4711\n/srv/a b/data\n1764000000\n54321\n\n127.0.0.1\n  8650850       3\nready   \n'

describe('parsePidFile', () => {
  it('reads a running server', () => {
    expect(parsePidFile(READY)).toEqual({ pid: 4711, data: '/srv/a b/data', port: 54321, status: 'ready' })
  })

  it('takes a file that is still being written for what it says so far', () => {
    expect(parsePidFile('4711\n/srv/data\n')).toEqual({
      pid: 4711,
      data: '/srv/data',
      port: undefined,
      status: undefined,
    })
    expect(parsePidFile('')).toBeUndefined()
  })

  it('never invents a process', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const file = parsePidFile(text)
        expect(file === undefined || (Number.isInteger(file.pid) && file.pid > 0)).toBe(true)
      }),
    )
  })
})

describe('readPidFile', () => {
  it('tells a missing file from an unreadable one', async () => {
    const data = await mkdtemp(join(tmpdir(), 'trifold-pid-'))
    try {
      expect(await readPidFile(data)).toBeUndefined()
      await writeFile(pidFilePath(data), READY)
      expect((await readPidFile(data))?.port).toBe(54321)
      await expect(readPidFile(pidFilePath(data))).rejects.toThrow('ENOTDIR')
    } finally {
      await rm(data, { recursive: true })
    }
  })
})
