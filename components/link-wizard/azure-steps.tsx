'use client'

import { useState } from 'react'
import { RadioCards } from '@/components/ui/radio-cards'
import type { AzureKeyHolder } from '@/lib/domain/azure-cloud'
import { azureSuffix } from '@/lib/domain/azure-cloud'
import type { AzureKeyUrl } from '@/lib/domain/azure-key-url'
import { adminConsentUrl, azCommands, azureTerraform, portalSteps } from '@/lib/domain/azure-setup'
import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import { parseTenantId } from '@/lib/domain/key-access'
import { azNewKey } from '@/lib/domain/new-key-commands'
import type { SetupValues } from '@/lib/domain/views/wizard'
import type { CloudStepsProps } from './known'
import { PastedKey } from './pasted-key'
import { readPasted } from './read-pasted'
import { type SetupStep, Ways } from './setup-steps'
import { ShortField } from './short-field'

const RESOURCE_GROUP = /^[\w.-]{0,89}[\w-]$/
const NO_GUID = 'This is no GUID: 32 digits with four hyphens.'

/** Azure: consent to our application in their directory, and a role for it on the key alone. */
export function AzureSteps({ setup, known, onKnown }: CloudStepsProps) {
  const { key: text = '', tenant = '' } = known
  const [kind, setKind] = useState<AzureKeyHolder>('vault')
  const [subscription, setSubscription] = useState('')
  const [group, setGroup] = useState('')
  if (!setup.azure) return null
  const read = readPasted(text, setup)
  const pasted = read.reference?.provider === 'azure' ? read.reference.key : null
  const key = pasted ?? keyToFillIn(kind)
  const tenantId = parseTenantId(tenant)
  const subscriptionId = parseTenantId(subscription)
  const resourceGroup = RESOURCE_GROUP.test(group.trim()) ? group.trim() : null
  const { clientId } = setup.azure
  const consentUrl = consentLink(setup, key, tenantId)
  const granting = { key, clientId, tenantId, subscriptionId, resourceGroup }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PastedKey
        name="preparedKey"
        label={`${CLOUD_WORDS.azure.keyIdLabel}, if the key is there already`}
        provider="azure"
        text={text}
        onText={(key) => onKnown({ key })}
        read={read}
        optional
      />
      {!pasted && (
        <RadioCards
          name="holder"
          legend="Where the key is, or shall be"
          columns={2}
          defaultValue={kind}
          onValueChange={(value) => setKind(value === 'vault' ? 'vault' : 'managed_hsm')}
          options={[
            {
              value: 'vault',
              title: 'Key Vault',
              description: 'RSA of 2048 bits or more, software or HSM.',
            },
            { value: 'managed_hsm', title: 'Managed HSM', description: 'AES of 256 bits (oct-HSM), or RSA.' },
          ]}
        />
      )}
      <ShortField
        name="tenant"
        label="Directory (tenant) id"
        hint="In the Azure portal: Microsoft Entra ID, Overview. If you don’t know it, consent first: it comes back from there."
        error={tenant.trim() !== '' && tenantId === null ? NO_GUID : undefined}
        value={tenant}
        onValue={(value) => onKnown({ tenant: value })}
        className="max-w-md font-mono text-sm"
      />
      <details>
        <summary className="w-fit cursor-pointer rounded-sm text-accent-text">
          Fill the commands in completely
        </summary>
        <div className="mt-3 grid gap-4 sm:grid-cols-2">
          <ShortField
            name="subscription"
            label="Subscription id"
            hint="Of the vault. It stands in the commands only."
            error={subscription.trim() !== '' && subscriptionId === null ? NO_GUID : undefined}
            value={subscription}
            onValue={setSubscription}
            className="font-mono text-sm"
          />
          <ShortField
            name="resourceGroup"
            label="Resource group"
            hint="In which the vault is."
            error={
              group.trim() !== '' && resourceGroup === null ? 'This is no resource group’s name.' : undefined
            }
            value={group}
            onValue={setGroup}
          />
        </div>
      </details>
      <Ways
        cloud="azure"
        cliName="Azure CLI"
        simulatorUrl={setup.simulatorUrl}
        console={byHand(key, portalSteps({ key, clientId }, consentUrl), pasted !== null)}
        cli={[
          ...(pasted ? [] : [{ label: 'Create a key', code: withGaps(azNewKey(key)) }]),
          { label: 'Let us use it', code: filledIn(azCommands, granting) },
        ]}
        terraform={[{ label: 'Let us use the key', code: filledIn(azureTerraform, granting) }]}
      />
    </div>
  )
}

const [GAP_VAULT, GAP_KEY] = ['your-vault', 'your-key']
const GAP_ID = '00000000-0000-0000-0000-000000000000'

/** Its reader fills in the gaps. */
function keyToFillIn(kind: AzureKeyHolder): AzureKeyUrl {
  const host = `${GAP_VAULT}.${azureSuffix('public', kind)}`
  const place = { host, kind, vaultName: GAP_VAULT, cloud: 'public' as const }
  return { ...place, id: `https://${host}/keys/${GAP_KEY}`, name: GAP_KEY, version: null }
}

const withGaps = (text: string) => text.replaceAll(GAP_VAULT, 'YOUR_VAULT').replaceAll(GAP_KEY, 'YOUR_KEY')

interface Granting {
  key: AzureKeyUrl
  clientId: string
  tenantId: string | null
  subscriptionId: string | null
  resourceGroup: string | null
}

/** What the generators make, with gaps to be filled in where something isn't known yet. */
function filledIn(
  generate: typeof azCommands,
  { tenantId, subscriptionId, resourceGroup, ...granting }: Granting,
): string {
  const text = generate({
    ...granting,
    tenantId: tenantId ?? GAP_ID,
    subscriptionId: subscriptionId ?? GAP_ID,
    resourceGroup: resourceGroup ?? 'YOUR_RESOURCE_GROUP',
  })
  return withGaps(text).replaceAll(GAP_ID, 'YOUR_SUBSCRIPTION_ID')
}

/** Where an admin of the directory consents. In the demo that is the simulator's directory, which takes the same. */
function consentLink(
  { azure, simulatorUrl }: SetupValues,
  key: AzureKeyUrl,
  tenantId: string | null,
): string {
  if (!azure) return ''
  const url = new URL(adminConsentUrl({ key, tenantId, clientId: azure.clientId }, azure))
  return simulatorUrl ? `${simulatorUrl}/azure${url.pathname}${url.search}` : url.href
}

function byHand(key: AzureKeyUrl, steps: ReturnType<typeof portalSteps>, isKnown: boolean): SetupStep[] {
  const make =
    key.kind === 'vault'
      ? 'In a vault with purge protection, create a key: RSA or RSA-HSM, 3072 bits, with the permitted operations “wrapKey” and “unwrapKey”.'
      : 'In your Managed HSM, with purge protection, create a key: oct-HSM, 256 bits, with the operations “wrapKey” and “unwrapKey”.'
  const grant = steps.map(({ text, value }): SetupStep => {
    // What is to be filled in helps nobody in the portal.
    if (value === null || value.includes(GAP_VAULT)) return { text }
    if (value.includes('adminconsent')) return { text, paste: { label: 'Consent', text: value, as: 'link' } }
    return { text, paste: { label: text, text: withGaps(value), as: 'line' } }
  })
  return isKnown ? grant : [{ text: make }, ...grant]
}
