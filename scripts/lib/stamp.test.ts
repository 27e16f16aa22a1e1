import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashOf, isFresh, leaveStamp } from './stamp.mjs'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'trifold stamp '))
  mkdirSync(join(dir, 'source', 'deep'), { recursive: true })
  writeFileSync(join(dir, 'source', 'a'), 'one')
  writeFileSync(join(dir, 'source', 'deep', 'b'), 'two')
})
afterEach(() => rmSync(dir, { recursive: true }))

describe('a stamp', () => {
  const fresh = () => isFresh(join(dir, 'stamps', 'step'), [join(dir, 'source')])

  it('is fresh until a file below its inputs changes, comes or goes', () => {
    expect(fresh()).toBe(false)
    leaveStamp(join(dir, 'stamps', 'step'), [join(dir, 'source')])
    expect(fresh()).toBe(true)
    writeFileSync(join(dir, 'source', 'deep', 'b'), 'three')
    expect(fresh()).toBe(false)
    writeFileSync(join(dir, 'source', 'deep', 'b'), 'two')
    expect(fresh()).toBe(true)
    writeFileSync(join(dir, 'source', 'c'), '')
    expect(fresh()).toBe(false)
    rmSync(join(dir, 'source', 'c'))
    rmSync(join(dir, 'source', 'a'))
    expect(fresh()).toBe(false)
  })

  it('tells names from contents, and takes a missing input as empty', () => {
    writeFileSync(join(dir, 'x'), 'yz')
    writeFileSync(join(dir, 'xy'), 'z')
    expect(hashOf([join(dir, 'x')])).not.toBe(hashOf([join(dir, 'xy')]))
    expect(hashOf([join(dir, 'missing')])).toBe(hashOf([]))
  })
})
