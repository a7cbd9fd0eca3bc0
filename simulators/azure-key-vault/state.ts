import { z } from 'zod'

const attributes = z.object({
  enabled: z.boolean(),
  /** Milliseconds since 1970, as all times here. */
  notBefore: z.number().nullable(),
  expires: z.number().nullable(),
  created: z.number(),
  updated: z.number(),
})

const version = attributes.extend({
  id: z.string(),
  keyOps: z.array(z.string()),
  /** PKCS #8 in base64 for RSA and EC, the key itself in base64 for oct. */
  material: z.string(),
})

const rotationPolicy = z.object({
  expiryTime: z.string().nullable(),
  actions: z.array(
    z.object({
      type: z.enum(['Rotate', 'Notify']),
      timeAfterCreate: z.string().nullable(),
      timeBeforeExpiry: z.string().nullable(),
    }),
  ),
  created: z.number(),
  updated: z.number(),
})

const key = z.object({
  name: z.string(),
  kty: z.enum(['RSA', 'RSA-HSM', 'EC', 'EC-HSM', 'oct-HSM']),
  size: z.number(),
  curve: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  /** Oldest first. */
  versions: z.array(version),
  rotationPolicy: rotationPolicy.nullable(),
  deletedAt: z.number().nullable(),
})

const assignment = z.object({
  id: z.string(),
  role: z.string(),
  /** The application's client id. */
  principal: z.string(),
  /** `/` for the whole vault, `/keys/NAME` for one key. */
  scope: z.string(),
})

const vault = z.object({
  name: z.string(),
  kind: z.enum(['vault', 'managed_hsm']),
  cloud: z.enum(['public', 'china', 'us_government']),
  tenantId: z.string(),
  region: z.string(),
  accessModel: z.enum(['rbac', 'policy']),
  assignments: z.array(assignment),
  /** Permissions by client id, in the access policy model. */
  policies: z.record(z.string(), z.array(z.string())),
  /** Whether the firewall lets our address in. */
  firewallOpen: z.boolean(),
  purgeProtection: z.boolean(),
  softDeleteDays: z.number(),
  /** By name in lower case. */
  keys: z.record(z.string(), key),
})

const tenant = z.object({
  id: z.string(),
  name: z.string(),
  /** The applications that an admin of the directory consented to, by client id. */
  servicePrincipals: z.record(z.string(), z.object({ objectId: z.string(), enabled: z.boolean() })),
})

export const stateSchema = z.object({
  tenants: z.record(z.string(), tenant),
  /** By name. */
  vaults: z.record(z.string(), vault),
})

export type State = z.infer<typeof stateSchema>
export type Tenant = z.infer<typeof tenant>
export type Vault = z.infer<typeof vault>
export type Key = z.infer<typeof key>
export type KeyVersion = z.infer<typeof version>
export type RotationPolicy = z.infer<typeof rotationPolicy>

/** Where hosts of each kind end, by cloud. */
export const SUFFIXES = {
  public: {
    vault: 'vault.azure.net',
    managed_hsm: 'managedhsm.azure.net',
    directory: 'login.microsoftonline.com',
  },
  china: { vault: 'vault.azure.cn', managed_hsm: 'managedhsm.azure.cn', directory: 'login.chinacloudapi.cn' },
  us_government: {
    vault: 'vault.usgovcloudapi.net',
    managed_hsm: 'managedhsm.usgovcloudapi.net',
    directory: 'login.microsoftonline.us',
  },
} as const

export const hostOf = ({ name, cloud, kind }: Vault): string => `${name}.${SUFFIXES[cloud][kind]}`
/** What tokens for a vault are made out to. */
export const audienceOf = ({ cloud, kind }: Vault): string => `https://${SUFFIXES[cloud][kind]}`
