import { expect, it, test } from 'vitest'
import { checkAddress, checkedLookup, isPublicAddress } from './addresses.ts'

test.each([
  '127.0.0.1',
  '127.9.9.9',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '198.18.0.1',
  '192.0.0.8',
  '::1',
  '::',
  'fe80::1',
  'fc00::1',
  'fd12:3456::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001:0:7f00:1::1',
  'not an address',
])('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false))

test.each(['93.184.216.34', '8.8.8.8', '2606:4700:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) =>
  expect(isPublicAddress(address)).toBe(true),
)

test.each([
  'http://2130706433/a.jpg',
  'http://0x7f.0.0.1/a.jpg',
  'http://0177.0.0.1/a.jpg',
  'http://127.1/a.jpg',
  'http://①②⑦.0.0.1/a.jpg',
  'http://[::1]/a.jpg',
  'http://[::ffff:7f00:1]/a.jpg',
  'http://[fe80::1]:8080/a.jpg',
  'https://169.254.169.254/latest/meta-data/',
])('%s is refused', (address) => {
  expect(() => checkAddress(address, false)).toThrow(/is in a private network, from which photos are fetched only if/)
  expect(checkAddress(address, true)).toBeInstanceOf(URL)
})

test.each(['file:///etc/passwd', 'ftp://shop.example/a.jpg', 'gopher://127.0.0.1/', 'data:image/png;base64,AAAA'])(
  '%s is refused in any case',
  (address) => expect(() => checkAddress(address, true)).toThrow(/must begin with http:\/\/ or https:\/\//),
)

it('allows single private hosts with their port', () => {
  expect(checkAddress('http://10.0.0.7:9000/a.jpg', ['10.0.0.7:9000']).port).toBe('9000')
  expect(() => checkAddress('http://10.0.0.7:5432/a.jpg', ['10.0.0.7:9000'])).toThrow(/private network/)
})

type Resolver = NonNullable<Parameters<typeof checkedLookup>[1]>
const answering = (...addresses: string[]) =>
  ((_: string, __: object, callback: (error: null, all: object[]) => void) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )) as unknown as Resolver

const looked = (resolver: Resolver, allowPrivate = false, all = false) =>
  new Promise((resolve, reject) =>
    checkedLookup(allowPrivate, resolver)('shop.example', { all }, (error, address) =>
      error ? reject(error) : resolve(address),
    ),
  )

it('refuses a name if any of its addresses is private', async () => {
  await expect(looked(answering('93.184.216.34', '10.0.0.1'))).rejects.toThrow(
    'shop.example is in a private network, from which photos are fetched only if allowPrivate says so',
  )
  await expect(looked(answering('2606:4700::1', 'fd00::1'))).rejects.toThrow(/private network/)
})

it('gives the socket the addresses that were checked', async () => {
  expect(await looked(answering('93.184.216.34'))).toBe('93.184.216.34')
  expect(await looked(answering('93.184.216.34'), false, true)).toEqual([{ address: '93.184.216.34', family: 4 }])
  expect(await looked(answering('10.0.0.1'), true)).toBe('10.0.0.1')
})
