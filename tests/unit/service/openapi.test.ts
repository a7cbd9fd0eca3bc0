import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { openApi } from '@/encryption-service/http/openapi'
import { EXAMPLES } from '@/encryption-service/http/openapi/examples'
import { OPERATIONS } from '@/encryption-service/http/openapi/operations'
import { DataKey, decryptObject, decryptValue } from '@/lib/crypto'
import { API_PATHS } from '@/lib/domain/api'

const vectors = JSON.parse(readFileSync('tests/vectors/latchkey-v1.json', 'utf8'))
const toBytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))
const toText = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

/** The data key of the frozen vector that an example is. */
function keyOf(kind: 'values' | 'objects', object: string): DataKey {
  const { dataKey } = vectors[kind].find(
    (vector: { context: { object: string } }) => vector.context.object === object,
  )
  return new DataKey(new Uint8Array(Buffer.from(dataKey.bytes, 'hex')), dataKey.ids)
}

describe('the description of the API', () => {
  it('is the one in docs: npm run openapi writes it anew', () => {
    expect(JSON.parse(readFileSync('docs/openapi.json', 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(openApi())),
    )
  })

  it('is valid OpenAPI 3.1, and every reference in it leads somewhere', async () => {
    const validator = new Validator()
    const copy = JSON.parse(JSON.stringify(openApi()))
    expect(await validator.validate(copy)).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
    const text = JSON.stringify(openApi())
    for (const [, path = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const target = path
        .split('/')
        .reduce((at: unknown, key) => (at as Record<string, unknown>)?.[key], openApi())
      expect(target, path).toBeDefined()
    }
  })

  it('describes every operation on data', () => {
    const { tokens: _ofWeb, ...paths } = API_PATHS
    expect(OPERATIONS.map(({ id }) => API_PATHS[id]).sort()).toEqual(Object.values(paths).sort())
  })

  it.each(OPERATIONS.map((operation) => [operation.id, operation] as const))(
    'gives examples of %s that its own schemas take',
    (id, { request, response }) => {
      expect(request.parse(EXAMPLES[id].request)).toEqual(EXAMPLES[id].request)
      expect(response.parse(EXAMPLES[id].response)).toEqual(EXAMPLES[id].response)
    },
  )

  it('gives examples that are true: under their keys, what is said to be encrypted opens', () => {
    const { request, response } = EXAMPLES.decrypt
    const key = keyOf('values', request.context.object)
    expect(toText(decryptValue(key, request.context, toBytes(request.ciphertext)))).toBe(response.plaintext)
    expect(EXAMPLES.encrypt).toEqual({
      request: { context: request.context, plaintext: response.plaintext },
      response: { ciphertext: request.ciphertext },
    })
    const [sealed] = EXAMPLES.encryptObjects.request.items
    const [{ envelope }] = EXAMPLES.encryptObjects.response.results
    const opened = decryptObject(keyOf('objects', sealed.context.object), sealed.context, toBytes(envelope))
    expect(Object.fromEntries(Object.entries(opened).map(([name, bytes]) => [name, toText(bytes)]))).toEqual(
      sealed.fields,
    )
  })
})
