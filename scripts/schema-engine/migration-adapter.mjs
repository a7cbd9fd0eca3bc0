import { randomUUID } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'

const CHAR_OID = 18
const TEXT_OID = 25

/** adapter-pg doesn't know "char", which the engine's catalogue queries return: fetch text, report a character. */
function readCharColumns(connection) {
  const queryRaw = connection.queryRaw
  connection.queryRaw = async (query) => {
    let charColumns = []
    const performIO = async (inner) => {
      const result = await connection.performIO(inner)
      charColumns = result.fields.map((field) => field.dataTypeID === CHAR_OID)
      result.fields.forEach((field, i) => {
        if (charColumns[i]) field.dataTypeID = TEXT_OID
      })
      return result
    }
    const result = await queryRaw.call(Object.create(connection, { performIO: { value: performIO } }), query)
    charColumns.forEach((isChar, i) => {
      if (isChar) result.columnTypes[i] = ColumnTypeEnum.Character
    })
    return result
  }
}

/** adapter-pg splits a script at every ';', also inside a function's body: send it whole, as the native engine does. */
function sendScriptsWhole(connection) {
  connection.executeScript = async (script) => {
    try {
      await connection.client.query(script)
    } catch (error) {
      connection.onError(error)
    }
  }
}

/** PrismaPg with what migrations need besides: "char" columns, whole scripts, and shadow databases that go away. */
export class MigrationAdapter extends PrismaPg {
  async connect() {
    const connection = await super.connect()
    readCharColumns(connection)
    sendScriptsWhole(connection)
    return connection
  }

  async connectToShadowDb() {
    const database = `prisma_migrate_shadow_db_${randomUUID()}`
    const admin = await this.connect()
    await admin.executeScript(`CREATE DATABASE "${database}"`)
    const shadow = await new MigrationAdapter({ ...this.config, database }, this.options).connect()
    const dispose = shadow.dispose.bind(shadow)
    shadow.dispose = async () => {
      await dispose()
      await admin.executeScript(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`)
      await admin.dispose()
    }
    return shadow
  }
}
