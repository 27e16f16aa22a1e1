import { inverse, determinant, Matrix } from 'ml-matrix'
import { beforeAll, describe, expect, it } from 'vitest'
import { normal, seededRandom } from '../data/index.ts'
import { addMean, logEvidence, project, solve } from './hypotheses.ts'
import { scorerOf } from '../factors/index.ts'
import { AdditiveScorer, factorsOf, fitAdditive, type AdditiveModel } from './index.ts'
import { continuousWorld, type ContinuousWorld } from './testing/continuous-world.ts'
import { rightShare } from './testing/right-share.ts'

const fitOn = (world: ContinuousWorld, collaborative?: Float32Array) =>
  fitAdditive({
    items: world.items,
    histories: { pairs: world.train },
    valid: world.valid,
    modalities: world.modalities,
    collaborative,
  }).model

describe('a Gaussian process in feature space', () => {
  const random = seededRandom(3)
  const [items, ranks, n] = [12, [2, 3], 7]
  const width = 5
  const x = Matrix.zeros(items, width).apply(function (this: Matrix, r: number, c: number) {
    this.set(r, c, normal(random))
  })
  const q = Array.from({ length: items }, () => random() + 0.1)
  const total = q.reduce((a, b) => a + b, 0)
  const popularity = q.map((value) => value / total)
  const covariances = ranks.map((rank) => {
    const root = Matrix.zeros(rank, rank).apply(function (this: Matrix, r: number, c: number) {
      this.set(r, c, normal(random))
    })
    return root.mmul(root.transpose())
  })
  const gram = x.transpose().mmul(Matrix.diag(popularity)).mmul(x)
  const solved = solve([0, 1], [0, 2, 5], covariances, gram)
  // observations y_i of f_i with noise 1 / (n q_i); the sufficient statistic is b = sum n q_i y_i x_i
  const y = Array.from({ length: items }, () => normal(random))
  const b = Float64Array.from({ length: width }, (_, d) =>
    y.reduce((sum, value, item) => sum + n * popularity[item]! * value * x.get(item, d), 0),
  )
  const c = new Float64Array(width)
  project(solved, b, 0, c)
  const whole = Matrix.zeros(width, width)
  whole.setSubMatrix(covariances[0]!, 0, 0)
  whole.setSubMatrix(covariances[1]!, 2, 2)
  const kernel = x.mmul(whole).mmul(x.transpose())
  const noise = Matrix.diag(popularity.map((value) => 1 / (n * value)))
  const column = Matrix.columnVector(y)

  it('has the posterior mean of the dense process on the items', () => {
    const mean = new Float64Array(width)
    addMean(solved, c, n, 1, mean)
    const dense = kernel.mmul(inverse(Matrix.add(kernel, noise))).mmul(column)
    const found = x.mmul(Matrix.columnVector(Array.from(mean)))
    for (let item = 0; item < items; item++) expect(found.get(item, 0)).toBeCloseTo(dense.get(item, 0), 6)
  })

  it('has the marginal likelihood of a dense determinant, relative to no preference', () => {
    const density = (covariance: Matrix) =>
      -0.5 * column.transpose().mmul(inverse(covariance)).mmul(column).get(0, 0) -
      0.5 * Math.log(determinant(covariance))
    const dense = density(Matrix.add(kernel, noise)) - density(noise)
    expect(logEvidence(solved, c, n)).toBeCloseTo(dense, 5)
  })
})

