import type { WizardState } from './wizard-steps'

/** A key and the way to it, for a form that asks for neither. */
export function HiddenKey({ state: { key, role, tenant } }: { state: WizardState }) {
  return (
    <>
      <input type="hidden" name="keyId" value={key} />
      {role && <input type="hidden" name="roleArn" value={role} />}
      {tenant && <input type="hidden" name="tenantId" value={tenant} />}
    </>
  )
}
