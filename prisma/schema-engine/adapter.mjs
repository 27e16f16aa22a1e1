// Adapts @prisma/adapter-pg 7.10 to the schema engine. The adapter is written for queries, and three things in it fail
// for migrations. Remove a work-around once drift.test.ts passes without it.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { parse } from 'pg-connection-string'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import { driverUrl, schemaName } from './databases.mjs'

const CHAR_OID = 18 // "char": one byte, used all over pg_catalog
const BPCHAR_OID = 1042

// 1. The adapter refuses results with a "char" column, which the engine reads from pg_catalog. Announce such columns as
//    blank-padded text, remember which they were, and report them to the engine as single characters below.
const { addFields } = pg.Result.prototype
pg.Result.prototype.addFields = function (fields) {
  const readable = fields.map((field) =>
    field.dataTypeID === CHAR_OID
      ? Object.assign(Object.create(field), { dataTypeID: BPCHAR_OID, isSingleChar: true })
      : field,
  )
  addFields.call(this, readable)
}

function forMigrations(connection) {
  let lastResult
  const performIO = connection.performIO.bind(connection)
  const queryRaw = connection.queryRaw.bind(connection)
  connection.performIO = async (query) => (lastResult = await performIO(query))
  connection.queryRaw = async (query) => {
    const result = await queryRaw(query)
    lastResult.fields.forEach((field, i) => {
      if (field.isSingleChar) result.columnTypes[i] = ColumnTypeEnum.Character
    })
    return result
  }
  // 2. The adapter splits a script at every ';', also inside strings and function bodies. Send it as one message, as
  //    the native engine does: Postgres then runs it as one implicit transaction.
  connection.executeScript = async (script) => {
    try {
      await connection.client.query(script)
    } catch (error) {
      connection.onError(error)
    }
  }
  return connection
}

class MigrationAdapter extends PrismaPg {
  async connect() {
    return forMigrations(await super.connect())
  }

  // 3. The adapter drops the shadow database while its own pool is still connected to it, which Postgres refuses.
  async connectToShadowDb() {
    const name = `prisma_migrate_shadow_db_${randomUUID()}`
    const maintenance = await super.connect()
    await maintenance.executeScript(`CREATE DATABASE "${name}"`)
    const shadow = await new PrismaPg({ ...this.config, database: name }).connect()
    const closePool = shadow.dispose.bind(shadow)
    shadow.dispose = async () => {
      await closePool()
      await maintenance.executeScript(`DROP DATABASE IF EXISTS "${name}"`)
      await maintenance.dispose()
    }
    return forMigrations(shadow)
  }
}

/** @param {string | undefined} url  commands that never connect (`format`, say) come without one */
export function adapterFactory(url = 'postgresql://127.0.0.1:5432/postgres') {
  const schema = schemaName(url)
  return bindMigrationAwareSqlAdapterFactory(
    new MigrationAdapter(parse(driverUrl(url)), schema ? { schema } : undefined),
  )
}
