import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ELEMENTWISE, KERNELS } from './abi.ts'

const source = (name: string) => readFileSync(new URL(`kernels/${name}`, import.meta.url), 'utf8')

/** NAME = number pairs of an enumeration, names as TypeScript writes them. */
function enumeration(text: string, name: string): Record<string, number> {
  const body = new RegExp(`enum ${name} \\{([^}]*)\\}`).exec(text)?.[1] ?? ''
  const camel = (words: string) => words.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
  return Object.fromEntries([...body.matchAll(/(\w+) = (\d+)/g)].map(([, key, value]) => [camel(key!), Number(value)]))
}

describe('the table of kernels', () => {
  it('numbers them as the C++ does', () => {
    const numbers = Object.fromEntries(Object.entries(KERNELS).map(([name, { number }]) => [name, number]))
    expect(numbers).toEqual(enumeration(source('call.h'), 'Kernel'))
    expect(ELEMENTWISE).toEqual(enumeration(source('elementwise.h'), 'Operation'))
  })

  it('lists as many arrays as the C++ takes', () => {
    const calls = source('call.inc')
    for (const [name, { arrays }] of Object.entries(KERNELS)) {
      const label = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
      const body = new RegExp(`case ${label}:(.*?)return true;`, 's').exec(calls)?.[1] ?? ''
      const taken = [...body.matchAll(/\b[fr]\((\d+)\)/g)].map(([, index]) => Number(index))
      expect(Math.max(...taken) + 1, name).toBe(arrays.length)
    }
  })
})
