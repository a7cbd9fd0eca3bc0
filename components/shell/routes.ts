import type { Href } from '@/components/ui/href'
import { can, type Permission, type Role } from '@/lib/domain/permissions'

// Pages come and go; this is the one place where an address is taken on trust.
const to = (path: string) => path as Href

/** Every address of the product. Pages and components link through it, never by a literal. */
export const routes = {
  home: to('/'),
  overview: to('/overview'),
  keys: to('/keys'),
  linkKey: to('/keys/link'),
  rotation: to('/rotation'),
  requestRotation: to('/rotation/new'),
  rotationRequest: (id: string) => to(`/rotation/${id}`),
  connections: to('/connections'),
  newConnection: to('/connections/new'),
  connection: (id: string) => to(`/connections/${id}`),
  documents: to('/documents'),
  classification: to('/classification'),
  tokens: to('/tokens'),
  newToken: to('/tokens/new'),
  audit: to('/audit'),
  support: to('/support'),
  supportRequest: (id: string) => to(`/support/${id}`),
  platform: to('/platform'),
  keyOffers: to('/platform/offers'),
  keyOffer: (id: string) => to(`/platform/offers/${id}`),
  platformTokens: to('/platform/tokens'),
  newPlatformToken: to('/platform/tokens/new'),
}

/** An address with a query; empty and missing values are left out. */
export function withQuery(href: Href, query: Record<string, string | number | null | undefined>): Href {
  const pairs = Object.entries(query).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  )
  if (pairs.length === 0) return href
  return to(`${href}?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`)
}

/** The name of an icon of the navigation. */
export type NavIcon =
  | 'overview'
  | 'keys'
  | 'rotation'
  | 'connections'
  | 'documents'
  | 'classification'
  | 'tokens'
  | 'audit'
  | 'support'
  | 'platform'

export interface NavItem {
  href: Href
  label: string
  icon: NavIcon
}

export interface NavGroup {
  label: string
  items: NavItem[]
}

const NAVIGATION: { label: string; items: (NavItem & { permission: Permission })[] }[] = [
  {
    label: 'Keys',
    items: [
      { href: routes.overview, label: 'Overview', icon: 'overview', permission: 'keys.read' },
      { href: routes.keys, label: 'Keys', icon: 'keys', permission: 'keys.read' },
      { href: routes.rotation, label: 'Rotation', icon: 'rotation', permission: 'rotation.read' },
    ],
  },
  {
    label: 'Protected data',
    items: [
      { href: routes.connections, label: 'Connections', icon: 'connections', permission: 'connections.read' },
      { href: routes.documents, label: 'Documents', icon: 'documents', permission: 'documents.read' },
      {
        href: routes.classification,
        label: 'Protection',
        icon: 'classification',
        permission: 'classification.read',
      },
      { href: routes.tokens, label: 'Tokens', icon: 'tokens', permission: 'tokens.read' },
    ],
  },
  {
    label: 'Record',
    items: [{ href: routes.audit, label: 'Audit log', icon: 'audit', permission: 'audit.read' }],
  },
  {
    label: 'Latchkey staff',
    items: [
      { href: routes.support, label: 'Support desk', icon: 'support', permission: 'rotation.desk' },
      { href: routes.platform, label: 'Platform', icon: 'platform', permission: 'platform.read' },
      { href: routes.keyOffers, label: 'Customer keys', icon: 'keys', permission: 'platform.offer' },
      { href: routes.platformTokens, label: 'Tokens', icon: 'tokens', permission: 'platform.tokens' },
    ],
  },
]

/** The navigation of a role: the groups and pages that it may open, in order. */
export function navigationFor(role: Role): NavGroup[] {
  return NAVIGATION.map(({ label, items }) => ({
    label,
    items: items
      .filter(({ permission }) => can(role, permission))
      .map(({ href, label, icon }) => ({ href, label, icon })),
  })).filter(({ items }) => items.length > 0)
}

/** The page that a role begins at: the first of its navigation. */
export function homeOf(role: Role): Href {
  return navigationFor(role)[0]?.items[0]?.href ?? routes.home
}
