import { z } from 'zod'
import * as api from '@/lib/domain/api'
import { dataContext, objectContext } from '@/lib/domain/encryption-core'

/** The names of what is sent. */
const SENT = {
  DataContext: dataContext,
  ObjectContext: objectContext,
  EncryptItem: api.encryptItem,
  DecryptItem: api.decryptItem,
  EncryptObjectItem: api.encryptObjectItem,
  DecryptObjectItem: api.decryptObjectItem,
  EncryptBatch: api.encryptBatch,
  DecryptBatch: api.decryptBatch,
  EncryptObjects: api.encryptObjects,
  DecryptObjects: api.decryptObjects,
}

/** The names of what is answered; more may stand in an answer one day than is told here. */
const ANSWERED = {
  Encrypted: api.encrypted,
  Decrypted: api.decrypted,
  EncryptedObject: api.encryptedObject,
  DecryptedObject: api.decryptedObject,
  ItemFailure: api.itemFailure,
  EncryptResults: api.encryptResults,
  DecryptResults: api.decryptResults,
  EncryptObjectResults: api.encryptObjectResults,
  DecryptObjectResults: api.decryptObjectResults,
  Problem: api.problem,
}

const pathOf = (name: string) => `#/components/schemas/${name}`

/** The JSON schemas of the API by name, made from those that validate. */
export function componentSchemas(): Record<string, unknown> {
  // What is counted before it is parsed has no JSON schema on its way in, and none but the same on its way out.
  return { ...jsonSchemas(SENT, 'output'), ...jsonSchemas(ANSWERED, 'input') }
}

function jsonSchemas(named: Record<string, z.ZodType>, io: 'input' | 'output') {
  const registry = z.registry<{ id: string; description?: string }>()
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, { uri: pathOf, io })
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema, $id, ...schema }]) => [name, schema]),
  )
}

/** A reference to a named schema. */
export function refTo(schema: z.ZodType): { $ref: string } {
  const found = Object.entries({ ...SENT, ...ANSWERED }).find(([, named]) => named === schema)
  if (!found) throw new TypeError('a schema without a name')
  return { $ref: pathOf(found[0]) }
}
