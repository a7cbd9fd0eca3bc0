import { randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { findRole, PERMISSIONS, type Permission } from './access'
import type { Vault } from './state'

const guid = z.guid().toLowerCase()

const appSchema = z.strictObject({
  clientId: guid,
  name: z.string().min(1).max(100),
  secrets: z.array(z.string().min(8)).default([]),
  /** Federated credentials: whose assertions are believed, by issuer and subject, with the public key as PEM. */
  federated: z
    .array(z.strictObject({ issuer: z.string(), subject: z.string(), publicKey: z.string() }))
    .default([]),
})

const vaultSchema = z.strictObject({
  name: z.string().regex(/^(?=.{3,24}$)[a-z](-?[a-z0-9])*$/, 'must be a name that Azure gives'),
  kind: z.enum(['vault', 'managed_hsm']).default('vault'),
  cloud: z.enum(['public', 'china', 'us_government']).default('public'),
  tenantId: guid,
  region: z.string().default('westeurope'),
  accessModel: z.enum(['rbac', 'policy']).default('rbac'),
  purgeProtection: z.boolean().default(false),
  softDeleteDays: z.int().min(7).max(90).default(90),
  assignments: z
    .array(z.strictObject({ role: z.string(), principal: guid, scope: z.string().default('/') }))
    .default([]),
  policies: z
    .record(guid, z.array(z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]])))
    .default({}),
})

export const seedSchema = z.strictObject({
  tenants: z
    .array(
      z.strictObject({
        id: guid,
        name: z.string().min(1).max(100),
        /** Client ids of the applications that the directory's admin consented to. */
        consents: z.array(guid).default([]),
      }),
    )
    .min(1),
  apps: z.array(appSchema).default([]),
  vaults: z.array(vaultSchema).default([]),
  /** How long a token lives; the SDK asks for a new one five minutes before its end. */
  tokenLifetimeS: z.int().min(1).max(86_400).default(3_599),
})

/** The directories, the vendor's applications, and the vaults as they are at first. */
export type Seed = z.input<typeof seedSchema>
export type ParsedSeed = z.output<typeof seedSchema>
export type App = z.output<typeof appSchema>

/** @throws z.ZodError for a wrong form, a role that Azure has not, or a vault of an unknown directory */
export function parseSeed(seed: unknown): ParsedSeed {
  return seedSchema
    .check((context) => {
      const { tenants, vaults } = context.value
      const complain = (message: string) =>
        context.issues.push({ code: 'custom', message, input: context.value })
      for (const { name, kind, tenantId, assignments } of vaults) {
        if (!tenants.some(({ id }) => id === tenantId))
          complain(`The vault ${name} is in no directory of the seed.`)
        for (const { role } of assignments)
          if (findRole(kind, role) === undefined) complain(`There is no role ${role} for ${name}.`)
      }
    })
    .parse(seed)
}

/** A vault as the seed describes it, with no keys. */
export const vaultFrom = (seed: ParsedSeed['vaults'][number]): Vault => ({
  ...seed,
  assignments: seed.assignments.map((assignment) => ({ id: randomUUID(), ...assignment })),
  firewallOpen: true,
  keys: {},
})

/** The seed of a start without one: a customer's directory with a vault and an HSM, and an application of a vendor's. */
export function defaultSeed(): Seed {
  const tenantId = 'a11ce000-0000-4000-8000-000000000001'
  const clientId = 'c11e0000-0000-4000-8000-000000000001'
  return {
    tenants: [{ id: tenantId, name: 'Northwind', consents: [clientId] }],
    apps: [{ clientId, name: 'Latchkey for Northwind', secrets: [randomBytes(24).toString('base64url')] }],
    vaults: [
      { name: 'northwind-keys', tenantId },
      { name: 'northwind-hsm', kind: 'managed_hsm', tenantId },
    ],
  }
}

/** The credentials of a seed in the form of the SDK's environment, for each application and where it may sign in. */
export function credentialsOf({ tenants, apps = [] }: Seed): string {
  const lines = apps.flatMap(({ clientId, name, secrets = [] }) =>
    tenants
      .filter(({ consents = [] }) => consents.includes(clientId))
      .flatMap(({ id, name: tenant }) => [
        `# ${name}, in the directory of ${tenant}`,
        `AZURE_TENANT_ID=${id}`,
        `AZURE_CLIENT_ID=${clientId}`,
        ...secrets.map((secret) => `AZURE_CLIENT_SECRET=${secret}`),
      ]),
  )
  return lines.join('\n')
}
