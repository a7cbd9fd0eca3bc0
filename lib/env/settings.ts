import { z } from 'zod'
import * as formats from './formats'
import type { Setting, Settings } from './read-settings'

const define = <T>(setting: Setting<T>) => setting

/** The accounts of the simulator's demo; nothing in production can be theirs. */
const DEMO_ACCOUNTS = /:(111122223333|999988887777):/
const GENERATE = 'the output of "openssl rand -base64 48"'

/** AWS's commercial regions that hold KMS keys. */
const COMMERCIAL_REGIONS = [
  'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1',
  'eu-central-1 eu-central-2 eu-west-1 eu-west-2 eu-west-3 eu-north-1 eu-south-1 eu-south-2',
  'ap-east-1 ap-east-2 ap-south-1 ap-south-2 ap-northeast-1 ap-northeast-2 ap-northeast-3',
  'ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7',
  'af-south-1 il-central-1 me-central-1 me-south-1',
].flatMap((line) => line.split(' '))

/** Google's regions that hold keys of Cloud KMS, and its multi-regions. */
const GOOGLE_LOCATIONS = [
  'europe-central2 europe-north1 europe-southwest1 europe-west1 europe-west2 europe-west3 europe-west4 europe-west6',
  'europe-west8 europe-west9 europe-west10 europe-west12 us-central1 us-east1 us-east4 us-east5 us-south1 us-west1',
  'us-west2 us-west3 us-west4 northamerica-northeast1 northamerica-northeast2 southamerica-east1 southamerica-west1',
  'asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3 asia-south1 asia-south2 asia-southeast1',
  'asia-southeast2 australia-southeast1 australia-southeast2 me-central1 me-west1 africa-south1',
  'global europe us asia eur4 nam4',
].flatMap((line) => line.split(' '))

const fromDemoAccount = (arn: string) =>
  DEMO_ACCOUNTS.test(arn) ? 'names an account of the demo' : undefined

/** Random text has many different characters; what people type to get past a length check has few. */
const madeUp = (text: string) => (new Set(text).size < 12 ? 'is not random' : undefined)

const mode = define({
  name: 'LATCHKEY_MODE',
  purpose: 'whether this is the demo or production',
  example: 'production',
  schema: z.enum(['demo', 'production'], { error: 'is neither demo nor production' }),
})

const storageDir = define({
  name: 'LATCHKEY_STORAGE_DIR',
  purpose: 'the folder that encrypted objects are kept in',
  example: '/var/lib/latchkey/objects',
  schema: formats.text,
})

const awsPrincipalArn = define({
  name: 'LATCHKEY_AWS_PRINCIPAL_ARN',
  purpose: 'the IAM role of the encryption service, which customers name in their key policy',
  example: 'arn:aws:iam::123456789012:role/latchkey-encryption-service',
  schema: formats.principalArn,
  wrongInProduction: fromDemoAccount,
})

const awsRegions = define({
  name: 'LATCHKEY_AWS_REGIONS',
  purpose: 'the AWS regions that customers may have their keys in (all commercial ones, if not given)',
  example: 'eu-central-1,eu-west-1',
  schema: formats.listOf(formats.awsRegion).default(COMMERCIAL_REGIONS),
})

const googleLocations = define({
  name: 'LATCHKEY_GOOGLE_LOCATIONS',
  purpose: 'the locations of Google Cloud that customers may have their keys in (all, if not given)',
  example: 'europe-west3,europe-west4',
  schema: formats.listOf(formats.googleLocation).default(GOOGLE_LOCATIONS),
})

const allowUnverifiedTls = define({
  name: 'LATCHKEY_ALLOW_UNVERIFIED_TLS',
  purpose: 'whether connections may go without verified TLS (false, if not given)',
  example: 'false',
  schema: formats.flag.default(false),
})

const demoPeople = define({
  name: 'LATCHKEY_DEMO_PEOPLE',
  purpose: 'the people who sign in with one click',
  example: '["ada@northwind.example"]',
  schema: formats.jsonOf(z.array(z.email())).default([]),
  demoOnly: true,
})

