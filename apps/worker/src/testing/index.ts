export { fillShop } from './shop.ts'
