import { SaxesParser } from 'saxes'
import { UserFacingError } from '@trifold/model/errors'
import { KeyedColumns, type Row, type Table } from './table.ts'
import { readText, type TextOptions } from './text.ts'

/** RSS calls a product `item`, Atom `entry`. */
const PRODUCT = /^(item|entry)$/

/**
 * Opens a product feed in XML as Google Merchant Center takes it (RSS 2.0 or Atom). Each child of a product is a
 * column, without its prefix; what a product has several times is an array.
 */
export function openMerchantXml(path: string, options: TextOptions): Table {
  const columns = new KeyedColumns()
  async function* pieces(): AsyncGenerator<Row[]> {
    const products = new ProductParser(columns)
    for await (const text of readText(path, options)) {
      const rows = products.push(path, text)
      if (rows.length > 0) yield rows
    }
    products.end(path)
  }
  return { columns: columns.names, unit: 'line', pieces }
}

class ProductParser {
  private readonly parser = new SaxesParser()
  private rows: Row[] = []
  private product: { line: number; record: Record<string, string | string[]> } | undefined
  /** Below the product: the child that is open, and how deep we are inside it. */
  private child = { name: '', depth: 0, text: '' }
  private failure: Error | undefined

  constructor(columns: KeyedColumns) {
    this.parser.on('error', (error) => (this.failure ??= error))
    this.parser.on('opentag', ({ name, attributes }) => this.open(localName(name), attributes))
    this.parser.on('text', (text) => (this.child.text += text))
    this.parser.on('cdata', (text) => (this.child.text += text))
    this.parser.on('closetag', () => this.close(columns))
  }

  push(path: string, text: string): Row[] {
    this.parser.write(text)
    this.check(path)
    return this.rows.splice(0)
  }

  end(path: string): void {
    this.parser.close()
    this.check(path)
  }

  private check(path: string): void {
    if (this.failure) {
      const [, place, reason] = /^(\d+):\d+: (.*)/s.exec(this.failure.message) ?? [
        '',
        this.parser.line,
        this.failure.message,
      ]
      throw new UserFacingError(`${path}, line ${place}: the XML is broken: ${reason}`, { cause: this.failure })
    }
  }

  private open(name: string, attributes: Record<string, string>): void {
    if (!this.product) {
      if (PRODUCT.test(name)) this.product = { line: this.parser.line, record: {} }
      return
    }
    if (this.child.depth++ === 0) this.child = { name, depth: 1, text: '' }
    if (name === 'link' && attributes.href) this.child.text = attributes.href // Atom
  }

  private close(columns: KeyedColumns): void {
    if (!this.product) return
    if (this.child.depth > 0) {
      if (--this.child.depth === 0) this.keep(this.product.record)
      return
    }
    this.rows.push({ line: this.product.line, values: columns.valuesOf(this.product.record) })
    this.product = undefined
  }

  private keep(record: Record<string, string | string[]>): void {
    const { name } = this.child
    const text = this.child.text.trim()
    const known = Object.hasOwn(record, name) ? record[name] : undefined
    record[name] = known === undefined ? text : [...(Array.isArray(known) ? known : [known]), text]
  }
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1)
