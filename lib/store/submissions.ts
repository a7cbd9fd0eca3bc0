import { LatchkeyError } from '@/lib/domain/errors'
import { isDuplicate } from './problems'
import type { OrganizationScope } from './scope'

/**
 * Takes a form once: call it first in the form's transaction.
 * @throws LatchkeyError already_submitted when the same form came before
 */
export async function takeSubmission({ db, organizationId }: OrganizationScope, id: string) {
  try {
    await db.submission.create({ data: { id, organizationId } })
  } catch (error) {
    if (isDuplicate(error)) throw new LatchkeyError('already_submitted')
    throw error
  }
}
