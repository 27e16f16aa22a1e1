import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parsePasswd, serverAccount } from './account.ts'

const asRoot = process.getuid?.() === 0

describe('parsePasswd', () => {
  it('reads name, uid and gid, and passes over what is not an account', () => {
    const text =
      'root:x:0:0:root:/root:/bin/bash\n# comment\n\n+::::::\npostgres:x:101:104::/var/lib/postgresql:/bin/sh\n'
    expect(parsePasswd(text)).toEqual([
      { name: 'root', uid: 0, gid: 0 },
      { name: 'postgres', uid: 101, gid: 104 },
    ])
  })
})

describe('serverAccount', () => {
  it.skipIf(asRoot)('is nobody else when the caller is an ordinary user', async () => {
    expect(await serverAccount(tmpdir())).toBeUndefined()
  })

  it.runIf(asRoot)('never is root, whoever owns the folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trifold-account-'))
    try {
      expect((await serverAccount(folder))?.uid).not.toBe(0)
      expect((await serverAccount(join(folder, 'missing')))?.uid).not.toBe(0)
      await chown(folder, 4711, 4712)
      expect(await serverAccount(folder)).toEqual({ uid: 4711, gid: 4712, name: 'user 4711' })
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
