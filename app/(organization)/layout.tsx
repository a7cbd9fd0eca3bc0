import type { ReactNode } from 'react'
import { RoleLayout } from '@/app/role-layout'

export default function OrganizationLayout({ children }: { children: ReactNode }) {
  return <RoleLayout permission="keys.read">{children}</RoleLayout>
}
