import type { Metadata } from 'next'
import { KeepFresh } from '@/components/shell/keep-fresh'
import { DeskFilter } from '@/components/support/desk-filter'
import { DeskTable } from '@/components/support/desk-table'
import { Page, PageHeader } from '@/components/ui/page-header'
import { listDesk, listDeskInput } from '@/lib/use-cases/rotation/list-desk'
import { pageContext } from '@/lib/use-cases/web-context'

export const metadata: Metadata = { title: 'Support desk' }

interface SupportPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function SupportPage({ searchParams }: SupportPageProps) {
  const context = await pageContext()
  const input = listDeskInput.parse(await searchParams)
  const { requests } = await listDesk(context, input)
  return (
    <Page>
      <PageHeader
        title="Support desk"
        description="Rotations that organizations asked for. Look at what was checked, then approve or reject with a reason."
      />
      <div className="grid gap-4">
        <DeskFilter show={input.show} />
        <DeskTable requests={requests} show={input.show} now={context.now.toISOString()} />
      </div>
      <KeepFresh />
    </Page>
  )
}