/** What the web program is told. */
export const webSettings = {
  mode,
  url: define({
    name: 'NEXTAUTH_URL',
    purpose: 'the address that people open',
    example: 'https://latchkey.example.com',
    schema: formats.httpUrl,
    wrongInProduction: (url) =>
      url.startsWith('https:') || formats.isLoopbackUrl(url) ? undefined : 'does not begin with https://',
  }),
  sessionSecret: define({
    name: 'NEXTAUTH_SECRET',
    purpose: 'the secret that signs sessions',
    example: GENERATE,
    schema: formats.secret,
    wrongInProduction: madeUp,
  }),
  databaseUrl: define({
    name: 'WEB_DATABASE_URL',
    purpose: 'the database, with a login in the role latchkey_web',
    example: 'postgresql://web:PASSWORD@db.internal:5432/latchkey',
    schema: formats.postgresUrl,
  }),
  serviceUrl: define({
    name: 'LATCHKEY_SERVICE_URL',
    purpose: 'the address of the encryption service',
    example: 'http://127.0.0.1:4310',
    schema: formats.httpUrl,
  }),
  webToken: define({
    name: 'LATCHKEY_WEB_TOKEN',
    purpose: 'the token that web shows to the encryption service',
    example: GENERATE,
    schema: formats.secret,
    wrongInProduction: madeUp,
  }),
  storageDir,
  awsPrincipalArn,
  awsRegions,
  googleLocations,
  allowUnverifiedTls,
  simulatorUrl: define({
    name: 'LATCHKEY_SIMULATOR_URL',
    purpose: 'the pages of the clouds’ simulators',
    example: 'http://127.0.0.1:4320',
    schema: formats.loopbackUrl.optional(),
    demoOnly: true,
  }),
  demoPeople,
  demoDatabase: define({
    name: 'LATCHKEY_DEMO_DATABASE',
    purpose: 'the database that the demo connects to',
    example: '{"host":"127.0.0.1","port":5432,"database":"app","user":"reader","password":"…"}',
    schema: formats
      .jsonOf(
        z.object({
          host: z.string(),
          port: z.number(),
          database: z.string(),
          user: z.string(),
          password: z.string(),
        }),
      )
      .optional(),
    demoOnly: true,
  }),
} satisfies Settings

