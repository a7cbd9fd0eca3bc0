import {
  DataKey,
  decryptObject,
  decryptValue,
  MasterKey,
  type MasterKeyIds,
  StreamDecryptor,
  SUITES,
  unwrapKey,
} from '@/lib/crypto'
import { gcmOpen } from '@/lib/crypto/aes-gcm'
import { type DataKeyPurpose, deriveSubKey } from '@/lib/crypto/data-key'
import { lengthPrefixed, u32 } from '@/lib/crypto/encoding'
import { encodeHeader } from '@/lib/crypto/header'
import { hkdfExpand, hmacSha512 } from '@/lib/crypto/hkdf'
import type { Random } from '../random'
import { type Attack, both, collideMessages, collideXaes } from './attack'
import { collide } from './collision'

/** Whatever commits to a key, with a way to make one of it for two keys. */
export const TARGETS: readonly { name: string; make(random: Random): Attack }[] = [
  { name: 'value', make: valueAttack },
  { name: 'strict value', make: strictAttack },
  { name: 'object in one piece', make: objectAttack },
  { name: 'wrapped data key', make: wrapAttack },
  { name: 'stream', make: streamAttack },
]

function valueAttack(random: Random): Attack {
  const { where, keys } = twoDataKeys(random)
  const context = lengthPrefixed(['value', ...partsOf(where), where.field])
  const sides = both(keys, ({ key, subKey, headerOf }) => ({
    subKey: subKey('value'),
    front: headerOf(SUITES.value),
    context,
    open: (sealed: Uint8Array) => decryptValue(key, where, sealed),
  }))
  return collideXaes(sides, 1 + random.below(8), random)
}

/** Twice: the envelope opens to another object key under each data key, and a field opens under both of those. */
function objectAttack(random: Random): Attack {
  const { where, keys } = twoDataKeys(random)
  const blocks = 1 + random.below(8)
  const name = Buffer.from(where.field)
  const directory = Buffer.concat([Buffer.of(0, 1, 0, name.length), name, u32(16 * blocks)])
  const context = lengthPrefixed(['object-key', ...partsOf(where), directory])
  const sides = both(keys, ({ key, subKey, headerOf }) => ({
    subKey: subKey('object-wrap'),
    front: headerOf(SUITES.object),
    context,
    open: (sealed: Uint8Array) => decryptObject(key, where, sealed)[where.field] ?? Buffer.of(),
  }))
  const envelope = collideXaes(sides, 2, random)

  const aad = lengthPrefixed(['object-field', ...partsOf(where), where.field])
  const nonce = random.bytes(12)
  const objectKeys = both(envelope.readers, (reader) => ({ key: reader.withoutCheck(), nonce, aad }))
  const field = collide(objectKeys, random.bytes(16 * blocks), random.below(blocks))
  return {
    rest: Buffer.concat([envelope.rest, directory, nonce, field]),
    readers: both(envelope.readers, (reader) => ({
      ...reader,
      withoutCheck: () => gcmOpen(reader.withoutCheck(), nonce, aad, field),
    })),
  }
}

function wrapAttack(random: Random): Attack {
  const organization = random.uuid()
  const context = { organization, dataClass: 'document_metadata', version: 1, generation: 1 }
  const scope = { mode: 'composite', scope: 'all-customer-classes', region: 'global' } as const
  const one = { id: random.uuid(), organization, ...scope, version: 1 }
  const two = random.pick([one, { ...one, id: random.uuid(), version: 2 }])
  const sides = both([one, two], (ids: MasterKeyIds) => {
    const shares = { platformShare: random.bytes(32), customerShare: random.bytes(32) }
    const master = MasterKey.derive(ids, shares)
    const { commitment } = master
    return {
      subKey: masterWrapKey(ids, shares),
      front: encodeHeader({ suite: SUITES.value, keyVersion: ids.version, commitment }),
      context: lengthPrefixed([
        ...['data-key', organization, context.dataClass, u32(1), u32(1)],
        ...[ids.id, ids.mode, ids.scope, ids.region, u32(ids.version)],
      ]),
      open: (sealed: Uint8Array) => unwrapKey(master, context, sealed),
    }
  })
  return collideXaes(sides, 2, random)
}

