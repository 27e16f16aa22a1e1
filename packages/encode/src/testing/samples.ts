import sharp from 'sharp'

/** Short texts of clearly different things. */
export const texts = async (): Promise<string[]> => [
  'Laptop with a fast processor and a bright screen',
  'Tablet computer with pencil and keyboard',
  'Running shoe with a light sole',
  'Hiking boot made of leather',
  'Green plant in a clay pot',
]

/** Drawn photos: colours and patterns, in several formats. */
export async function photos(): Promise<Uint8Array[]> {
  const draw = (svg: string) =>
    sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="96" height="72">${svg}</svg>`))
  const stripes = Array.from({ length: 8 }, (_, i) => `<rect x="${i * 12}" width="6" height="72" fill="#222"/>`).join(
    '',
  )
  return Promise.all([
    draw('<rect width="96" height="72" fill="#c33"/><circle cx="48" cy="36" r="30" fill="#ffd"/>').jpeg().toBuffer(),
    draw('<rect width="96" height="72" fill="#383"/><circle cx="20" cy="50" r="15" fill="#dfd"/>').png().toBuffer(),
    draw(`<rect width="96" height="72" fill="#eee"/>${stripes}`).webp().toBuffer(),
    draw('<rect width="96" height="72" fill="#124"/><path d="M0 72L48 0L96 72Z" fill="#8af"/>').tiff().toBuffer(),
  ])
}

/** No photo, a page, half a photo. */
export async function badPhotos(): Promise<Uint8Array[]> {
  const photo = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#777' } })
    .jpeg()
    .toBuffer()
  return [new Uint8Array(), Buffer.from('<!doctype html><title>Not found</title>'), photo.subarray(0, photo.length / 2)]
}
