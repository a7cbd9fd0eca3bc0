import { randomBytes } from 'node:crypto'
import type { Seed } from './principals'

const secret = (bytes: number) => randomBytes(bytes).toString('base64url')

/** The seed of a start without one: a customer's project and a vendor's, with fresh credentials. */
export function defaultSeed(): Seed {
  const installation = 'latchkey@latchkey-service.iam.gserviceaccount.com'
  const forNorthwind = 'org-northwind@latchkey-service.iam.gserviceaccount.com'
  const admin = 'user:admin@northwind.example'
  const credentials = (member: string) => ({
    member,
    clientId: `${secret(12)}.apps.example`,
    clientSecret: secret(24),
    refreshToken: `1//${secret(48)}`,
  })
  return {
    projects: [
      {
        id: 'northwind-prod',
        name: 'Northwind',
        bindings: [{ role: 'roles/owner', members: [admin] }],
      },
      {
        id: 'latchkey-service',
        name: 'Latchkey',
        serviceAccounts: [
          { email: installation, name: 'The installation itself' },
          {
            email: forNorthwind,
            name: 'For Northwind alone',
            bindings: [
              { role: 'roles/iam.serviceAccountTokenCreator', members: [`serviceAccount:${installation}`] },
            ],
          },
        ],
      },
    ],
    credentials: [credentials(admin), credentials(`serviceAccount:${installation}`)],
  }
}

/** The credentials of a seed in the form of `gcloud auth application-default login`, a line for each. */
export function credentialsOf(seed: Seed): string {
  const lines = (seed.credentials ?? []).flatMap(({ member, clientId, clientSecret, refreshToken }) => [
    `# ${member}`,
    JSON.stringify({
      type: 'authorized_user',
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: refreshToken,
    }),
  ])
  return lines.join('\n')
}
