import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listBackends } from '@trifold/model'
import { UserFacingError } from '@trifold/model/errors'
import { cloneDirectory, dataDirectory, userPath } from './paths.ts'
import { apiEnvironment, cliEnvironment, debugging, webEnvironment, workerEnvironment } from './processes.ts'
import { aboutVariable, VARIABLE_NAMES } from './variables.ts'

const url = 'postgresql://shop:geheim@db.example/shop'

describe('the environment of a process', () => {
  it('has defaults for all that is not required', () => {
    const dataDir = join(cloneDirectory(), '.data')
    expect(apiEnvironment({ DATABASE_URL: url })).toEqual({
      databaseUrl: url,
      dataDir,
      port: 4000,
      host: '127.0.0.1',
      production: false,
      logLevel: 'info',
    })
    expect(workerEnvironment({ DATABASE_URL: url })).toEqual({ databaseUrl: url, dataDir })
    expect(webEnvironment({})).toEqual({ port: 3000, apiUrl: 'http://127.0.0.1:4000' })
    expect(cliEnvironment({})).toEqual({ databaseUrl: undefined, dataDir, apiPort: undefined, webPort: undefined })
  })

  it('takes what is given', () => {
    const given = {
      DATABASE_URL: url,
      DATA_DIR: '/srv/trifold',
      API_PORT: '0',
      API_HOST: '0.0.0.0',
      WEB_PORT: '65535',
      API_URL: 'https://api.example/base//',
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
    }
    expect(apiEnvironment(given)).toEqual({
      databaseUrl: url,
      dataDir: '/srv/trifold',
      port: 0,
      host: '0.0.0.0',
      production: true,
      logLevel: 'warn',
    })
    expect(webEnvironment(given)).toEqual({ port: 65_535, apiUrl: 'https://api.example/base' })
    expect(cliEnvironment(given)).toMatchObject({ databaseUrl: url, apiPort: 0, webPort: 65_535 })
  })

  it('takes an empty variable as not set', () => {
    expect(cliEnvironment({ DATABASE_URL: '', API_PORT: '' })).toMatchObject({
      databaseUrl: undefined,
      apiPort: undefined,
    })
    expect(() => apiEnvironment({ DATABASE_URL: '' })).toThrow('DATABASE_URL is not set.')
    expect(() => workerEnvironment({})).toThrow('DATABASE_URL is not set.')
  })

  it.each([
    [{ API_PORT: 'http' }, 'API_PORT must be a port number from 0 to 65535, not "http".'],
    [{ API_PORT: '65536' }, 'API_PORT must be a port number from 0 to 65535, not "65536".'],
    [{ API_PORT: '-1' }, 'API_PORT must be a port number from 0 to 65535, not "-1".'],
    [{ WEB_PORT: '1.5' }, 'WEB_PORT must be a port number from 0 to 65535, not "1.5".'],
    [{ TRIFOLD_THREADS: '0' }, 'TRIFOLD_THREADS must be a whole number from 1 to 256, not "0".'],
    [
      { TRIFOLD_BACKEND: 'cuda' },
      'TRIFOLD_BACKEND must be one of tensorflow, webgpu, core-native, core-wasm, cpu, not "cuda".',
    ],
    [
      { DATABASE_URL: 'mysql://shop:geheim@db/shop' },
      'DATABASE_URL must be a URL of the form postgresql://user:password@host:port/database.',
    ],
  ])('refuses %j in one sentence', (environment, sentence) => {
    expect(() => cliEnvironment(environment)).toThrow(new UserFacingError(sentence))
  })

  it('refuses an address of the API that is no web address, and an unknown log level', () => {
    const reason = 'API_URL must be a URL that starts with http:// or https://, not "api.example:4000".'
    expect(() => webEnvironment({ API_URL: 'api.example:4000' })).toThrow(reason)
    expect(() => apiEnvironment({ DATABASE_URL: url, LOG_LEVEL: 'loud' })).toThrow(/^LOG_LEVEL must be one of trace, /)
  })

  it('never prints a secret', () => {
    for (const name of VARIABLE_NAMES.filter((name) => aboutVariable(name).secret)) expect(name).toMatch(/URL|KEY/)
    const leak = () => apiEnvironment({ DATABASE_URL: 'geheim' })
    expect(leak).toThrow(/^DATABASE_URL must be/)
    expect(leak).not.toThrow(/geheim/)
  })

  it('knows the backends that the model knows', async () => {
    const names = (await listBackends()).map(({ name }) => name)
    expect(aboutVariable('TRIFOLD_BACKEND').description).toContain(`: ${names.join(', ')}.`)
  })
})

describe('paths', () => {
  it('start where the command was typed', () => {
    expect(userPath('shop', { INIT_CWD: '/home/ada' })).toBe('/home/ada/shop')
    expect(userPath('/srv/shop', { INIT_CWD: '/home/ada' })).toBe('/srv/shop')
    expect(userPath('shop', {})).toBe(join(process.cwd(), 'shop'))
    expect(dataDirectory({ INIT_CWD: '/home/ada', DATA_DIR: 'data' })).toBe('/home/ada/data')
  })
})

describe('debugging', () => {
  it('is on with any value', () => {
    expect([{}, { TRIFOLD_DEBUG: '' }, { TRIFOLD_DEBUG: '1' }].map((one) => debugging(one))).toEqual([
      false,
      false,
      true,
    ])
  })
})
