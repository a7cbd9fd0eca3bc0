/** What the vendor has set up for an organization of a test's: all three clouds. */
export const OFFERED = {
  awsExternalId: 'latchkey-external-id-of-a-test',
  azureClientId: '5b6a0c1e-2f60-4f0e-9a33-6a1f0d8f4c11',
  googleServiceAccount: 'latchkey-northwind@latchkey-test.iam.gserviceaccount.com',
}

/** Offers an organization keys of its own, as the operator would; done by the owner of the database. */
export const offerKeys = (
  query: (text: string, values: unknown[]) => Promise<unknown>,
  organization: string,
  identities: object = OFFERED,
) =>
  query('INSERT INTO key_offers (organization_id, identities, regions) VALUES ($1, $2, $3)', [
    organization,
    JSON.stringify(identities),
    [],
  ])
