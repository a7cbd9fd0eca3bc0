import { randomUUID } from 'node:crypto'
import { DEFAULT_REGION, DEFAULT_SCOPE } from '@/lib/domain/data-classes'
import { fixCommand } from '@/lib/domain/fix-commands'
import type { KeyReference } from '@/lib/domain/key-reference'
import type { LinkIdentity } from '@/lib/domain/link-identity'
import type { PreflightRow } from '@/lib/domain/preflight'
import type { KeyringParts } from '@/lib/keyring/parts'
import { runPreflight } from '@/lib/kms'
import type { PreflightResult } from '@/lib/kms/preflight'

/** A key to be checked, and for whom. */
export interface KeyToCheck {
  organization: string
  reference: KeyReference
  identity: LinkIdentity
  /** regions that are offered to the organization; empty: every one */
  regions: readonly string[]
}

/** What the checks of a key work with. */
export type CheckParts = Pick<KeyringParts, 'customerRoot' | 'clock'> & {
  /** ARN of the identity that this installation calls AWS with */
  awsPrincipalArn: string
}

/** Runs the checks on a key. Failed rows name the command that mends them, where there is one. */
export async function checkKey(
  parts: CheckParts,
  { organization, reference, identity, regions }: KeyToCheck,
  onRow?: (row: PreflightRow) => void,
): Promise<PreflightResult> {
  const rootAs = (as: LinkIdentity) => parts.customerRoot({ keyId: reference.id, identity: as })
  const found = { organization, awsPrincipalArn: parts.awsPrincipalArn, reference, identity }
  const withCommand = (row: PreflightRow, description: PreflightResult['description'] = null) => {
    const isWell = row.status === 'passed' && row.id !== 'rotation'
    const command = isWell ? null : fixCommand({ ...found, ...versionOf(description) }, row.code)
    return command ? { ...row, command } : row
  }
  const stranger = strangerTo(identity)
  const result = await runPreflight(
    rootAs(identity),
    { organization, scope: DEFAULT_SCOPE, region: DEFAULT_REGION },
    {
      regions,
      ...(stranger ? { asStranger: rootAs(stranger) } : {}),
      now: new Date(parts.clock().wallMs),
      onRow: (row) => onRow?.(withCommand(row)),
    },
  )
  return { ...result, rows: result.rows.map((row) => withCommand(row, result.description)) }
}

const versionOf = (description: PreflightResult['description']) => ({
  version: description?.currentMaterialId ?? null,
  isDoomed: (description?.deletionAt ?? null) !== null,
})

/** As an organization would come to a customer's role whose external id that role does not know; null: there is none. */
function strangerTo(identity: LinkIdentity): LinkIdentity | null {
  if (identity.provider !== 'aws' || identity.role === null) return null
  const { arn } = identity.role
  return { provider: 'aws', role: { arn, externalId: `latchkey-stranger-${randomUUID()}` } }
}
