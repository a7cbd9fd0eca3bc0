import { CheckList } from '@/components/keys/check-list'
import { Section } from '@/components/ui/card'
import { StatePill } from '@/components/ui/state-pill'
import { checkRowsOf } from '@/lib/domain/views/preflight'
import type { KeyChecks } from '@/lib/domain/views/rotation'

/** The live checks of the new key, made when the rotation was asked for. */
export function NewKeyChecks({ checks }: { checks: KeyChecks }) {
  return (
    <Section
      title="Checks of the new key"
      description="Made when the request came in. Both keys are proven again before anything changes."
      aside={<Verdict checks={checks} />}
    >
      <CheckList rows={checkRowsOf({ progress: checks.rows })} />
    </Section>
  )
}

function Verdict({ checks: { passed, state } }: { checks: KeyChecks }) {
  if (passed) return <StatePill tone="ok">Passed</StatePill>
  if (passed === false) return <StatePill tone="stopped">Not passed</StatePill>
  if (state === 'failed') return <StatePill tone="stopped">Could not be made</StatePill>
  return <StatePill tone="pending">Checking</StatePill>
}
