import { z } from 'zod'
import { Call } from './call'
import { readHeader } from './cryptography'
import { KmsError } from './errors'
import type { Invocation } from './execute'
import type { Key } from './keys'
import type { World } from './world'

const named = z.string().optional().catch(undefined)
const anyRequest = z
  .object({
    KeyId: named,
    SourceKeyId: named,
    DestinationKeyId: named,
    TargetKeyId: named,
    CiphertextBlob: named,
  })
  .catch({})

/** The keys that a request is about, before it is validated: what faults are limited to. */
export function referencedKeys(world: World, { caller, region, operation, body }: Invocation): Key[] {
  const { CiphertextBlob, ...keyIds } = anyRequest.parse(body)
  const call = new Call(world, caller, region, operation)
  for (const keyId of Object.values(keyIds)) {
    if (keyId !== undefined) touch(call, keyId)
  }
  const header = readHeader(Buffer.from(CiphertextBlob ?? '', 'base64'))
  const sealedBy = header && world.find(region, header.keyId)
  if (sealedBy) call.touched.add(sealedBy)
  return [...call.touched]
}

function touch(call: Call, keyId: string): void {
  try {
    call.key(keyId, true)
  } catch (error) {
    // A key that is not there limits no fault; the operation itself will say so.
    if (!(error instanceof KmsError)) throw error
  }
}
