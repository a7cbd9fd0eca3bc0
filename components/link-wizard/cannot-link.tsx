import { routes } from '@/components/shell/routes'
import { ButtonLink } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CopyableId } from '@/components/ui/code-block'

/** There is a key already; another one comes by a rotation. */
export function AlreadyLinked({ keyId }: { keyId: string }) {
  return (
    <Callout
      title="A key is linked already."
      actions={
        <>
          <ButtonLink href={routes.keys} variant="primary">
            See your keys
          </ButtonLink>
          <ButtonLink href={routes.requestRotation}>Ask for a rotation</ButtonLink>
        </>
      }
    >
      <span className="grid gap-1">
        <CopyableId value={keyId} label="Key ARN" />
        To change to another key, ask for a rotation: both keys are proven, and nothing is lost on the way.
      </span>
    </Callout>
  )
}
