import type { ReactNode } from 'react'
import { RoleLayout } from '@/app/role-layout'

export default function OperatorLayout({ children }: { children: ReactNode }) {
  return <RoleLayout permission="platform.read">{children}</RoleLayout>
}
