import { FullPage } from '@/components/shell/full-page'

/** Said of links that never were, have ended or were revoked alike. */
export default function HandoffNotFound() {
  return (
    <FullPage title="This link leads to no steps">
      It may have ended, or it may have been revoked. Ask whoever sent it to you for a new one; nothing that
      you did in your cloud is lost.
    </FullPage>
  )
}
