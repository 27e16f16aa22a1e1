import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** Folder of the demo shop: products, photos, feature vectors, and the traits that tastes are made of. */
export const DEMO_DIR = fileURLToPath(new URL('..', import.meta.url))

export const CURRENCY = 'USD'

const productSchema = z.object({
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  /** File name in `images/`; it begins with the photographer's name. */
  image: z.string(),
  facets: z.record(z.string(), z.array(z.string())),
  variants: z
    .array(
      z.object({ sku: z.string(), price: z.number().positive(), stock: z.int().min(0), options: z.array(z.string()) }),
    )
    .min(1),
})

export type Product = z.output<typeof productSchema>

/** `products.json`, in the order of the rows of the feature files. */
export async function readProducts(dir = DEMO_DIR): Promise<Product[]> {
  return z.array(productSchema).parse(JSON.parse(await readFile(join(dir, 'products.json'), 'utf8')))
}

/** A product as the catalog keeps it: column values by column name. */
export function toItem({ slug, name, description, image, facets, variants }: Product) {
  return {
    external_id: slug,
    title: name,
    description,
    category: facets.category?.at(-1) ?? null, // the narrowest: "Computers" of "Electronics", "Computers"
    image_url: `/media/${image}`,
    price_minor: Math.min(...variants.map((variant) => minorUnits(variant.price))),
    currency: CURRENCY,
    stock: variants.reduce((sum, variant) => sum + variant.stock, 0),
    attributes: {
      facets,
      variants: variants.map(({ price, ...variant }) => ({ ...variant, priceMinor: minorUnits(price) })),
      photographer: photographerOf(image),
    },
  }
}

/** Cents; prices in the file are dollars with at most two decimals. */
const minorUnits = (price: number) => Math.round(price * 100)

/** "derick-david-409858-unsplash.webp" -> "Derick David" */
export function photographerOf(image: string): string {
  const words = image.replace(/-[a-z0-9_]+-unsplash\.webp$/, '').split('-')
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')
}
