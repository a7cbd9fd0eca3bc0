import { CLOUD_WORDS } from './cloud-words'
import type { KmsSentence } from './kms-sentences'
import type { Cloud } from './provider'

type Finding = Omit<KmsSentence, 'label'>

/** What a cloud's administrator has to do for what was found, in that cloud's terms. */
interface Ways {
  createFitting: string
  grantUse: string
  grantLook: string
  separate: string
  showRotation: string
  turnOnRotation: string
  extend: string
}

const WAYS: Record<Cloud, Ways> = {
  aws: {
    createFitting:
      'Create a key of the type “Symmetric” whose usage is “Encrypt and decrypt”, and paste its ARN.',
    grantUse:
      'Put the policy that we ask for into the key, with kms:Encrypt, kms:Decrypt and your organization’s id as they stand in it.',
    grantLook:
      'Compare the ARN with the one in your AWS account, and put the policy that we ask for into the key.',
    separate:
      'Put the condition on your organization’s id into the policy, as it stands in the one that we ask for, and remove every other statement that lets us in.',
    showRotation: 'Put kms:GetKeyRotationStatus into the policy to have it shown here.',
    turnOnRotation: 'Turn on automatic rotation in AWS if your policy asks for it.',
    extend: 'Import the same key material again with a later date, or with none.',
  },
  azure: {
    createFitting:
      'Create an RSA key of 2048 bits or more in a vault, or an AES key in a Managed HSM, that permits wrapKey and unwrapKey, and paste its identifier.',
    grantUse:
      'Give our application the role “Key Vault Crypto Service Encryption User” on the key. Azure takes some minutes until it holds.',
    grantLook:
      'Compare the identifier with the one in your vault, and give our application the role “Key Vault Crypto Service Encryption User” on the key.',
    separate: 'Give the role on the key to the application of your organization alone.',
    showRotation: 'Let our application read the rotation policy to have it shown here.',
    turnOnRotation: 'Give the key a rotation policy in Azure if your own rules ask for it.',
    extend:
      'Make a new version of the key with a later date, or give the key a rotation policy that does so in time.',
  },
  google: {
    createFitting: 'Create a key whose purpose is “Symmetric encrypt/decrypt”, and paste its name.',
    grantUse: 'Give our service account the role “Cloud KMS CryptoKey Encrypter/Decrypter” on the key.',
    grantLook:
      'Compare the name with the one in your project, and give our service account the role “Cloud KMS Viewer” on the key.',
    separate: 'Give the roles on the key to the service account of your organization alone.',
    showRotation: 'Give our service account the role “Cloud KMS Viewer” on the key to have it shown here.',
    turnOnRotation: 'Give the key a rotation period in Google Cloud if your own rules ask for it.',
    extend: 'Restore the version that is to be destroyed, or make another one primary.',
  },
}

const NOTHING = 'Nothing to do.'

/** What can be found that is not simply the outcome of a call, with its sentence in the words of one cloud. */
export function findingsOf(cloud: Cloud) {
  const { name, policy } = CLOUD_WORDS[cloud]
  const ways = WAYS[cloud]
  const theirs = (side: KmsSentence['side'], reason: string, fix: string): Finding => {
    return { whose: 'cloud_admin', side, reason, fix }
  }
  const told = (reason: string, fix = NOTHING): Finding => ({ whose: 'nobody', reason, fix })
  return {
    wrong_kind: theirs('key', KINDS[cloud], ways.createFitting),
    wrong_usage: theirs(
      'key',
      'The key is made for another use, such as signing or message authentication.',
      ways.createFitting,
    ),
    encrypt_denied: theirs(
      'key_policy',
      `The ${policy} does not let us encrypt for your organization.`,
      ways.grantUse,
    ),
    decrypt_denied: theirs('key_policy', `The ${policy} lets us encrypt, but not decrypt.`, ways.grantUse),
    describe_denied: theirs(
      'key_policy',
      `The key does not exist, or its ${policy} does not let us read its state.`,
      ways.grantLook,
    ),
    policy_not_conditioned: theirs(
      'key_policy',
      'The key also works for an organization that is not yours: its policy lacks the condition.',
      ways.separate,
    ),
    role_not_conditioned: theirs(
      'directory',
      'The role also lets us in with the external id of another organization.',
      'Put the condition on sts:ExternalId into the trust policy of the role, as it stands in the one that we ask for.',
    ),
    own_identity: told(
      cloud === 'azure'
        ? 'It answers to the application that is ours for your organization alone; no other organization’s gets there.'
        : 'It answers to the service account that is ours for your organization alone; no other organization’s gets there.',
    ),
    own_role: told('The role lets us in with the external id of your organization alone.'),
    region_offered: told('The region is one that is offered to you.'),
    region_not_offered: {
      whose: 'operator',
      side: 'key',
      reason: 'The region of the key is not among those that are offered to you.',
      fix: 'Use a key in one of the offered regions, or ask for this one.',
    },
    region_unknown: {
      whose: 'nobody',
      side: 'key',
      reason: 'We cannot see in which region the key lies.',
      fix: 'Run the checks again. If it stays so, use a key in another vault.',
    },
    not_yet_valid: theirs(
      'key',
      'The key is not valid yet: its date lies in the future.',
      'Move the date from which the key is valid, or wait for it, and run the checks again.',
    ),
    no_expiry: told('It has no date on which it expires.'),
    expires_later: told('It expires, but not within 90 days.', 'See that it is renewed in time.'),
    renews_before_expiry: told(`It expires within 90 days, and ${name} renews it before.`),
    expires_soon: theirs('key', 'The key expires within 90 days.', ways.extend),
    expired: theirs('key', 'The key has expired: it wraps nothing new.', ways.extend),
    protected: told('It can be brought back for a while, whoever deletes it.'),
    purgeable: theirs(
      'key',
      'Purge protection is off: whoever may purge the vault can delete the key for good at once.',
      'Turn on purge protection for the vault. It cannot be turned off again.',
    ),
    protection_unknown: theirs(
      'key',
      'We cannot see whether the key can be deleted for good at once.',
      ways.grantLook,
    ),
    no_outside_administration: told('AWS lets no other account delete or administer a key of yours.'),
    only_use_granted: told(
      'We have been granted its use, and none of what it takes to delete or administer it.',
    ),
    may_administer: theirs(
      'key_policy',
      'We have been granted more than the use of the key: we could delete or administer it.',
      'Take every role but the two that we ask for away from our service account.',
    ),
    administration_unknown: told(
      'We cannot see whether we could. Nothing in the product does it.',
      'Look through what our identity has been granted: the use of the key is enough.',
    ),
    rotation_on: told(`${name} rotates the key by itself.`),
    rotation_off: told(`${name} does not rotate the key by itself. That is allowed.`, ways.turnOnRotation),
    rotation_unknown: told(
      `We cannot see whether ${name} rotates the key. That is allowed.`,
      ways.showRotation,
    ),
    check_failed_before: told(
      'Not tried, because a check before it did not pass.',
      'Mend that one and run the checks again.',
    ),
  } as const satisfies Record<string, Finding>
}

const KINDS: Record<Cloud, string> = {
  aws: 'The key is not symmetric.',
  azure: 'The key is of a kind that cannot wrap: an elliptic curve, or AES outside a Managed HSM.',
  google: 'The key is not symmetric.',
}

export type PreflightFinding = keyof ReturnType<typeof findingsOf>
