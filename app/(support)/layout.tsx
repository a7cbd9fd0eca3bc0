import type { ReactNode } from 'react'
import { RoleLayout } from '@/app/role-layout'

export default function SupportLayout({ children }: { children: ReactNode }) {
  return <RoleLayout permission="rotation.desk">{children}</RoleLayout>
}