/** HKDF-Expand of header, context and random bytes: a key and a commitment for each value. */
function strictAttack(random: Random): Attack {
  const fresh = random.bytes(24)
  const sides = both(twoReaders(random), ({ key, subKey, headerOf, where }) => {
    const header = headerOf(SUITES.strict)
    const context = lengthPrefixed(['value', ...partsOf(where), where.field])
    const derived = hkdfExpand(subKey('strict'), Buffer.concat([header, context, fresh]), 64)
    return {
      front: Buffer.concat([header, fresh, derived.subarray(32)]),
      message: { key: derived.subarray(0, 32), nonce: fresh.subarray(12), aad: Buffer.of() },
      open: (sealed: Uint8Array) => decryptValue(key, where, sealed),
    }
  })
  return collideMessages(sides, random)
}

function streamAttack(random: Random): Attack {
  const salt = random.bytes(24)
  const sides = both(twoReaders(random), ({ key, subKey, headerOf, where }) => {
    const header = headerOf(SUITES.stream)
    const context = lengthPrefixed(['stream', ...partsOf(where), where.field])
    const derived = hkdfExpand(subKey('stream'), Buffer.concat([STREAM_LABEL, salt, header, context]), 76)
    return {
      front: Buffer.concat([header, salt, derived.subarray(44)]),
      message: { key: derived.subarray(0, 32), nonce: derived.subarray(32, 44), aad: Buffer.of() },
      open: (sealed: Uint8Array) => openStream(key, where, sealed),
    }
  })
  return collideMessages(sides, random)
}

const STREAM_LABEL = Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0')

function openStream(key: DataKey, where: Where, sealed: Uint8Array): Uint8Array {
  const decryptor = new StreamDecryptor({ key, check: () => undefined }, where)
  return Buffer.concat([decryptor.update(sealed), decryptor.final()])
}

/** The sub-key that a master key wraps with, which it keeps to itself. */
function masterWrapKey(ids: MasterKeyIds, shares: { platformShare: Buffer; customerShare: Buffer }) {
  const prk = hmacSha512(Buffer.from('latchkey/v1/master'), shares.platformShare, shares.customerShare)
  const { mode, organization, scope, region, version } = ids
  const master = hkdfExpand(prk, lengthPrefixed([mode, organization, scope, region, u32(version)]), 32)
  return hkdfExpand(master, lengthPrefixed(['latchkey/v1/master-wrap']), 32)
}

/** Two data keys, or one in two places, for what commits to its context as well. */
function twoReaders(random: Random) {
  const { where, keys } = twoDataKeys(random)
  const [first] = keys
  const elsewhere = { ...where, object: random.uuid() }
  return random.pick([
    both(keys, (key) => ({ ...key, where })),
    both([where, elsewhere], (place) => ({ ...first, where: place })),
  ])
}

/** Two data keys of one class, of one version or of two, whose bytes the attacker has. */
function twoDataKeys(random: Random) {
  const organization = random.uuid()
  const dataClass = 'secrets_and_credentials'
  const where = { organization, dataClass, object: random.uuid(), field: 'password' }
  const keys = both([1, random.pick([1, 2])], (version) => {
    const bytes = random.bytes(32)
    const ids = { organization, dataClass, version }
    const key = new DataKey(bytes, ids)
    return {
      key,
      subKey: (purpose: DataKeyPurpose) => deriveSubKey(bytes, purpose, ids),
      headerOf: (suite: (typeof SUITES)[keyof typeof SUITES]) =>
        encodeHeader({ suite, keyVersion: version, commitment: key.commitment }),
    }
  })
  return { where, keys }
}

type Where = ReturnType<typeof twoDataKeys>['where']
const partsOf = ({ organization, dataClass, object }: Where) => [organization, dataClass, object, u32(0)]
