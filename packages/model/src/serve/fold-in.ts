import { UserFacingError } from '../errors.ts'
import type { Table } from '../linalg/index.ts'
import { Discriminant, ExpectedRows, userPrior } from './user-prior.ts'
import { blockOf, type Factors, hasVectors, isHistory, sideBySide, type UserRows } from '../factors/index.ts'
import { decoderRows, type ModalityRegression, modalityRegressions } from '../explain/index.ts'

/** Weights of a blend were chosen on the scales of trained users. */
export const BLEND = 'A blend cannot take in a user without training: fold the user into one of its members.'

/** Blocks, by their places, whose vectors are worked out together; and those expected given these. */
interface Group {
  readonly places: readonly number[]
  readonly discriminant: Discriminant
  readonly followers: readonly { readonly places: readonly number[]; readonly rows: ExpectedRows }[]
}

/** What training made of a user. */
export interface TrainedRows {
  readonly rows: UserRows
  /** Items it was made of. */
  readonly count: number
}

/**
 * Gives a user side to someone the model was not trained on, and brings that of a user it was trained on up to date, from
 * the items they had to do with and without training (docs/decisions/0047 and 0073). A history (EASE, item-kNN) is written down, which is exact. The vectors of the score are a linear
 * discriminant between these items and the catalog, with the model's users as prior, and so are, by themselves, those
 * of a joint decoder beside the score. What a user's side is while modalities are masked is expected from the score's
 * vectors; the uni-modal decoders are read off the joint one, as they are for every user. What has the users of a block in the
 * score has this user's too.
 */
export class FoldIn {
  private readonly groups: readonly Group[]
  private readonly regressions: readonly ModalityRegression[]

  /**
   * @param priorWeight what the model's users weigh, as prior, against a new user's interactions
   * @throws UserFacingError where the score has histories beside vectors, whose weights were chosen for trained ones
   */
  constructor(
    private readonly factors: Factors,
    private readonly priorWeight: number,
  ) {
    const { blocks, decoders } = factors
    const places = [...blocks.keys()].filter((place) => hasVectors(blocks[place]!))
    const scored = places.filter((place) => blocks[place]!.inScore)
    const masked = places.filter(
      (place) => blocks[place]!.role === 'masked' && blockOf(blocks[place]!, blocks) === place,
    )
    const beside = places.filter((place) => blocks[place]!.role === 'modal' && !blocks[place]!.inScore)
    if (scored.length > 0 && blocks.some((block) => block.inScore && isHistory(block))) throw new UserFacingError(BLEND)
    this.groups = [this.group(scored, masked), this.group(beside, [])].flatMap((group) => group ?? [])
    const isModal = places.some((place) => blocks[place]!.role === 'modal')
    const codes = decoders.map(({ dimension, item }) => ({ dimension, values: item }))
    this.regressions = decoders.length > 0 && isModal ? modalityRegressions(factors, codes) : []
  }

  /**
   * @param items what the user had to do with, in any order, also more than once; of nothing comes the start
   * @param trained the user's trained rows and how many items they were trained on; the mean user if absent
   */
  rowsOf(items: ArrayLike<number>, trained?: TrainedRows): UserRows {
    const { blocks, decoders } = this.factors
    const taken = [...new Set(Array.from(items))].sort((a, b) => a - b)
    const rows = blocks.map(
      ({ dimension }, place) => trained?.rows.blocks[place]!.slice() ?? new Float32Array(dimension),
    )
    blocks.forEach((block, place) => {
      if (isHistory(block)) for (const item of taken) rows[place]![item] = 1
    })
    if (taken.length > 0 || !trained) for (const group of this.groups) this.fill(rows, group, taken, trained)
    blocks.forEach((block, place) => (rows[place] = rows[blockOf(block, blocks) ?? place]!))
    if (trained && taken.length === 0) return { blocks: rows, decoders: trained.rows.decoders }
    if (this.regressions.length === 0) {
      const shared = decoders.map((decoder) => blockOf(decoder, blocks))
      return {
        blocks: rows,
        decoders: shared.map((place, m) =>
          place === undefined ? new Float32Array(decoders[m]!.dimension) : rows[place]!,
        ),
      }
    }
    const tables = rows.map((row) => ({ dimension: row.length, values: row })) // [1, dimension] each
    return { blocks: rows, decoders: this.regressions.map((marginal) => decoderRows(marginal, tables, 1)) }
  }

  /** Works out the rows of a group's blocks, and of those that follow them. */
  private fill(
    rows: Float32Array[],
    { places, discriminant, followers }: Group,
    taken: readonly number[],
    trained?: TrainedRows,
  ): void {
    const put = (places: readonly number[], vector: Float32Array) => {
      let start = 0
      for (const place of places) {
        rows[place]!.set(vector.subarray(start, start + rows[place]!.length))
        start += rows[place]!.length
      }
    }
    const joined = (places: readonly number[]) => trained && joinedRows(trained.rows.blocks, places)
    const vector = joined(places)
    const start = trained && vector && { vector, count: trained.count }
    const offset = discriminant.offset(taken, start)
    put(places, discriminant.vector(offset, start))
    for (const follower of followers) put(follower.places, follower.rows.of(offset, joined(follower.places)))
  }

  private group(places: readonly number[], following: readonly number[]): Group | undefined {
    if (places.length === 0) return undefined
    const users = this.side(places, 'user')
    const prior = userPrior(users)
    const discriminant = new Discriminant(prior, this.side(places, 'item'), this.priorWeight)
    const followers =
      following.length > 0
        ? [{ places: following, rows: new ExpectedRows(prior, users, this.side(following, 'user')) }]
        : []
    return { places, discriminant, followers }
  }

  /** One side of some blocks, side by side. */
  private side(places: readonly number[], side: 'user' | 'item'): Table {
    const chosen = places.map((place) => this.factors.blocks[place]!).filter(hasVectors)
    return sideBySide(chosen.map((block) => ({ dimension: block.dimension, values: block[side] })))
  }
}

/** Rows of one user side by side. */
function joinedRows(rows: readonly Float32Array[], places: readonly number[]): Float32Array {
  const joined = new Float32Array(places.reduce((sum, place) => sum + rows[place]!.length, 0))
  let start = 0
  for (const place of places) {
    joined.set(rows[place]!, start)
    start += rows[place]!.length
  }
  return joined
}
