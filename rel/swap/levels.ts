import {
  createObjectKey,
  DataKey,
  decryptObject,
  decryptValue,
  encryptObject,
  encryptValue,
  encryptValueStrict,
  openObjectKey,
  StreamDecryptor,
  StreamEncryptor,
  unwrapKey,
  wrapKey,
} from '@/lib/crypto'
import { createObjectKeyWith } from '@/lib/crypto/envelope'
import { pooledRandom } from '@/lib/crypto/random'
import type { Keys, Level } from './level'
import type { Place } from './place'

const SECRET = Buffer.from('the one plaintext that must stay in its place')

const MASTER = ['organization', 'scope', 'region', 'mode', 'masterVersion'] as const
const DATA_KEY = ['organization', 'dataClass', 'dataKeyVersion'] as const
const OBJECT = ['organization', 'dataClass', 'object', 'bind'] as const

const wrapContext = ({ organization, dataClass, dataKeyVersion: version, generation }: Place) => ({
  organization,
  dataClass,
  version,
  generation,
})

/** Everything that lib/crypto seals, from the master key's commitment down. */
export const CRYPTO_LEVELS: readonly Level[] = [
  {
    name: 'master key',
    key: MASTER,
    context: [],
    hasHeader: false,
    seal: ({ master }) => master.commitment,
    opens: ({ master }, _, sealed) => master.matches(sealed),
  },
  {
    name: 'data key',
    key: [...MASTER, 'masterId'],
    context: ['organization', 'dataClass', 'dataKeyVersion', 'generation'],
    hasHeader: true,
    seal: ({ master, dataKeyBytes }, place) => wrapKey(master, wrapContext(place), dataKeyBytes),
    opens: ({ master }, place, sealed) => unwrapKey(master, wrapContext(place), sealed).length > 0,
  },
  {
    name: 'value',
    key: DATA_KEY,
    context: [...OBJECT, 'field'],
    hasHeader: true,
    seal: ({ dataKey }, place) => encryptValue(dataKey, place, SECRET),
    opens: opensAsValue,
  },
  {
    name: 'strict value',
    key: DATA_KEY,
    context: [...OBJECT, 'field'],
    hasHeader: true,
    seal: ({ dataKey }, place) => encryptValueStrict(dataKey, place, SECRET),
    opens: opensAsValue,
  },
  {
    name: 'envelope',
    key: DATA_KEY,
    context: OBJECT,
    hasHeader: true,
    seal: ({ dataKey }, place) => createObjectKey(dataKey, place).envelope,
    opens: ({ dataKey }, place, sealed) => openObjectKey(dataKey, place, sealed) !== undefined,
  },
  {
    name: 'object',
    key: DATA_KEY,
    context: OBJECT,
    hasHeader: true,
    seal: ({ dataKey }, place) =>
      encryptObject(dataKey, place, { [place.field || 'none']: SECRET, other: SECRET }),
    opens: ({ dataKey }, place, sealed) => decryptObject(dataKey, place, sealed) !== undefined,
  },
  {
    name: 'stream',
    key: DATA_KEY,
    context: [...OBJECT, 'field'],
    hasHeader: true,
    seal: ({ dataKey }, place) => through(new StreamEncryptor(streamKey(dataKey), place), SECRET),
    opens: ({ dataKey }, place, sealed) =>
      through(new StreamDecryptor(streamKey(dataKey), place), sealed) !== undefined,
  },
  {
    // Its object key can be wrapped anew under another data key, so the data key's version is not bound.
    name: 'field',
    key: [],
    context: [...OBJECT, 'field'],
    hasHeader: false,
    seal: ({ objectKeyBytes }, place) => objectKeyAt(objectKeyBytes, place).encryptField(place.field, SECRET),
    opens: ({ objectKeyBytes }, place, sealed) =>
      objectKeyAt(objectKeyBytes, place).decryptField(place.field, sealed) !== undefined,
  },
]

/** One reader for both suites. */
function opensAsValue({ dataKey }: Keys, place: Place, sealed: Uint8Array): boolean {
  return decryptValue(dataKey, place, sealed) !== undefined
}

const streamKey = (key: DataKey) => ({ key, check: () => undefined })

function through(cipher: StreamEncryptor | StreamDecryptor, bytes: Uint8Array): Buffer {
  return Buffer.concat([cipher.update(bytes), cipher.final()])
}

/** An object key of given bytes; the data key that wraps it says nothing about what it encrypts. */
function objectKeyAt(bytes: Uint8Array, place: Place) {
  const { organization, dataClass } = place
  const dataKey = new DataKey(bytes, { organization, dataClass, version: 1 })
  return createObjectKeyWith(first(bytes), dataKey, place).objectKey
}

/** Random bytes whose first draw is given: the object key. */
function first(bytes: Uint8Array) {
  let drawn = false
  return (target: Uint8Array) => {
    if (drawn) pooledRandom(target)
    else target.set(bytes)
    drawn = true
  }
}
