export {
  centredRows,
  cholesky,
  covariance,
  invert,
  meanProduct,
  meanRow,
  solveInPlace,
  type Table,
  transpose,
  variances,
} from './covariance.ts'
export {
  type Csr,
  csrFromCoordinates,
  type CsrMatrix,
  csrRows,
  declareSymmetric,
  declareTransposes,
  hasPair,
  rowOf,
  selectRows,
  transposeOf,
} from './csr.ts'
export { invertInPlace, NotPositiveDefinite } from './invert.ts'
