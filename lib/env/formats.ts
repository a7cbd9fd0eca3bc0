import { z } from 'zod'

// The messages say what is wrong with a value without showing it: settings hold secrets.

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]']

/** Whether an address is one of this machine's own. */
export const isLoopbackUrl = (url: string) => LOOPBACK_HOSTS.includes(new URL(url).hostname)

export const httpUrl = z.url({ protocol: /^https?$/, error: 'is not an http or https address' })
export const loopbackUrl = httpUrl.refine(isLoopbackUrl, { error: 'is not an address on this machine' })
export const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'is not a postgresql address' })
export const text = z.string().min(1)
export const secret = z.string().min(32, { error: 'is shorter than 32 characters' })
/** An HSM's library is loaded as it is: never by a name that is looked for somewhere. */
export const absolutePath = z
  .string()
  .regex(/^(\/|[A-Za-z]:\\)[^\0\n]+$/, { error: 'is not the full path of a file' })
export const pin = z.string().min(4, { error: 'is shorter than 4 characters' }).max(255)
export const port = z
  .string()
  .regex(/^\d{1,5}$/, { error: 'is not a port number' })
  .transform(Number)
  .refine((number) => number >= 1 && number <= 65_535, { error: 'is not a port number' })
export const flag = z
  .enum(['true', 'false'], { error: 'is neither true nor false' })
  .transform((word) => word === 'true')

const PLATFORM_ROOTS = [
  /^arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
  /^https:\/\/[a-z0-9.-]+\/keys\/[\w-]+$/i,
  /^projects\/[^/\s]+\/locations\/[^/\s]+\/keyRings\/[^/\s]+\/cryptoKeys\/[^/\s]+$/,
  /^pkcs11:[^?#\s]+$/,
]

/** A first look only: what kind of key it is. Its own parser reads it, and says what is wrong with it. */
export const rootKeyId = z.string().refine((id) => PLATFORM_ROOTS.some((form) => form.test(id)), {
  error:
    'is not the id of a key: neither the ARN of an AWS KMS key, nor the URL of an Azure key, nor the name of a Google key, nor a pkcs11: URI',
})
export const principalArn = z.string().regex(/^arn:aws[\w-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/, {
  error: 'is not the ARN of an IAM role or user',
})
export const awsRegion = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: 'holds something that is no AWS region' })
export const googleLocation = z
  .string()
  .regex(/^[a-z]+\d*(-[a-z]+\d*)?$/, { error: 'holds something that is no location of Google Cloud' })
export const hostAndPort = z.string().regex(/^(\[[0-9a-fA-F:]+\]|[^:\s]+):\d{1,5}$/, {
  error: 'holds something that is not host:port',
})

/** A list with commas between. */
export const listOf = <T>(item: z.ZodType<T, string>) =>
  z
    .string()
    .transform((words) => words.split(',').flatMap((word) => word.trim() || []))
    .pipe(z.array(item))

/** A value written as JSON. */
export const jsonOf = <T>(schema: z.ZodType<T>) =>
  z.string().transform((json, context): T => {
    const parsed = schema.safeParse(parseJson(json))
    if (parsed.success) return parsed.data
    context.addIssue({ code: 'custom', message: 'is not JSON of the right form' })
    return z.NEVER
  })

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined // no schema of ours takes undefined
    throw error
  }
}