/** What the encryption service is told. Its credentials are otherwise the cloud SDKs' own business. */
export const serviceSettings = {
  mode,
  databaseUrl: define({
    name: 'SERVICE_DATABASE_URL',
    purpose: 'the database, with a login in the role latchkey_service',
    example: 'postgresql://service:PASSWORD@db.internal:5432/latchkey',
    schema: formats.postgresUrl,
  }),
  host: define({
    name: 'LATCHKEY_SERVICE_HOST',
    purpose: 'the address that the encryption service listens at (this machine only, if not given)',
    example: '127.0.0.1',
    schema: formats.text.default('127.0.0.1'),
  }),
  port: define({
    name: 'LATCHKEY_SERVICE_PORT',
    purpose: 'the port that the encryption service listens at',
    example: '4310',
    schema: formats.port,
  }),
  metricsHost: define({
    name: 'LATCHKEY_METRICS_HOST',
    purpose: 'the address that metrics are shown at (this machine only, if not given)',
    example: '127.0.0.1',
    schema: formats.text.default('127.0.0.1'),
  }),
  metricsPort: define({
    name: 'LATCHKEY_METRICS_PORT',
    purpose:
      'the port that Prometheus metrics are shown at, another than that of the API (none, if not given)',
    example: '4311',
    schema: formats.port.optional(),
  }),
  platformRoot: define({
    name: 'LATCHKEY_PLATFORM_ROOT',
    purpose: 'the platform’s own root key, in one of the clouds or in an HSM',
    example: 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    schema: formats.rootKeyId,
    wrongInProduction: fromDemoAccount,
  }),
  platformAzureIdentity: define({
    name: 'LATCHKEY_PLATFORM_AZURE_IDENTITY',
    purpose: 'who we are in Azure, where the platform’s root key lies there',
    example: '{"tenantId":"0a1b2c3d-…","clientId":"6c1f0c7e-…"}',
    schema: formats.jsonOf(z.strictObject({ tenantId: z.uuid(), clientId: z.uuid() })).optional(),
  }),
  pkcs11Module: define({
    name: 'LATCHKEY_PKCS11_MODULE',
    purpose: 'the PKCS #11 module of the HSM that the platform’s root key is in (none, if not given)',
    example: '/usr/lib/softhsm/libsofthsm2.so',
    schema: formats.absolutePath.optional(),
  }),
  pkcs11Pin: define({
    name: 'LATCHKEY_PKCS11_PIN',
    purpose: 'the PIN with which the service logs in to that HSM (none, if not given)',
    example: 'the PIN of a user of its own, who may use the key and nothing else',
    schema: formats.pin.optional(),
  }),
  storageDir,
  awsPrincipalArn,
  awsRegions,
  googleLocations,
  awsEndpoint: define({
    name: 'LATCHKEY_AWS_ENDPOINT',
    purpose: 'the AWS KMS simulator’s address',
    example: 'http://127.0.0.1:4320',
    schema: formats.loopbackUrl.optional(),
    demoOnly: true,
  }),
  azureSimulator: define({
    name: 'LATCHKEY_AZURE_SIMULATOR',
    purpose:
      'the Azure Key Vault simulator’s port on this machine, and the authority (PEM) of its certificates',
    example: '{"port":4321,"authority":"-----BEGIN CERTIFICATE-----…"}',
    schema: formats
      .jsonOf(z.strictObject({ port: z.int().min(1).max(65_535), authority: z.string() }))
      .optional(),
    demoOnly: true,
  }),
  azureClientSecrets: define({
    name: 'LATCHKEY_AZURE_CLIENT_SECRETS',
    purpose:
      'the secret of each application of ours in Azure, by its client id; with a federated credential (AZURE_FEDERATED_TOKEN_FILE) none is needed',
    example: '{"6c1f0c7e-…":"…"}',
    schema: formats.jsonOf(z.record(z.uuid(), z.string().min(8))).optional(),
  }),
  azureFederatedTokenFile: define({
    name: 'AZURE_FEDERATED_TOKEN_FILE',
    purpose: 'the file with the token by which our applications in Azure trust this service',
    example: '/var/run/secrets/azure/tokens/azure-identity-token',
    schema: formats.text.optional(),
  }),
  googleSimulator: define({
    name: 'LATCHKEY_GOOGLE_SIMULATOR',
    purpose: 'the addresses of the Google Cloud KMS simulator, and our credentials there',
    example:
      '{"kmsUrl":"http://127.0.0.1:4322","authUrl":"http://127.0.0.1:4323","credentials":{"clientId":"…","clientSecret":"…","refreshToken":"…"}}',
    schema: formats
      .jsonOf(
        z.strictObject({
          kmsUrl: formats.loopbackUrl,
          authUrl: formats.loopbackUrl,
          credentials: z.strictObject({
            clientId: z.string(),
            clientSecret: z.string(),
            refreshToken: z.string(),
          }),
        }),
      )
      .optional(),
    demoOnly: true,
  }),
  allowedHosts: define({
    name: 'LATCHKEY_ALLOWED_HOSTS',
    purpose: 'the databases at private addresses that connections may reach (none, if not given)',
    example: 'reports.internal:5432,10.0.0.7:5432',
    schema: formats.listOf(formats.hostAndPort).default([]),
  }),
  allowUnverifiedTls,
  demoPeople,
} satisfies Settings

/** What migrating needs: the owner of the database. Neither program is told. */
export const ownerSettings = {
  databaseUrl: define({
    name: 'DATABASE_URL',
    purpose: 'the database, with the login that owns it; used to migrate only',
    example: 'postgresql://owner:PASSWORD@db.internal:5432/latchkey',
    schema: formats.postgresUrl,
  }),
} satisfies Settings
