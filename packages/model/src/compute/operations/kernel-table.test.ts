import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { declaredKernels, ELEMENTWISE_OPERATIONS, kernel } from '../../core/index.ts'
import '../index.ts' // its modules declare their kernels
import '../core/backend.ts'

const source = (name: string) => readFileSync(new URL(`../../core/kernels/${name}`, import.meta.url), 'utf8')

/** NAME = number pairs of an enumeration, names as TypeScript writes them. */
function enumeration(text: string, name: string): Record<string, number> {
  const body = new RegExp(`enum ${name} \\{([^}]*)\\}`).exec(text)?.[1] ?? ''
  const camel = (words: string) => words.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
  return Object.fromEntries([...body.matchAll(/(\w+) = (\d+)/g)].map(([, key, value]) => [camel(key!), Number(value)]))
}

describe('the declarations of kernels', () => {
  it('have the numbers of the C++ side, each kernel once', () => {
    const numbers = Object.fromEntries(declaredKernels().map(({ name, number }) => [name, number]))
    expect(numbers).toEqual(enumeration(source('call.inc'), 'Kernel'))
    expect(ELEMENTWISE_OPERATIONS).toEqual(enumeration(source('elementwise.h'), 'Operation'))
  })

  it('list as many arrays as the C++ takes', () => {
    const calls = source('call.inc')
    for (const { name, arrays } of declaredKernels()) {
      const label = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
      const body = new RegExp(`case ${label}:(.*?)return true;`, 's').exec(calls)?.[1] ?? ''
      const taken = [...body.matchAll(/\b[fr]\((\d+)\)/g)].map(([, index]) => Number(index))
      expect(Math.max(...taken) + 1, name).toBe(arrays.length)
    }
  })

  it('refuse a number that is taken', () => {
    expect(() => kernel('another', 0, ['in'])).toThrow('The kernels gemm and another have the same number, 0.')
  })
})
