import type { OrganizationScope } from './scope'

/** How many stored objects a data key covers, counted from the data itself. */
export interface KeyCoverage {
  /** the 38 bytes in front of a ciphertext, which name its data key, in hexadecimal */
  header: string
  objects: number
}

/** What covers connections' credentials, their catalogs, and documents: each group of equal headers. */
export async function readCoverage({ db, organizationId }: OrganizationScope) {
  const [credentials, catalogs, documents] = await Promise.all([
    db.$queryRaw<KeyCoverage[]>`
      SELECT encode(substr(credential, 1, 38), 'hex') AS header, count(*)::int AS objects
      FROM connections WHERE organization_id = ${organizationId}::uuid GROUP BY 1`,
    db.$queryRaw<KeyCoverage[]>`
      SELECT encode(substr(catalog, 1, 38), 'hex') AS header, count(*)::int AS objects
      FROM connections WHERE organization_id = ${organizationId}::uuid AND catalog IS NOT NULL GROUP BY 1`,
    db.$queryRaw<KeyCoverage[]>`
      SELECT encode(key_header, 'hex') AS header, count(*)::int AS objects
      FROM documents WHERE organization_id = ${organizationId}::uuid GROUP BY 1`,
  ])
  return { secrets_and_credentials: credentials, platform_metadata: catalogs, document_metadata: documents }
}

/** The data keys that exist, with what their ciphertexts' headers end in. */
export async function readKeyCommitments({ db }: OrganizationScope) {
  const rows = await db.dataKeyVersion.findMany({
    where: { state: { not: 'destroyed' } },
    select: {
      dataClass: true,
      version: true,
      generation: true,
      state: true,
      commitment: true,
      masterKeyVersion: { select: { mode: true } },
    },
    orderBy: [{ version: 'desc' }, { generation: 'desc' }],
  })
  return rows.map(({ commitment, masterKeyVersion, ...row }) => ({
    ...row,
    mode: masterKeyVersion.mode,
    commitment: Buffer.from(commitment).toString('hex'),
  }))
}
