import type { ReactNode } from 'react'
import { CodeBlock } from '@/components/ui/code-block'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { entraCommands, serviceAccountCommands } from '@/lib/domain/vendor-setup'
import type { OfferView } from '@/lib/domain/views/offers'

/** Who we are for one organization in Azure and at Google, and how to make it; AWS needs nothing of its own. */
export function IdentityFields({ view }: { view: OfferView }) {
  const { organization, callbackUrl } = view
  return (
    <>
      <p className="max-w-prose text-ink-soft">
        AWS needs nothing here: our one role there comes with an external id made for each link. In Azure and
        at Google we need an identity for {organization.name} alone, so that nobody can link another
        organization’s key.
      </p>
      <Field
        name="azureClientId"
        label="Azure: application (client) id"
        hint="Of an application in your Entra directory that serves this organization alone. Left empty, Azure isn’t offered."
        optional
      >
        <Input
          className="max-w-md font-mono text-sm"
          autoComplete="off"
          spellCheck={false}
          maxLength={60}
          defaultValue={organization.offer?.azureClientId ?? ''}
        />
      </Field>
      <HowTo title="Make the application with the Azure CLI">
        <CodeBlock label="Azure CLI" code={entraCommands({ organization, callbackUrl })} />
      </HowTo>
      <Field
        name="googleServiceAccount"
        label="Google Cloud: service account"
        hint="Of a project of yours, for this organization alone. Left empty, Google Cloud isn’t offered."
        optional
      >
        <Input
          className="font-mono text-sm"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          defaultValue={organization.offer?.googleServiceAccount ?? ''}
        />
      </Field>
      <HowTo title="Make the service account with gcloud">
        <CodeBlock label="gcloud" code={serviceAccountCommands({ organization })} />
      </HowTo>
    </>
  )
}

function HowTo({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="grid gap-2">
      <summary className="w-fit cursor-pointer rounded-sm text-accent-text">{title}</summary>
      <div className="mt-2">{children}</div>
    </details>
  )
}
