import type { Metadata } from 'next'
import { PlatformOverview } from '@/components/platform/platform-overview'
import { KeepFresh } from '@/components/shell/keep-fresh'
import { Page, PageHeader } from '@/components/ui/page-header'
import { readPlatform } from '@/lib/use-cases/platform/read'
import { pageContext } from '@/lib/use-cases/web-context'

export const metadata: Metadata = { title: 'Platform' }

export default async function PlatformPage() {
  const view = await readPlatform(await pageContext())
  return (
    <Page>
      <PageHeader
        title="Platform"
        description="The health of the whole: our root key, the organizations’ keys, and the processes that use them."
      />
      <PlatformOverview view={view} />
      <KeepFresh />
    </Page>
  )
}
