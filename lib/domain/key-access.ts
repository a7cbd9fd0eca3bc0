import { parseAwsRoleArn } from './aws-role'
import type { KeyReference } from './key-reference'
import type { KeyAccess } from './link-identity'

/** What somebody pasted of the way to their key, beside which key it is. */
export interface PastedAccess {
  roleArn?: string | undefined
  tenantId?: string | undefined
}

export type ParsedKeyAccess =
  | { ok: true; access: KeyAccess }
  /** what is wrong, by field */
  | { ok: false; fields: { roleArn: string } | { tenantId: string } }

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The id of a directory as it was pasted; null for anything else. Space around it and upper case are forgiven. */
export function parseTenantId(pasted: string): string | null {
  const id = pasted.trim().toLowerCase()
  return GUID.test(id) ? id : null
}

/** Reads the way to a key. Only what belongs to the key's cloud counts; the rest may be left over from another one. */
export function parseKeyAccess(reference: KeyReference, pasted: PastedAccess): ParsedKeyAccess {
  const { roleArn = '', tenantId = '' } = pasted
  if (reference.provider === 'azure') return directoryOf(tenantId)
  if (reference.provider === 'google' || roleArn.trim() === '') return { ok: true, access: {} }
  const parsed = parseAwsRoleArn(roleArn, reference.key)
  return parsed.ok
    ? { ok: true, access: { roleArn: parsed.role.arn } }
    : { ok: false, fields: { roleArn: parsed.message } }
}

function directoryOf(pasted: string): ParsedKeyAccess {
  const tenantId = parseTenantId(pasted)
  if (tenantId !== null) return { ok: true, access: { tenantId } }
  const problem =
    pasted.trim() === ''
      ? 'Paste the id of the directory in which you consented: the vault’s own.'
      : 'This is no directory (tenant) id: it is a GUID, 32 digits with four hyphens.'
  return { ok: false, fields: { tenantId: problem } }
}