describe('a small mixed world', () => {
  const world = continuousWorld({ kind: 'mixed', seed: 5, users: 400, items: 300, missing: 0.2 })
  let model: AdditiveModel
  let scorer: AdditiveScorer
  beforeAll(() => {
    // something collaborative, so that all sums have it too
    const random = seededRandom(1)
    const ids = Float32Array.from({ length: world.items ** 2 }, () => 0.01 * normal(random))
    model = { ...fitOn(world, ids), collaborative: ids, weights: { popularity: 0.5, collaborative: 1 } }
    scorer = new AdditiveScorer(model)
  })

  it('puts explanations on the part that shoppers follow', () => {
    const share = rightShare(model, world.train, world.tastes, world.heldOut)
    expect(share.all).toBeGreaterThan(0.85)
    for (const part of ['image', 'text', 'redundant']) expect(share[part]).toBeGreaterThan(0.85)
    expect(share['image*text']).toBeGreaterThan(0.5)
  })

  it('adds up within 1e-5, and the evidence of a history adds up to the parts', () => {
    for (const user of [0, 1, 2, 3, 57]) {
      const shopper = scorer.shopperOfRow(world.train, user)
      const scores = scorer.scoresOf(shopper)
      for (const item of [0, 5, 100, world.heldOut[0]]) {
        const [found] = scorer.explain(shopper, [item!])
        const unique = Object.values(found!.unique).reduce((a, b) => a + b, 0)
        const sum = found!.baseline + found!.collaborative + unique + found!.redundant + found!.synergy
        expect(Math.abs(sum - found!.score)).toBeLessThan(1e-5)
        expect(Math.abs(found!.score - scores[item!]!)).toBeLessThan(1e-5)
        const evidence = scorer.evidence(shopper, item!)
        scorer.partsOf(shopper, item!).forEach((part, p) => {
          expect(evidence.reduce((total, { parts }) => total + parts[p]!, 0)).toBeCloseTo(part, 8)
        })
      }
    }
  })

  it('takes a baseline that is the mean score over what shoppers take', () => {
    const shopper = scorer.shopperOfRow(world.train, 7)
    const mean = scorer.scoresOf(shopper).reduce((sum, score, item) => sum + score * model.popularity[item]!, 0)
    expect(scorer.explain(shopper, [0])[0]!.baseline).toBeCloseTo(mean, 5)
  })

  it('gives a part 0 where the item lacks what it takes', () => {
    const shopper = scorer.shopperOfRow(world.train, 0)
    const [image, text] = world.modalities.map(({ present }) => present)
    const item = image!.findIndex((has, at) => has === 0 && text![at] === 1)
    const [found] = scorer.explain(shopper, [item])
    expect(found!.unique.image).toBe(0)
    expect(found!.synergy).toBe(0)
  })

  it('does not depend on the order of a history, and takes a dislike as the opposite of a like', () => {
    const history = [3, 14, 15, 92].map((item) => ({ item, weight: 1 }))
    const there = scorer.shopperOf(history)
    const back = scorer.shopperOf([...history].reverse())
    there.vector.forEach((value, d) => expect(back.vector[d]).toBeCloseTo(value, 9))
    const disliked = scorer.shopperOf(history.map(({ item }) => ({ item, weight: -1 })))
    there.vector.forEach((value, d) => expect(disliked.vector[d]).toBeCloseTo(-value, 9))
    expect(scorer.shopperOf([]).vector.every((value) => value === 0)).toBe(true)
  })

  it('serves shoppers that it was not fitted on as well as those that it was', () => {
    const { indptr, indices } = world.train
    const half = { indptr: indptr.slice(0, 201), indices: indices.subarray(0, indptr[200]) }
    const rest = { indptr: indptr.slice(200).map((at) => at - indptr[200]!), indices: indices.subarray(indptr[200]) }
    const fresh = fitAdditive({ items: world.items, histories: { pairs: half }, modalities: world.modalities }).model
    const [known, unseen] = [model, fresh].map((one) => rightShare(one, rest, world.tastes.slice(200), world.heldOut))
    expect(unseen!.all).toBeGreaterThan(known!.all! - 0.1)
  })

  it('leaves to the ids only what the parts leave', () => {
    const likeParts = Float32Array.from({ length: world.items ** 2 }, () => 0)
    for (let i = 0; i < world.items; i++) {
      for (let j = 0; j < world.items; j++) {
        const width = model.preferences.variances.length
        for (let d = 0; d < width; d++) {
          likeParts[i * world.items + j]! += 0.1 * model.features[i * width + d]! * model.features[j * width + d]!
        }
      }
    }
    const repeating = new AdditiveScorer({
      ...model,
      collaborative: likeParts,
      weights: { popularity: 0, collaborative: 1 },
    })
    const shopper = repeating.shopperOfRow(world.train, 3)
    expect(shopper.repeated).toBeGreaterThan(0.1)
    let product = 0
    repeating.explain(shopper, [...model.popularity.keys()]).forEach((found, item) => {
      const modal = found.unique.image! + found.unique.text! + found.redundant + found.synergy
      product += model.popularity[item]! * (found.score - modal) * modal
    })
    expect(Math.abs(product)).toBeLessThan(1e-6)
    const [found] = repeating.explain(shopper, [9])
    const ids = repeating.evidence(shopper, 9).reduce((sum, { collaborative }) => sum + collaborative, 0)
    expect(ids).toBeCloseTo(found!.collaborative + found!.baseline, 5)
  })

  it('is the same score as blocks of vectors', () => {
    const factors = factorsOf(model, { pairs: world.train })
    const { users, items, dimension } = scorerOf(factors).sidesOf([11])
    const scores = scorer.scoresOf(scorer.shopperOfRow(world.train, 11))
    for (let item = 0; item < world.items; item++) {
      let sum = 0
      for (let d = 0; d < dimension; d++) sum += users[d]! * items[item * dimension + d]!
      expect(Math.abs(sum - scores[item]!)).toBeLessThan(1e-4)
    }
  })
})

describe('modalities', () => {
  const world = continuousWorld({ kind: 'unique', seed: 8, users: 300, items: 300 })

  it('are shared where one is a copy of the other', () => {
    const [image] = world.modalities
    const model = fitOn({ ...world, modalities: [image!, { ...image!, name: 'text' }] })
    const copied = world.tastes.map((taste) => (taste[0] === 'image' ? ['redundant'] : ['none']))
    expect(rightShare(model, world.train, copied, world.heldOut).redundant).toBeGreaterThan(0.95)
  })

  it('may come in any order', () => {
    const there = fitOn(world)
    const back = fitOn({ ...world, modalities: [...world.modalities].reverse() })
    const [a, b] = [there, back].map((model) => new AdditiveScorer(model))
    for (const user of [0, 1, 2, 3]) {
      const items = world.heldOut.slice(0, 10)
      const [first, second] = [a, b].map((scorer) => scorer!.explain(scorer!.shopperOfRow(world.train, user), items))
      first!.forEach(({ unique }, n) => {
        expect(second![n]!.unique.image).toBeCloseTo(unique.image!, 2)
        expect(second![n]!.unique.text).toBeCloseTo(unique.text!, 2)
      })
    }
  })

  it('may be none at all', () => {
    const model = fitOn({ ...world, modalities: [] })
    const scorer = new AdditiveScorer(model)
    const [found] = scorer.explain(scorer.shopperOfRow(world.train, 0), [4])
    expect(found).toMatchObject({ unique: {}, redundant: 0, synergy: 0 })
    expect(found!.baseline + found!.collaborative).toBeCloseTo(found!.score, 9)
  })
})
