// Photos as pixels and as smaller photos, by sharp. Every path through here turns the photo as its camera was held,
// takes the first frame of an animation, gives sRGB (sharp's default) and puts white behind what is transparent.
import sharp, { type Sharp } from 'sharp'
import { EncodeError, reasonOf } from '../errors.ts'

/** The version of the decoding; part of every photo encoder's id. */
export const PHOTO_PREPARATION = 'photo-1'

/** What a photo may be. SVG is not: it is a program for drawing, with links inside. */
const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'heif', 'tiff']

export interface PhotoLimits {
  /** Width times height. Default: 50 million. */
  maxPixels?: number
}

export interface Pixels {
  /** Red, green, blue of each pixel, row by row: [height, width, 3]. */
  data: Uint8Array
  width: number
  height: number
}

export interface PhotoInfo {
  format: string
  /** After turning it as the camera was held. */
  width: number
  height: number
  /** More than 1 for an animation. */
  frames: number
}

/**
 * What a photo is, from its header.
 *
 * @throws EncodeError of code CONTENT if it is no photo
 */
export async function inspectPhoto(bytes: Uint8Array, limits: PhotoLimits = {}): Promise<PhotoInfo> {
  const { metadata } = await open(bytes, limits)
  const { format, pages = 1, autoOrient } = metadata
  return { format, width: autoOrient.width, height: autoOrient.height, frames: pages }
}

/**
 * A photo's pixels at exactly `width` x `height`: `cover` cuts off what is too much, `fill` stretches. With `inside` the
 * photo keeps its proportions and becomes no larger than that, nor than it is. Without a size, all its pixels.
 *
 * @throws EncodeError of code CONTENT if it is no photo, broken or has too many pixels
 */
export async function decodePhoto(
  bytes: Uint8Array,
  size?: { width: number; height: number; fit: 'cover' | 'fill' | 'inside' },
  limits: PhotoLimits = {},
): Promise<Pixels> {
  const { photo } = await open(bytes, limits)
  if (size) {
    const { width, height, fit } = size
    photo.resize(width, height, { fit, kernel: 'cubic', withoutEnlargement: fit === 'inside' })
  }
  const { data, info } = await decoded(() => photo.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true }))
  if (info.channels !== 3) throw new EncodeError('CONTENT', `the photo has ${info.channels} channels instead of 3`)
  return { data, width: info.width, height: info.height }
}

/**
 * A photo for serving, as WebP without metadata: `width` pixels wide, or as wide as it is if that is less.
 *
 * @throws EncodeError of code CONTENT if it is no photo, broken or has too many pixels
 */
export async function resizePhoto(
  bytes: Uint8Array,
  width: number,
  limits: PhotoLimits = {},
): Promise<{ bytes: Uint8Array; contentType: 'image/webp'; width: number; height: number }> {
  const { photo } = await open(bytes, limits)
  const resized = photo.resize({ width, withoutEnlargement: true }).webp({ quality: 80 })
  const { data, info } = await decoded(() => resized.toBuffer({ resolveWithObject: true }))
  return { bytes: data, contentType: 'image/webp', width: info.width, height: info.height }
}

async function open(bytes: Uint8Array, { maxPixels = 50_000_000 }: PhotoLimits) {
  if (!(bytes instanceof Uint8Array)) throw new EncodeError('CONTENT', 'the photo is not given as bytes')
  if (bytes.length === 0) throw new EncodeError('CONTENT', 'the photo is empty')
  if (/^\s*<(!doctype html|html|head|body)/i.test(startOf(bytes))) {
    throw new EncodeError('CONTENT', 'the photo is a web page: its address leads to HTML')
  }
  // Pixels are counted here, where the error can name the limit. Warnings are let pass: many photos that look right have one.
  const input = sharp(bytes, { failOn: 'error', limitInputPixels: false, pages: 1 })
  const metadata = await decoded(() => input.metadata())
  if (!FORMATS.includes(metadata.format)) {
    throw new EncodeError('CONTENT', `the photo's format ${metadata.format} is not one of ${FORMATS.join(', ')}`)
  }
  const pixels = metadata.width * metadata.height
  if (pixels > maxPixels) {
    const size = `${metadata.width} x ${metadata.height}`
    throw new EncodeError('CONTENT', `the photo has ${size} pixels, more than ${maxPixels / 1e6} million`)
  }
  const photo: Sharp = input.autoOrient().flatten({ background: '#fff' }).timeout({ seconds: 20 })
  return { metadata, photo }
}

async function decoded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new EncodeError('CONTENT', `the photo cannot be decoded: ${reasonOf(error)}`, { cause: error })
  }
}

const startOf = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200)).toString('latin1')
