'use client'

import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import type { GoogleKeyName } from '@/lib/domain/google-key-name'
import { consoleSteps, gcloudCommands, terraformResources } from '@/lib/domain/google-setup'
import { gcloudNewKey } from '@/lib/domain/new-key-commands'
import type { CloudStepsProps } from './known'
import { PastedKey } from './pasted-key'
import { readPasted } from './read-pasted'
import { type SetupStep, Ways } from './setup-steps'

/** Google Cloud: a key in a project of theirs, and two roles on it for the service account that is ours for them. */
export function GoogleSteps({ setup, known, onKnown }: CloudStepsProps) {
  const text = known.key ?? ''
  const read = readPasted(text, setup)
  const pasted = read.reference?.provider === 'google' ? read.reference.key : null
  const key = pasted ?? keyToFillIn(setup.regions.google)
  const { serviceAccount } = setup.google ?? { serviceAccount: '' }
  if (!serviceAccount) return null
  const granting = { key, serviceAccount }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PastedKey
        name="preparedKey"
        label={`${CLOUD_WORDS.google.keyIdLabel}, if the key is there already`}
        provider="google"
        text={text}
        onText={(key) => onKnown({ key })}
        read={read}
        optional
      />
      <Ways
        cloud="google"
        cliName="gcloud"
        simulatorUrl={setup.simulatorUrl}
        console={byHand(granting, pasted !== null)}
        cli={[
          ...(pasted ? [] : [{ label: 'Create a key', code: gcloudNewKey(key) }]),
          { label: 'Let us use it', code: gcloudCommands(granting) },
        ]}
        terraform={[{ label: 'Let us use the key', code: terraformResources(granting) }]}
      />
    </div>
  )
}

/** Its reader fills in the gaps. */
function keyToFillIn(locations: readonly string[]): GoogleKeyName {
  const location = locations.includes('europe-west3') ? 'europe-west3' : (locations[0] ?? 'YOUR_LOCATION')
  const [project, keyRing, key] = ['YOUR_PROJECT', 'YOUR_KEY_RING', 'YOUR_KEY']
  const id = `projects/${project}/locations/${location}/keyRings/${keyRing}/cryptoKeys/${key}`
  return { id, project, location, keyRing, key, version: null }
}

function byHand(granting: Parameters<typeof consoleSteps>[0], isKnown: boolean): SetupStep[] {
  const [open, ...grant] = consoleSteps(granting).map(
    ({ text, value }): SetupStep => ({
      text,
      ...(value && { paste: { label: text, text: value, as: value.startsWith('https:') ? 'link' : 'line' } }),
    }),
  )
  if (isKnown && open) {
    const label = 'Open the key’s page'
    return [{ ...open, paste: open.paste && { ...open.paste, label } }, ...grant]
  }
  return [
    {
      text: 'In the Google Cloud console go to Security, then Key Management. Create a key ring, and in it a key with the purpose “Symmetric encrypt/decrypt”.',
    },
    { text: 'Open the key’s page.' },
    ...grant,
  ]
}
