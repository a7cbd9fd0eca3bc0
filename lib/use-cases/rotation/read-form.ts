import { can } from '@/lib/domain/permissions'
import { estimatedKmsCalls } from '@/lib/domain/rotation'
import type { WizardView } from '@/lib/domain/views/wizard'
import { countCustomerShares } from '@/lib/store/key-views'
import { findOpenRequest } from '@/lib/store/rotation-requests'
import { type Context, inOrganization } from '../context'
import { readWizard } from '../keys/read-wizard'

/** What the form of a request shows before anybody asks. */
export interface RequestFormView {
  wizard: WizardView
  mayRequest: boolean
  openRequestId: string | null
  kmsCalls: number
}

/** What a rotation would cost, and what stands in its way. @throws LatchkeyError forbidden */
export async function readRequestForm(context: Context): Promise<RequestFormView> {
  const { scope, actor, now } = inOrganization(context, 'rotation.read')
  const [wizard, open, shares] = await Promise.all([
    readWizard(context),
    findOpenRequest(scope, now),
    countCustomerShares(scope),
  ])
  return {
    wizard,
    mayRequest: can(actor.organization?.role ?? null, 'rotation.request'),
    openRequestId: open?.id ?? null,
    kmsCalls: estimatedKmsCalls(shares),
  }
}
