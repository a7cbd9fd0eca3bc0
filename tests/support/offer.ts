/** What the vendor has set up for an organization of a test's: all three clouds, each identity for it alone. */
const offeredTo = (organization: string) => ({
  awsExternalId: organization.replaceAll('-', ''),
  azureClientId: organization,
  googleServiceAccount: `org-${organization.slice(0, 8)}@latchkey-test.iam.gserviceaccount.com`,
})

/** Offers an organization keys of its own, as the operator would; done by the owner of the database. */
export const offerKeys = (
  query: (text: string, values: unknown[]) => Promise<unknown>,
  organization: string,
  identities: object = offeredTo(organization),
) =>
  query('INSERT INTO key_offers (organization_id, identities, regions) VALUES ($1, $2, $3)', [
    organization,
    JSON.stringify(identities),
    [],
  ])
