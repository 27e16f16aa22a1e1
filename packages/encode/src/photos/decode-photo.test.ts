import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { decodePhoto, inspectPhoto, resizePhoto } from './decode-photo.ts'

const RED = { r: 220, g: 20, b: 30 }
const BLUE = { r: 10, g: 30, b: 200 }
const plain = (width: number, height: number, background: typeof RED) =>
  sharp({ create: { width, height, channels: 3, background } })
/** Red on the left, blue on the right: 40 x 20. */
const halves = () =>
  plain(40, 20, RED).composite([
    { input: { create: { width: 20, height: 20, channels: 3, background: BLUE } }, left: 20, top: 0 },
  ])

const pixel = ({ data, width }: { data: Uint8Array; width: number }, x: number, y: number) =>
  Array.from(data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3))
const near = (actual: number[], { r, g, b }: typeof RED, by = 12) =>
  [r, g, b].forEach((value, i) => expect(Math.abs(actual[i]! - value)).toBeLessThanOrEqual(by))

describe('decodePhoto', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'] as const)('reads %s', async (format) => {
    const pixels = await decodePhoto(await halves().toFormat(format).toBuffer())
    expect([pixels.width, pixels.height, pixels.data.length]).toEqual([40, 20, 2400])
    near(pixel(pixels, 5, 10), RED, 25)
    near(pixel(pixels, 35, 10), BLUE, 25)
  })

  it('stretches or cuts to a size', async () => {
    const bytes = await halves().png().toBuffer()
    const filled = await decodePhoto(bytes, { width: 10, height: 10, fit: 'fill' })
    near(pixel(filled, 0, 5), RED)
    near(pixel(filled, 9, 5), BLUE)
    expect(filled.data.length).toBe(300)
    expect(await decodePhoto(bytes, { width: 10, height: 10, fit: 'inside' })).toMatchObject({ width: 10, height: 5 })
    expect(await decodePhoto(bytes, { width: 90, height: 90, fit: 'inside' })).toMatchObject({ width: 40, height: 20 })
    const thirds = await sharp({ create: { width: 60, height: 20, channels: 3, background: BLUE } })
      .composite([{ input: { create: { width: 20, height: 20, channels: 3, background: RED } }, left: 20, top: 0 }])
      .png()
      .toBuffer()
    const covered = await decodePhoto(thirds, { width: 10, height: 10, fit: 'cover' })
    for (const x of [1, 5, 8]) near(pixel(covered, x, 5), RED)
  })

  it('turns a photo as its camera was held', async () => {
    const bytes = await halves().jpeg().withMetadata({ orientation: 6 }).toBuffer()
    expect((await sharp(bytes).metadata()).orientation).toBe(6)
    const pixels = await decodePhoto(bytes)
    expect([pixels.width, pixels.height]).toEqual([20, 40])
    near(pixel(pixels, 10, 4), RED)
    near(pixel(pixels, 10, 35), BLUE)
    expect(await inspectPhoto(bytes)).toEqual({ format: 'jpeg', width: 20, height: 40, frames: 1 })
  })

  it('converts CMYK, grey and 16 bits to sRGB', async () => {
    const brown = { r: 140, g: 100, b: 60 } // within what ink can print
    const cmyk = await plain(8, 8, brown).toColourspace('cmyk').jpeg().toBuffer()
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk')
    near(pixel(await decodePhoto(cmyk), 4, 4), brown, 25)
    const grey = await decodePhoto(await plain(4, 4, { r: 99, g: 99, b: 99 }).toColourspace('b-w').png().toBuffer())
    near(pixel(grey, 1, 1), { r: 99, g: 99, b: 99 })
    const deep = await halves().toColourspace('rgb16').png().toBuffer()
    expect((await sharp(deep).metadata()).depth).toBe('ushort')
    near(pixel(await decodePhoto(deep), 5, 10), RED)
  })

  it('puts white behind what is transparent', async () => {
    const clear = await sharp({ create: { width: 4, height: 4, channels: 4, background: { ...RED, alpha: 0 } } })
      .png()
      .toBuffer()
    expect(pixel(await decodePhoto(clear), 1, 1)).toEqual([255, 255, 255])
  })

  it('takes the first frame of an animation', async () => {
    const frames = await Promise.all([RED, BLUE].map((colour) => plain(8, 8, colour).png().toBuffer()))
    for (const format of ['gif', 'webp'] as const) {
      const animation = await sharp(frames, { join: { animated: true } })
        .toFormat(format)
        .toBuffer()
      expect((await sharp(animation).metadata()).pages).toBe(2)
      expect(await inspectPhoto(animation)).toMatchObject({ width: 8, height: 8, frames: 2 })
      near(pixel(await decodePhoto(animation), 4, 4), RED, 20)
    }
  })

  it.each([
    ['nothing', async () => new Uint8Array(), 'the photo is empty'],
    [
      'a page',
      async () => Buffer.from('\n<!DOCTYPE html><html>'),
      'the photo is a web page: its address leads to HTML',
    ],
    [
      'SVG',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'),
      /format svg is not one of jpeg/,
    ],
    ['noise', async () => Buffer.from('no photo at all'), /^the photo cannot be decoded: /],
    [
      'half a JPEG',
      async () => (await plain(300, 300, RED).jpeg().toBuffer()).subarray(0, 500),
      /^the photo cannot be decoded: /,
    ],
    ['half a PNG', async () => (await halves().png().toBuffer()).subarray(0, 90), /^the photo cannot be decoded: /],
    ['a text', async () => 'photo.jpg' as unknown as Uint8Array, 'the photo is not given as bytes'],
  ])('refuses %s in one sentence', async (_, make, message) => {
    const error = await decodePhoto(await make()).catch((error) => error)
    expect(error).toMatchObject({ code: 'CONTENT' })
    expect(error.message).toMatch(message)
    expect(error.message).not.toContain('\n')
  })

  it('refuses too many pixels before it decodes them', async () => {
    const huge = await plain(12_000, 9_000, RED).png().toBuffer()
    const started = Date.now()
    await expect(decodePhoto(huge)).rejects.toThrow('the photo has 12000 x 9000 pixels, more than 50 million')
    await expect(resizePhoto(huge, 100)).rejects.toThrow(/more than 50 million/)
    expect(Date.now() - started).toBeLessThan(1000)
    expect((await decodePhoto(huge, { width: 8, height: 8, fit: 'fill' }, { maxPixels: 2e8 })).width).toBe(8)
  })
})

describe('resizePhoto', () => {
  it('makes a smaller WebP without metadata, turned upright', async () => {
    const bytes = await plain(400, 200, RED).jpeg().withMetadata({ orientation: 6 }).toBuffer()
    const small = await resizePhoto(bytes, 50)
    expect(small).toMatchObject({ contentType: 'image/webp', width: 50, height: 100 })
    const metadata = await sharp(small.bytes).metadata()
    expect(metadata).toMatchObject({ format: 'webp', width: 50, height: 100 })
    expect(metadata.exif).toBeUndefined()
    expect(metadata.orientation).toBeUndefined()
  })

  it('never enlarges', async () => {
    expect(await resizePhoto(await halves().png().toBuffer(), 500)).toMatchObject({ width: 40, height: 20 })
  })
})
