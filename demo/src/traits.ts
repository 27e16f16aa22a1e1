import { Matrix, SVD } from 'ml-matrix'

/** Traits that tastes are made of, one row a product: columns of mean 0, variance 1, uncorrelated within a group. */
export interface Traits {
  /** In the picture, and not linearly predictable from the words. `[products][4]` */
  readonly picture: number[][]
  /** In the words, and not linearly predictable from the main directions of the pictures. `[products][4]` */
  readonly words: number[][]
  /** In both. `[products][3]` */
  readonly both: number[][]
}

/** Principal directions of the pictures that the pictures' own traits are made of. */
const PICTURE_DIRECTIONS = 24
/** Those of them that the words' own traits must be uncorrelated with. */
const MAIN_PICTURE_DIRECTIONS = 8
const UNIQUE_TRAITS = 4
const SHARED_TRAITS = 3

/**
 * Splits the feature vectors into what only pictures hold, what only words hold, and what both hold.
 *
 * With P and T the principal components of pictures and words, a trait P a is the pictures' own where T'P a = 0: it is
 * a function of the picture, and linearly independent of every word vector. Likewise the other way round. The shared
 * traits are the leading canonical variates (Hotelling, 1936) of P and T, averaged over the two sides.
 *
 * @param images `[products][...]`  @param texts `[products][...]`
 */
export function separateTraits(images: readonly number[][], texts: readonly number[][]): Traits {
  const picture = principalComponents(unitRows(images), PICTURE_DIRECTIONS)
  const text = principalComponents(texts, texts[0]!.length)
  const mainPicture = columns(picture, MAIN_PICTURE_DIRECTIONS)
  return {
    picture: standardized(strongest(independentOf(picture, text), UNIQUE_TRAITS)),
    words: standardized(strongest(independentOf(text, mainPicture), UNIQUE_TRAITS)),
    both: standardized(canonicalVariates(mainPicture, text, SHARED_TRAITS)),
  }
}

const unitRows = (rows: readonly number[][]) =>
  rows.map((row) => {
    const length = Math.hypot(...row)
    return row.map((value) => value / length)
  })

/** Scores on the strongest directions, strongest first; directions without any variance are left out. */
function principalComponents(rows: readonly number[][], count: number): Matrix {
  const centred = new Matrix(rows as number[][]).center('column')
  const svd = new SVD(centred, { autoTranspose: true })
  const rank = svd.diagonal.filter((value) => value > 1e-6 * svd.diagonal[0]!).length
  return scale(columns(svd.leftSingularVectors, Math.min(count, rank)), svd.diagonal)
}

/** The combinations X a of X's columns with Y'X a = 0, in an orthonormal basis of all such a. */
function independentOf(x: Matrix, y: Matrix): Matrix {
  const cross = y.transpose().mmul(x) // [y's columns, x's columns]
  const svd = new SVD(cross.transpose().mmul(cross)) // square, so that the null space is among its vectors
  const rank = svd.diagonal.filter((value) => value > 1e-9 * svd.diagonal[0]!).length
  const free = svd.rightSingularVectors.subMatrixColumn(range(rank, x.columns))
  return x.mmul(free)
}

/** The `count` uncorrelated combinations of largest variance. */
function strongest(x: Matrix, count: number): Matrix {
  return columns(new SVD(x).leftSingularVectors, count)
}

/** Mean of the two sides of each leading pair. */
function canonicalVariates(x: Matrix, y: Matrix, count: number): Matrix {
  const [u, v] = [orthonormal(x), orthonormal(y)]
  const svd = new SVD(u.transpose().mmul(v), { autoTranspose: true })
  const left = u.mmul(columns(svd.leftSingularVectors, count))
  const right = v.mmul(columns(svd.rightSingularVectors, count))
  return Matrix.add(left, right)
}

const orthonormal = (x: Matrix) => columns(new SVD(x).leftSingularVectors, x.columns)
const columns = (x: Matrix, count: number) => x.subMatrix(0, x.rows - 1, 0, count - 1)
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n)
const scale = (x: Matrix, factors: number[]) => x.clone().mulRowVector(factors.slice(0, x.columns))

/** Variance 1, the largest entry positive, six decimals: the same file on every machine. */
function standardized(x: Matrix): number[][] {
  const result = x.clone()
  for (let c = 0; c < x.columns; c++) {
    const column = x.getColumn(c)
    const deviation = Math.sqrt(column.reduce((sum, value) => sum + value * value, 0) / column.length)
    const largest = column.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0)
    result.setColumn(
      c,
      column.map((value) => Number(((Math.sign(largest) * value) / deviation).toFixed(6))),
    )
  }
  return result.to2DArray()
}
