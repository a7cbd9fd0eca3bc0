import type { OrganizationId } from '@/lib/domain/ids'
import type { Prisma, PrismaClient } from './generated/client'
import { answered } from './problems'

/** Models whose rows belong to an organization, by the column that says so. */
const OWNED: Partial<Record<Prisma.ModelName, 'organizationId' | 'id'>> = {
  Organization: 'id',
  Membership: 'organizationId',
  OrganizationEpoch: 'organizationId',
  Fence: 'organizationId',
  KeyLink: 'organizationId',
  LinkAvailability: 'organizationId',
  MasterKeyVersion: 'organizationId',
  ShareWrap: 'organizationId',
  DataKeyVersion: 'organizationId',
  Connection: 'organizationId',
  Document: 'organizationId',
  RotationRequest: 'organizationId',
  Rotation: 'organizationId',
  Job: 'organizationId',
  JobRun: 'organizationId',
  Submission: 'organizationId',
  AuditEntry: 'organizationId',
  ServiceToken: 'organizationId',
  KeyOffer: 'organizationId',
  RootKeyVersion: 'organizationId',
  LinkWatch: 'organizationId',
  Handoff: 'organizationId',
}

type Fields = Record<string, unknown>
interface QueryArguments {
  where?: Fields
  data?: Fields | Fields[]
  create?: Fields
  update?: Fields
}

/** Adds the organization to what a query looks for and to what it writes, so that neither can leave it. */
function confine(operation: string, args: QueryArguments, owner: Fields): QueryArguments {
  if (operation === 'create') return { ...args, data: { ...args.data, ...owner } }
  if (operation.startsWith('createMany')) {
    const rows = Array.isArray(args.data) ? args.data : [args.data ?? {}]
    return { ...args, data: rows.map((row) => ({ ...row, ...owner })) }
  }
  const where = { ...args.where, ...owner }
  if (operation === 'upsert') {
    return { ...args, where, create: { ...args.create, ...owner }, update: staying(args.update, owner) }
  }
  if (operation.startsWith('update')) return { ...args, where, data: staying(args.data as Fields, owner) }
  return { ...args, where }
}

/** What is changed of a row, without moving it to another organization. */
function staying(data: Fields = {}, owner: Fields): Fields {
  if ('organization' in data) throw new TypeError('a row stays with its organization')
  return Object.keys(owner).some((column) => column in data) ? { ...data, ...owner } : data
}

/** A client whose every query stays inside one organization; models that belong to none are refused. */
function confinedClient(client: PrismaClient, organizationId: OrganizationId) {
  return client.$extends({
    query: {
      $allModels: {
        $allOperations({ model, operation, args, query }) {
          const column = OWNED[model]
          if (!column) throw new TypeError(`${model} belongs to no organization`)
          const confined = confine(operation, args as QueryArguments, { [column]: organizationId })
          return query(confined as typeof args)
        },
      },
    },
  })
}

/** The models of the schema that carry an organization, for the test that no table is forgotten. */
export const ownedModels = Object.keys(OWNED)

type ConfinedClient = ReturnType<typeof confinedClient>
type Confined = Omit<ConfinedClient, '$transaction' | '$extends' | '$connect' | '$disconnect'>

/** One organization's part of the database: the only way to its rows. */
export interface OrganizationScope {
  readonly organizationId: OrganizationId
  readonly db: Confined
  /** Runs work in one transaction; it is rolled back when work throws. */
  transaction<T>(work: (scope: OrganizationScope) => Promise<T>): Promise<T>
}

const LIMITS = { maxWait: 5_000, timeout: 15_000 }

/** Makes the scope of an organization over a client. */
export function organizationScope(client: PrismaClient, organizationId: OrganizationId): OrganizationScope {
  const db = confinedClient(client, organizationId)
  const inside = (tx: Confined): OrganizationScope => ({
    organizationId,
    db: tx,
    transaction: (work) => work(inside(tx)),
  })
  return {
    organizationId,
    db,
    transaction: (work) => answered(db.$transaction((tx) => work(inside(tx as unknown as Confined)), LIMITS)),
  }
}
