import { z } from 'zod'

/* The fields of Cloud KMS's answers that are used here; an answer without them is none of Cloud KMS. */

const seconds = z.union([z.string(), z.number()]).transform(Number)
const instant = z
  .object({ seconds, nanos: z.number().nullish() })
  .nullish()
  .transform((time) => (time ? new Date(time.seconds * 1000 + (time.nanos ?? 0) / 1e6) : null))
const wholeSeconds = z
  .object({ seconds })
  .nullish()
  .transform((duration) => duration?.seconds ?? null)
const checksum = z.object({ value: seconds }).transform(({ value }) => value)
const bytes = z.instanceof(Uint8Array)

export const encryptAnswer = z.object({
  /** Name of the version that encrypted. */
  name: z.string().min(1),
  ciphertext: bytes,
  ciphertextCrc32c: checksum,
  verifiedPlaintextCrc32c: z.boolean(),
  verifiedAdditionalAuthenticatedDataCrc32c: z.boolean(),
})

export const decryptAnswer = z.object({ plaintext: bytes, plaintextCrc32c: checksum })

export const versionAnswer = z.object({
  name: z.string().min(1),
  state: z.string(),
  createTime: instant,
  destroyTime: instant,
  reimportEligible: z.boolean().nullish(),
})
export type VersionAnswer = z.output<typeof versionAnswer>

export const keyAnswer = z.object({
  name: z.string().min(1),
  purpose: z.string(),
  primary: versionAnswer.nullish(),
  createTime: instant,
  nextRotationTime: instant,
  rotationPeriod: wholeSeconds,
  destroyScheduledDuration: wholeSeconds,
  versionTemplate: z.object({ algorithm: z.string(), protectionLevel: z.string() }).nullish(),
})
export type KeyAnswer = z.output<typeof keyAnswer>

export const versionsAnswer = z.object({
  cryptoKeyVersions: z.array(versionAnswer),
  nextPageToken: z.string(),
})

export const permissionsAnswer = z.object({ permissions: z.array(z.string()) })
