export { checkShoppers, findShopper, firstShoppers, oneOfEachTaste, searchShoppers } from './directory.ts'
export { describeShopper, itemLink, shopLink, type Shopper, type Taste } from './shopper.ts'
export { ShopperSwitcher } from './shopper-switcher.tsx'
