import type { Metadata } from 'next'
import { FullPage } from '@/components/shell/full-page'
import { routes } from '@/components/shell/routes'
import { ButtonLink } from '@/components/ui/button'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <FullPage
      title="There is nothing at this address"
      actions={
        <ButtonLink href={routes.home} variant="primary">
          Go to the start
        </ButtonLink>
      }
    >
      It may have been removed, or it may belong to somebody else. Nothing is wrong with your data.
    </FullPage>
  )
}
