import { z } from 'zod'

/**
 * The kinds of data, each with its own protection rule (design, section 4).
 * `followsCmk` is the rule itself: those classes hang on the composite master key once a
 * customer-managed key is linked; the others stay under the platform master key for ever.
 */
export const DATA_CLASSES = {
  secrets_and_credentials: {
    label: 'Secrets and credentials',
    storage: 'database',
    followsCmk: true,
    withoutCmk: 'platform-managed keys',
    withCmk: 'customer-managed keys',
  },
  document_metadata: {
    label: 'Document metadata',
    storage: 'object storage',
    followsCmk: true,
    withoutCmk: 'encryption at rest',
    withCmk: 'customer-managed keys',
  },
  api_exports: {
    label: 'Files exported via API',
    storage: 'object storage',
    followsCmk: true,
    withoutCmk: 'encryption at rest',
    withCmk: 'customer-managed keys',
  },
  other_exports: {
    label: 'Other exports',
    storage: 'not stored',
    followsCmk: false,
    withoutCmk: 'TLS 1.2+ in transit',
    withCmk: 'TLS 1.2+ in transit',
  },
  platform_metadata: {
    label: 'Data platform metadata',
    storage: 'database',
    followsCmk: false,
    withoutCmk: 'platform-managed keys',
    withCmk: 'platform-managed keys',
  },
  file_uploads: {
    label: 'File uploads (CSV)',
    storage: 'object storage',
    followsCmk: false,
    withoutCmk: 'encryption at rest',
    withCmk: 'encryption at rest',
  },
} as const satisfies Record<string, DataClassRule>

/** What the classification table says of a class. */
export interface DataClassRule {
  label: string
  storage: 'database' | 'object storage' | 'not stored'
  followsCmk: boolean
  withoutCmk: string
  withCmk: string
}

export type DataClass = keyof typeof DATA_CLASSES

export const dataClass = z.enum(Object.keys(DATA_CLASSES) as [DataClass, ...DataClass[]])

/** All classes, in the order of the classification table. */
export const dataClassNames = Object.keys(DATA_CLASSES) as DataClass[]

/** The classes that are stored, and so have data keys. */
export const storedDataClasses = dataClassNames.filter((name) => DATA_CLASSES[name].storage !== 'not stored')

/** The classes that move to the composite master key when a customer-managed key is linked. */
export const classesUnderCmk = storedDataClasses.filter((name) => DATA_CLASSES[name].followsCmk)

/** The kind of master key that a class hangs on. */
export type MasterKeyMode = 'platform' | 'composite'

/** Which master key new data of a class belongs under, given whether a customer-managed key is linked. */
export function masterKeyModeOf(name: DataClass, cmkLinked: boolean): MasterKeyMode {
  return cmkLinked && DATA_CLASSES[name].followsCmk ? 'composite' : 'platform'
}

/** Cryptoperiods in days (design, sections 4 and 9). */
export const CRYPTOPERIOD_DAYS = { platformRoot: 180, masterKey: 30, dataKey: 30 } as const

/** The scope of a link that covers every class that follows the CMK; stands in derivations and AAD. */
export const DEFAULT_SCOPE = 'all-customer-classes'
/** The region of keys that serve every region; several regions later change no format. */
export const DEFAULT_REGION = 'global'
/** The scope of the platform master key. */
export const PLATFORM_SCOPE = 'platform'
