import { publicPart } from '../keys'
import type { Key, KeyVersion, RotationPolicy, Vault } from '../state'
import { purgeAt } from '../world'
import type { Context } from './context'

const seconds = (ms: number): number => Math.floor(ms / 1000)

function attributesOf(vault: Vault, version: KeyVersion): object {
  return {
    enabled: version.enabled,
    ...(version.notBefore === null ? {} : { nbf: seconds(version.notBefore) }),
    ...(version.expires === null ? {} : { exp: seconds(version.expires) }),
    created: seconds(version.created),
    updated: seconds(version.updated),
    recoveryLevel: recoveryLevelOf(vault),
    recoverableDays: vault.softDeleteDays,
    exportable: false,
  }
}

const recoveryLevelOf = ({ purgeProtection, softDeleteDays }: Vault): string => {
  const level = softDeleteDays < 90 ? 'CustomizedRecoverable' : 'Recoverable'
  return purgeProtection ? level : `${level}+Purgeable`
}

/** A key with its public part, as GET, create, rotate and the like answer. */
export function keyBundle(context: Context, key: Key, version: KeyVersion): object {
  return {
    key: {
      kid: context.kid(key, version),
      kty: key.kty,
      key_ops: version.keyOps,
      ...publicPart(key, version),
    },
    attributes: attributesOf(context.vault, version),
    tags: key.tags,
  }
}

/** As it stands in a list: without the public part. */
export const keyItem = (context: Context, key: Key, version: KeyVersion, versioned: boolean): object => ({
  kid: context.kid(key, versioned ? version : undefined),
  attributes: attributesOf(context.vault, version),
  tags: key.tags,
})

/** What is said of a deleted key beside the rest. */
export const deletedPart = ({ vault }: Context, key: Key, host: string): object => ({
  recoveryId: `https://${host}/deletedkeys/${key.name}`,
  deletedDate: seconds(key.deletedAt ?? 0),
  scheduledPurgeDate: seconds(purgeAt(vault, key)),
})

/** A rotation policy; a key without one answers with Azure's default, which only notifies. */
export function policyView(id: string, policy: RotationPolicy | null, key: Key): object {
  const actions = policy?.actions ?? [{ type: 'Notify', timeAfterCreate: null, timeBeforeExpiry: 'P30D' }]
  return {
    id,
    lifetimeActions: actions.map(({ type, timeAfterCreate, timeBeforeExpiry }) => ({
      trigger: {
        ...(timeAfterCreate === null ? {} : { timeAfterCreate }),
        ...(timeBeforeExpiry === null ? {} : { timeBeforeExpiry }),
      },
      action: { type },
    })),
    attributes: {
      ...(policy?.expiryTime == null ? {} : { expiryTime: policy.expiryTime }),
      created: seconds(policy?.created ?? key.versions[0]?.created ?? 0),
      updated: seconds(policy?.updated ?? key.versions[0]?.created ?? 0),
    },
  }
}
