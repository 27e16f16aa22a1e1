import { describe, expect, it } from 'vitest'
import { resolveSplit } from '@trifold/model/internals'
import { createWorld, type WorldKind } from '../worlds/index.ts'
import { auditInformation, type Evidence } from './histograms.ts'

function auditOf(kind: WorldKind) {
  const { dataset } = createWorld({ kind, users: 400, items: 300, seed: 1 })
  const { train, test } = resolveSplit(dataset, 1)
  const found = auditInformation({
    modalities: dataset.modalities as unknown as Evidence['modalities'],
    train,
    heldOut: test,
  })
  if (!found) throw new Error('nothing held out')
  const { unique, redundant, synergy } = found
  const total = unique[0] + unique[1] + redundant + synergy
  return { unique: (unique[0] + unique[1]) / total, redundant: redundant / total, synergy: synergy / total }
}

describe('auditInformation', () => {
  it.each<[WorldKind, 'unique' | 'redundant' | 'synergy']>([
    ['unique', 'unique'],
    ['copy', 'redundant'],
    ['xor', 'synergy'],
    ['shuffled', 'unique'],
  ])('finds in the %s world mostly %s information, without a model', (kind, part) => {
    expect(auditOf(kind)[part]).toBeGreaterThan(0.6)
  })
})
