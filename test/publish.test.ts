import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Api, startApi } from '@trifold/api'
import { type PostgresServer, startPostgres } from '@trifold/catalog'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dataOf } from './support/graphql.ts'
import { trifold } from './support/trifold.ts'

interface Answer {
  recommendations: {
    source: string
    edges: {
      score: number
      explanation: {
        baseline: number
        sentence: string
        components: { kind: string; modality: string | null; value: number }[]
      }
    }[]
  }
}

const QUERY = `{
  recommendations(externalUserId: "3", first: 10) {
    source
    edges { score explanation { baseline sentence components { kind modality value } } }
  }
}`

let dir: string
let dataDir: string
const folder = (name: string) => join(dir, name)
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trifold publish '))
  await chmod(dir, 0o755) // the account of the embedded PostgreSQL must get in
  dataDir = folder('data')
})
afterAll(() => rm(dir, { recursive: true, force: true }))

async function succeeds(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await trifold(dataDir, ...args)
  if (code !== 0) throw new Error(`trifold ${args.join(' ')} ended with ${code}:\n${stderr}`)
  return stdout
}

describe('a blend of trained folders', () => {
  let postgres: PostgresServer | undefined
  let api: Api | undefined
  afterAll(async () => {
    await api?.close()
    await postgres?.stop()
  })

  it('is published from the command line, served and explained', async () => {
    const world = folder('world')
    await succeeds('world', '--kind', 'mixed', '--users', '120', '--items', '80', '--out', world)
    await succeeds('import', '--from', world)
    const small = ['--set', 'embeddingSize=8', '--set', 'batchSize=256', '--set', 'learningRate=0.01']
    await succeeds('fit', '--data', world, '--mrdib', '--epochs', '15', ...small, '--out', folder('first'))
    await succeeds(
      'fit',
      '--data',
      world,
      '--mrdib',
      '--seed',
      '2',
      '--epochs',
      '15',
      ...small,
      '--out',
      folder('second'),
    )
    const made = await succeeds(
      'blend',
      folder('first'),
      folder('second'),
      '--data',
      world,
      '--out',
      folder('blend'),
      '--json',
    )
    const { members } = JSON.parse(made) as { members: { base: string; share: number }[] }
    expect(members.map(({ base }) => base)).toEqual(['vbpr', 'vbpr'])
    expect(members.every(({ share }) => share > 0)).toBe(true) // a real blend, not one member alone

    const published = await succeeds('publish', folder('blend'), '--json')
    expect(JSON.parse(published)).toMatchObject({ version: 1, status: 'PRODUCTION', base: 'blend', mrdib: true })

    postgres = await startPostgres({ dataDir })
    api = await startApi({ databaseUrl: postgres.url, dataDir, port: 0, production: false, logLevel: 'silent' })
    const { recommendations } = await dataOf<Answer>(`${api.url}/graphql`, QUERY)
    expect(recommendations.source).toBe('MODEL')
    expect(recommendations.edges).toHaveLength(10)
    for (const { score, explanation } of recommendations.edges) {
      const sum = explanation.components.reduce((total, { value }) => total + value, explanation.baseline)
      expect(Math.abs(sum - score)).toBeLessThan(1e-5)
      const unique = explanation.components.filter(({ kind }) => kind === 'UNIQUE')
      expect(unique.map(({ modality }) => modality)).toEqual(['image', 'text'])
      expect(unique.some(({ value }) => Math.abs(value) > 1e-4)).toBe(true)
      expect(explanation.sentence).not.toBe('')
    }
  })
})
