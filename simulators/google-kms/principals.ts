import { createHash } from 'node:crypto'
import { z } from 'zod'
import { bindingsSchema } from './keys'
import { isProjectId } from './names'

const ROLE = /^projects\/[a-z0-9-]{6,30}\/roles\/[a-zA-Z0-9_.]{3,64}$/
const email = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]*@[a-z0-9.-]+$/, 'must be an e-mail address in small letters')

export const serviceAccountSchema = z.object({
  email,
  name: z.string().max(100),
  disabled: z.boolean(),
  /** Who may act as it. */
  bindings: bindingsSchema,
})
export type ServiceAccount = z.infer<typeof serviceAccountSchema>

export const projectSchema = z.object({
  id: z.string().refine(isProjectId, 'must be 6 to 30 small letters, digits and hyphens'),
  /** Twelve digits, as Google gives out besides the id. */
  number: z.string().regex(/^\d{12}$/),
  name: z.string().min(1).max(100),
  /** Whether the Cloud KMS API is enabled. */
  apiEnabled: z.boolean(),
  bindings: bindingsSchema,
  /** The project's own roles: full name to permissions. */
  customRoles: z.record(z.string().regex(ROLE, 'must look like projects/ID/roles/NAME'), z.array(z.string())),
  serviceAccounts: z.array(serviceAccountSchema),
})
export type Project = z.infer<typeof projectSchema>

export const credentialSchema = z.strictObject({
  /** Whose they are, as in a policy: `user:…` or `serviceAccount:…`. */
  member: z.string().regex(/^(user|serviceAccount):.+@.+$/, 'must be user:EMAIL or serviceAccount:EMAIL'),
  clientId: z.string().min(8).max(200),
  clientSecret: z.string().min(8).max(200),
  refreshToken: z.string().min(8).max(500),
})
export type Credential = z.infer<typeof credentialSchema>

export const seedSchema = z.strictObject({
  projects: z
    .array(
      z.strictObject({
        ...projectSchema.shape,
        number: projectSchema.shape.number.optional(),
        apiEnabled: z.boolean().default(true),
        bindings: bindingsSchema.default([]),
        customRoles: projectSchema.shape.customRoles.default({}),
        serviceAccounts: z
          .array(
            z.strictObject({
              email,
              name: z.string().max(100).default(''),
              disabled: z.boolean().default(false),
              bindings: bindingsSchema.default([]),
            }),
          )
          .default([]),
      }),
    )
    .min(1),
  credentials: z.array(credentialSchema).default([]),
})

/** The projects, who may do what in them, and who can ask for tokens. */
export type Seed = z.input<typeof seedSchema>

/** @throws z.ZodError for a wrong form, Error for a project, an account or a credential that stands in it twice */
export function parseSeed(seed: unknown): { projects: Project[]; credentials: Credential[] } {
  const { projects, credentials } = seedSchema.parse(seed)
  const accounts = projects.flatMap(({ serviceAccounts }) => serviceAccounts)
  assertUnique(
    'project',
    projects.map(({ id }) => id),
  )
  assertUnique(
    'service account',
    accounts.map(({ email }) => email),
  )
  assertUnique(
    'refresh token of',
    credentials.map(({ refreshToken }) => refreshToken),
  )
  return {
    projects: projects.map((project) => ({ ...project, number: project.number ?? numberOf(project.id) })),
    credentials,
  }
}

/** A number for a project that was given none: always the same for the same id. */
function numberOf(id: string): string {
  const digest = createHash('sha256').update(id).digest().readUInt32BE(0)
  return String(100_000_000_000 + digest * 100).slice(0, 12)
}

function assertUnique(what: string, values: string[]): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index)
  if (twice !== undefined) throw new Error(`The ${what} ${twice} stands in the seed twice.`)
}
