import { randomBytes } from 'node:crypto'

/**
 * The id by which a role in a customer's AWS account knows that we come for them and for nobody else; ours to make, so
 * that no customer can choose another's (AWS IAM user guide, "the confused deputy problem").
 */
export const makeExternalId = () => `latchkey-${randomBytes(24).toString('base64url')}`
