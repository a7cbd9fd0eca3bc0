import type { DataClass } from './data-classes'

/** Roles inside an organization, and roles of the vendor's own people. */
export type OrganizationRole = 'organization_admin' | 'organization_auditor'
export type PlatformRole = 'support_staff' | 'platform_operator'
export type Role = OrganizationRole | PlatformRole

/** The words people see for a role. */
export const ROLE_LABELS: Record<Role, string> = {
  organization_admin: 'Organization admin',
  organization_auditor: 'Organization auditor',
  support_staff: 'Support staff',
  platform_operator: 'Platform operator',
}

const admin: Role[] = ['organization_admin']
const members: Role[] = ['organization_admin', 'organization_auditor']

/** Who may do what: the only place where it is said. Use cases enforce it, pages read it. */
export const PERMISSIONS = {
  'keys.read': members,
  'keys.link': admin,
  'keys.check': admin,
  'connections.read': members,
  'connections.write': admin,
  'connections.test': admin,
  'documents.read': members,
  'documents.write': admin,
  'classification.read': members,
  'audit.read': members,
  'rotation.read': members,
  'rotation.request': admin,
  'rotation.desk': ['support_staff'],
  'rotation.decide': ['support_staff'],
  'tokens.read': members,
  'tokens.write': admin,
  'platform.read': ['platform_operator'],
  'platform.tokens': ['platform_operator'],
  'platform.offer': ['platform_operator'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof PERMISSIONS

/** Whether a role carries a permission. */
export function can(role: Role | null, permission: Permission): boolean {
  return role !== null && (PERMISSIONS[permission] as readonly Role[]).includes(role)
}

/** What a session needs so that its caller may have a class encrypted or decrypted for it. */
const SESSION_ACCESS: Partial<Record<DataClass, Partial<Record<'encrypt' | 'decrypt', Permission>>>> = {
  secrets_and_credentials: { encrypt: 'connections.write' },
  document_metadata: { encrypt: 'documents.write', decrypt: 'documents.read' },
  platform_metadata: { encrypt: 'connections.write', decrypt: 'connections.read' },
}

/** The permission behind an operation on a class asked for on behalf of a session; null: no session may. */
export function permissionForData(operation: 'encrypt' | 'decrypt', name: DataClass): Permission | null {
  return SESSION_ACCESS[name]?.[operation] ?? null
}
