import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Call } from '../call'
import { apiDisabled, invalidArgument, StatusError } from '../errors'
import type { Bindings } from '../keys'
import { parseName } from '../names'
import { PERMISSIONS } from '../roles'
import { bytes, method } from './method'

export const getIamPolicy = method(
  'GetIamPolicy',
  z.object({ resource: z.string() }),
  (call, { resource }) => policyMessage(holderOf(call, resource, 'getIamPolicy').bindings),
  { readOnly: true },
)

const setRequest = z.object({
  resource: z.string(),
  policy: z.object({
    bindings: z.array(
      z.object({
        role: z.string(),
        members: z.array(z.string()),
        condition: z.null({ error: 'is not supported by this simulator' }).optional(),
      }),
    ),
    etag: bytes,
  }),
})

export const setIamPolicy = method('SetIamPolicy', setRequest, (call, { resource, policy }) => {
  const holder = holderOf(call, resource, 'setIamPolicy')
  if (policy.etag.length > 0 && !policy.etag.equals(etagOf(holder.bindings))) {
    throw new StatusError(
      10,
      'There were concurrent policy changes. Please retry the whole read-modify-write.',
    )
  }
  const bindings = policy.bindings.map(({ role, members }) => ({ role, members: [...members] }))
  call.world.setPolicy(resource, holder, bindings)
  return policyMessage(holder.bindings)
})

export const testIamPermissions = method(
  'TestIamPermissions',
  z.object({ resource: z.string(), permissions: z.array(z.string()).max(100) }),
  (call, { resource, permissions }) => {
    const name = parseName(resource)
    if (name?.kind !== 'cryptoKey' && name?.kind !== 'keyRing') {
      throw invalidArgument(`${resource} is no resource with a policy.`)
    }
    call.resource = resource
    call.project = call.world.projects.get(name.project) ?? null
    if (call.project && !call.project.apiEnabled) throw apiDisabled(call.project.id, call.project.number)
    const unknown = permissions.find((permission) => !PERMISSIONS.includes(permission))
    if (unknown !== undefined) throw invalidArgument(`Permission ${unknown} is not valid for this resource.`)
    const there = name.key === null ? call.world.rings.has(resource) : call.world.keys.has(resource)
    // Of what is not there nobody has a permission, and nothing tells it apart from what is somebody else's.
    return { permissions: there ? permissions.filter((permission) => call.may(permission, name)) : [] }
  },
  { readOnly: true },
)

function holderOf(call: Call, resource: string, verb: 'getIamPolicy' | 'setIamPolicy') {
  const kind = parseName(resource)?.kind
  if (kind === 'keyRing') return call.ring(call.require(`cloudkms.keyRings.${verb}`, resource, kind).ring)
  return call.key(call.require(`cloudkms.cryptoKeys.${verb}`, resource, 'cryptoKey').key)
}

const etagOf = (bindings: Bindings): Buffer =>
  createHash('sha256').update(JSON.stringify(bindings)).digest().subarray(0, 8)

const policyMessage = (bindings: Bindings) => ({ version: 1, bindings, etag: etagOf(bindings) })
