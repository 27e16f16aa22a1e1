import type { Kind } from '../formats/index.ts'

/** What a column can stand for, and the headers by which it is found, best first; see `plainHeader`. */
type Aliases = Readonly<Record<string, string>>

const ITEM = {
  id: 'id itemid productid sku articleid articlenumber itemno productno objectid externalid parentasin asin movieid bookid trackid songid videoid handle gtin isbn stockcode artikelnummer artikelnr',
  title: 'title itemtitle producttitle movietitle name itemname productname product label titel bezeichnung',
  description:
    'description desc longdescription productdescription bodyhtml body summary plot overview comment text beschreibung',
  category:
    'category categories categorypath producttype genres genre categoryname productcategory hierarchicalcategories maincategory googleproductcategory department kategorie',
  image:
    'imageurl imagelink image imagesrc images photo photourl picture pictureurl imageurlhighres imurl thumbnail img bild bildurl',
  price: 'price unitprice regularprice listprice amount variantprice preis',
  currency: 'currency currencycode pricecurrency waehrung währung',
  stock: 'stock inventory inventoryquantity quantityonhand stockquantity variantinventoryqty qty quantity',
  available: 'available isavailable availability instock active published',
  hidden: 'hidden ishidden',
} as const satisfies Aliases

const EVENT = {
  user: 'userid user uid customerid customer usertoken visitorid memberid clientid shopperid reviewerid accountid username sessionid kundennummer kunde',
  item: 'itemid item iid productid product sku articleid articlenumber parentasin asin objectid objectids movieid bookid trackid songid videoid contentid stockcode isbn artikelnummer artikelnr',
  type: 'eventtype event type action interaction interactiontype behavior behaviour feedbacktype eventname',
  time: 'timestamp time occurredat eventtime eventtimestamp datetime date createdat orderdate invoicedate unixreviewtime ts datum zeit',
  rating: 'rating stars score overall ratingvalue',
  weight: 'weight',
  quantity: 'quantity qty count menge anzahl',
  id: 'eventid interactionid id uuid',
  split: 'xlabel split',
} as const satisfies Aliases

const USER = {
  id: 'id userid customerid uid memberid accountid externalid',
  name: 'name displayname username fullname',
} as const satisfies Aliases

export type ItemField = keyof typeof ITEM
export type EventField = keyof typeof EVENT
export type UserField = keyof typeof USER

const FIELDS: Readonly<Record<Kind, Aliases>> = { items: ITEM, events: EVENT, users: USER }

/** Field names of a kind, as `--map` takes them. */
export const fieldsOf = (kind: Kind): string[] => Object.keys(FIELDS[kind])

/** Headers by which a field is found. */
export const aliasesOf = (kind: Kind, field: string): string[] => FIELDS[kind][field]!.split(' ')

/** A header as the aliases are written: without case, prefix (`g:`), RecBole's type, spaces and punctuation. */
export function plainHeader(header: string): string {
  return recBoleName(header)
    .replace(/^g:/i, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** RecBole writes a column's type behind its name: `user_id:token`. */
const RECBOLE = /:(token|token_seq|float|float_seq)$/

export const recBoleName = (header: string): string => header.replace(RECBOLE, '')

/** Whether RecBole separates several values in a cell of this column by spaces. */
export const isRecBoleList = (header: string): boolean => /:(token_seq|float_seq)$/.test(header)
