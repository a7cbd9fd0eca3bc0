import { z } from 'zod'
import { CLOUDS, type Cloud } from './provider'

const roleArn = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/)

/** The address of a service account that people make. */
export const serviceAccount = z
  .string()
  .regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]@[a-z0-9.-]{1,100}\.iam\.gserviceaccount\.com$/, {
    error: 'This is not the address of a service account: it ends in .iam.gserviceaccount.com.',
  })

/**
 * Who we are when we use an organization's key. In AWS our one identity, or a role of the customer's that we assume by
 * an external id of ours; in Azure and Google an identity of ours for each organization, so that no organization can
 * link another's key.
 */
export const linkIdentity = z.discriminatedUnion('provider', [
  z.strictObject({
    provider: z.literal('aws'),
    role: z.strictObject({ arn: roleArn, externalId: z.string().min(16).max(200) }).nullable(),
  }),
  z.strictObject({ provider: z.literal('azure'), tenantId: z.guid(), clientId: z.guid() }),
  z.strictObject({ provider: z.literal('google'), serviceAccount }),
])
export type LinkIdentity = z.infer<typeof linkIdentity>

/** What the vendor has set up for an organization in each cloud; null: that cloud is not offered to it. */
export const offeredIdentities = z.strictObject({
  /** made by us and used for one link only */
  awsExternalId: z.string().min(16).max(200),
  azureClientId: z.guid().nullable(),
  googleServiceAccount: serviceAccount.nullable(),
})
export type OfferedIdentities = z.infer<typeof offeredIdentities>

/** What an organization's admin says of the way to their key, beside which key it is. */
export const keyAccess = z.strictObject({
  /** AWS: a role of the customer's that we assume; left out, the key's policy names our own role */
  roleArn: roleArn.optional(),
  /** Azure: the directory in which they consented */
  tenantId: z.guid().optional(),
})
export type KeyAccess = z.infer<typeof keyAccess>

/** The clouds that are set up for an organization. */
export function cloudsOf({ azureClientId, googleServiceAccount }: OfferedIdentities): Cloud[] {
  const isOffered = { aws: true, azure: azureClientId !== null, google: googleServiceAccount !== null }
  return CLOUDS.filter((cloud) => isOffered[cloud])
}

/**
 * Who we shall be at a key of that cloud.
 * @returns null when this cloud is not set up for the organization, or the admin has not said yet what it takes
 */
export function identityFor(
  cloud: Cloud,
  offered: OfferedIdentities,
  access: KeyAccess,
): LinkIdentity | null {
  const { awsExternalId: externalId, azureClientId: clientId, googleServiceAccount } = offered
  const { roleArn: arn, tenantId } = access
  if (cloud === 'aws') return { provider: 'aws', role: arn ? { arn, externalId } : null }
  if (cloud === 'google') {
    return googleServiceAccount ? { provider: 'google', serviceAccount: googleServiceAccount } : null
  }
  return clientId && tenantId ? { provider: 'azure', tenantId, clientId } : null
}
