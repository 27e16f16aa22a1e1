export { checkVector, decodeVector, decodeVectorInto, encodeVector, type VectorShape } from './codec.ts'
