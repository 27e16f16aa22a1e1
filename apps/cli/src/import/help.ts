/** For `trifold import --help`. */
export const IMPORT_HELP = `
Formats (found out by content, not by the file's name; any text may be gzipped):
  CSV with , ; tab or | as separator, TSV, JSON Lines, JSON (an array of objects, or {"items": [...]}), Parquet,
  Google Merchant feeds (XML and TSV), RecBole (.inter .item .user), MovieLens (ratings.csv, u.data, u.item,
  ratings.dat, ...), Gorse and Algolia exports, Amazon reviews and their metadata, and folders of one NAME.inter
  (userID itemID [rating timestamp x_label], numbered from 0) with MODALITY_feat.npy (row = itemID) and items.csv.

Fields, found by usual column names in any case (sku, product_id, customer_id, event, image_link, ...):
  events   user item type time rating weight quantity id split; other columns are ignored
  items    id title description category image price currency stock available hidden; others become attributes
  users    id name; others become attributes
  A file with a user and an item lists events, one with an item only lists items. --map COLUMN=FIELD says otherwise,
  also COLUMN=attribute and COLUMN=ignore.

Values:
  ids       any text up to 200 characters, kept as it is
  times     ISO 8601 (UTC unless it has an offset), Unix seconds, milliseconds or microseconds; none in the future
  types     VIEW, CLICK, CART, PURCHASE, LIKE, RATING and usual words for them; without a column RATING where there is
            a rating, PURCHASE where there is a quantity, else VIEW
  prices    12.99 EUR, €12,99, or a number with a currency column or --currency
  category  a path (Home > Mugs), or several separated by |; the first is the item's, all are its attribute

Again:
  Items and users that are there are changed where the file differs; columns it lacks stay. An event that is there
  (same id, else same user, item, type and time; without times, same user, item and type) is left out. Everything is
  one transaction: after an error, Ctrl-C or a crash the catalog is as it was.
  Events of unknown items are bad rows, unless --create-missing is given or there is no item at all yet.

Examples:
  npm run trifold -- import products.csv orders.csv
  npm run trifold -- import ./my-shop --dry-run
  npm run trifold -- import export.csv --map Artikelnummer=id --currency EUR --skip-bad bad.jsonl
`
