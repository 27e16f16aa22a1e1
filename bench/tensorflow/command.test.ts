import { afterEach, describe, expect, it, vi } from 'vitest'
import { tensorflowCommand } from './command.ts'
import { installLibrary } from './library.ts'

afterEach(() => vi.restoreAllMocks())

describe.skipIf(process.platform !== 'linux')('bench tensorflow', () => {
  it('is skipped aloud where there is no Python', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    await tensorflowCommand().parseAsync(['--python', 'no-such-python'], { from: 'user' })
    expect(warn.mock.calls).toEqual([
      ['SKIPPED: tensorflow: there is no "no-such-python"; nothing was built and nothing was tested.'],
    ])
  })

  it('says in one sentence what is wrong with a setting', async () => {
    const started = tensorflowCommand().parseAsync(['--epochs', 'few'], { from: 'user' })
    await expect(started).rejects.toThrow('--epochs must be a whole number from 1 on, not "few".')
  })

  it('says in one sentence that the environment cannot be made', async () => {
    const made = installLibrary('/dev/null/environment', 'false', 'tensorflow-cpu')
    await expect(made).rejects.toThrow(
      /^The Python environment of TensorFlow could not be made: venv: false failed \(status 1\)$/,
    )
  })
})
