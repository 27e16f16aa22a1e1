import { describe, expect, it } from 'vitest'
import { CommandFailed, run } from './run.ts'

const node = (script: string) => run(process.execPath, ['-e', script])

describe('run', () => {
  it('returns what the command prints', async () => {
    expect(await node('console.log(6 * 7); console.error("aside")')).toBe('42\n')
  })

  it('says how a command ended, with the line that tells why', async () => {
    const failed = node(
      'console.log("start"); console.error("x.cc:3: error: no TFE_Context"); console.log("end"); process.exit(3)',
    )
    await expect(failed).rejects.toBeInstanceOf(CommandFailed)
    await expect(failed).rejects.toThrow(/failed \(status 3\): x\.cc:3: error: no TFE_Context$/)
  })

  it('says that there is no such program', async () => {
    await expect(run('no-such-program', [])).rejects.toThrow(/^no-such-program failed \(.*ENOENT\)/)
  })
})
