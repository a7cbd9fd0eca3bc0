import { decryptValue, MasterKey, openObjectKey, parseHeader, unwrapKey } from '@/lib/crypto'
import { createObjectKeyWith } from '@/lib/crypto/envelope'
import { encodeHeader } from '@/lib/crypto/header'
import { encryptValueStrictWith, encryptValueWith } from '@/lib/crypto/value'
import { wrapKeyWith } from '@/lib/crypto/wrap'
import type { Random } from '../random'
import { objectTarget, oneFieldTarget } from './objects'
import { anyPlace, anyPlaintext, drawnFrom } from './place'
import { streamTarget } from './streams'
import { cutAt, HEADER_CUTS, mixOf, ONE_KIBIBYTE, type Target } from './target'

const SAMPLES = 12
const samplesOf = (make: (first: boolean) => Buffer[]) =>
  Array.from({ length: SAMPLES }, (_, index) => make(index === 0))

function valueTarget(random: Random): Target {
  const { key, context } = anyPlace(random)
  const samples = samplesOf((first) => {
    const plaintext = first ? random.bytes(ONE_KIBIBYTE - 78) : anyPlaintext(random)
    const sealed = encryptValueWith(drawnFrom(random), key, context, plaintext)
    return cutAt(sealed, ...HEADER_CUTS, 62, sealed.length - 16)
  })
  return {
    name: 'value',
    samples,
    compose: (random) => mixOf(samples, random),
    open: (input) => decryptValue(key, context, input),
  }
}

/** The strict suite, which the reader of values takes as well. */
function strictTarget(random: Random): Target {
  const { key, context } = anyPlace(random)
  const samples = samplesOf((first) => {
    const plaintext = first ? random.bytes(ONE_KIBIBYTE - 110) : anyPlaintext(random)
    const sealed = encryptValueStrictWith(drawnFrom(random), key, context, plaintext)
    return cutAt(sealed, ...HEADER_CUTS, 62, 94, sealed.length - 16)
  })
  return {
    name: 'strict value',
    samples,
    compose: (random) => mixOf(samples, random),
    open: (input) => decryptValue(key, context, input),
  }
}

function envelopeTarget(random: Random): Target {
  const { key, context } = anyPlace(random)
  const samples = samplesOf(() =>
    cutAt(createObjectKeyWith(drawnFrom(random), key, context).envelope, ...HEADER_CUTS, 62, 94),
  )
  return {
    name: 'envelope',
    samples,
    compose: (random) => mixOf(samples, random),
    open(input) {
      openObjectKey(key, context, input).wipe()
      return input
    },
  }
}

function fieldTarget(random: Random): Target {
  const { key, context } = anyPlace(random)
  const { objectKey } = createObjectKeyWith(drawnFrom(random), key, context)
  const samples = samplesOf((first) => {
    const plaintext = first ? random.bytes(ONE_KIBIBYTE - 28) : anyPlaintext(random)
    const sealed = objectKey.encryptField('name', plaintext)
    return cutAt(sealed, 12, sealed.length - 16)
  })
  return {
    name: 'field stored apart',
    samples,
    compose: (random) => mixOf(samples, random),
    open: (input) => objectKey.decryptField('name', input),
  }
}

function wrapTarget(random: Random): Target {
  const organization = random.uuid()
  const place = { scope: 'all-customer-classes', region: 'global', version: 1 }
  const shares = { platformShare: random.bytes(32), customerShare: random.bytes(32) }
  const master = MasterKey.derive({ id: random.uuid(), mode: 'composite', organization, ...place }, shares)
  const context = { organization, dataClass: 'api_exports', version: 1, generation: 1 }
  const samples = samplesOf(() =>
    cutAt(wrapKeyWith(drawnFrom(random), master, context, random.bytes(32)), ...HEADER_CUTS, 62, 94),
  )
  return {
    name: 'wrapped data key',
    samples,
    compose: (random) => mixOf(samples, random),
    open: (input) => unwrapKey(master, context, input),
  }
}

/** Reading a header opens nothing, so anything may pass that says the same when it is written again. */
function headerTarget(random: Random): Target {
  const samples = samplesOf(() => {
    const header = Buffer.concat([Buffer.of(1, random.pick([1, 2, 3, 4])), random.bytes(36)])
    return cutAt(Buffer.concat([header, random.bytes(random.below(80))]), ...HEADER_CUTS)
  })
  return {
    name: 'header',
    samples,
    compose: (random) => mixOf(samples, random),
    open: (input) => encodeHeader(parseHeader(input)),
    isRight: (input, output) => Buffer.compare(input.subarray(0, 38), output) === 0,
  }
}

/** Those that have more to parse come more often. */
export const TARGETS: readonly { make(random: Random): Target; weight: number }[] = [
  { make: valueTarget, weight: 3 },
  { make: strictTarget, weight: 2 },
  { make: objectTarget, weight: 5 },
  { make: oneFieldTarget, weight: 1 },
  { make: envelopeTarget, weight: 1 },
  { make: fieldTarget, weight: 1 },
  { make: wrapTarget, weight: 1 },
  { make: streamTarget, weight: 2 },
  { make: headerTarget, weight: 1 },
]
