/** Why a field was refused; the parser adds file, line and column. */
export class FieldFault extends Error {}

const LARGEST_ID = 2 ** 31 - 2
const ZERO = 48

/** A whole number from 0 to below `limit`, in decimal digits. */
export function readId(text: Buffer, from: number, to: number, limit: number | undefined): number {
  let value = 0
  if (from === to || to - from > 10) throw new FieldFault(`${quote(text, from, to)} is not a whole number from 0 on`)
  for (let at = from; at < to; at++) {
    const digit = text[at] - ZERO
    if (digit < 0 || digit > 9) throw new FieldFault(`${quote(text, from, to)} is not a whole number from 0 on`)
    value = value * 10 + digit
  }
  if (limit !== undefined && value >= limit) {
    throw new FieldFault(`${value} is out of range: there are ${limit}, numbered from 0`)
  }
  if (value > LARGEST_ID) throw new FieldFault(`${value} is out of range: the largest id is ${LARGEST_ID}`)
  return value
}

/** A finite decimal number; whole numbers, the usual case, without a string of their own. */
export function readNumber(text: Buffer, from: number, to: number): number {
  let value = 0
  let at = from
  if (to - from <= 15)
    for (; at < to && text[at] >= ZERO && text[at] <= ZERO + 9; at++) value = value * 10 + text[at] - ZERO
  if (at === to && to > from) return value
  const field = text.toString('latin1', from, to)
  const number = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(field) ? Number(field) : NaN
  if (!Number.isFinite(number)) throw new FieldFault(`${quote(text, from, to)} is not a finite number`)
  return number
}

/** A single-precision number: one too large for it is refused, not made infinite. */
export function readFloat32(text: Buffer, from: number, to: number): number {
  const number = Math.fround(readNumber(text, from, to))
  if (!Number.isFinite(number)) throw new FieldFault(`${quote(text, from, to)} is too large for single precision`)
  return number
}

/** 0 train, 1 valid, 2 test. */
export function readLabel(text: Buffer, from: number, to: number): number {
  const label = text[from] - ZERO
  if (to !== from + 1 || label < 0 || label > 2) {
    throw new FieldFault(`${quote(text, from, to)} is not 0 (train), 1 (valid) or 2 (test)`)
  }
  return label
}

function quote(text: Buffer, from: number, to: number): string {
  const field = text.toString('utf8', from, to)
  return JSON.stringify(field.length > 40 ? `${field.slice(0, 40)}...` : field)
}
