import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import { buttonStyles } from '@/components/ui/button'
import { CodeBlock, CopyableId } from '@/components/ui/code-block'
import { Tabs } from '@/components/ui/tabs'
import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import type { Cloud } from '@/lib/domain/provider'

/** One thing to do in a cloud's own console, with what is opened or pasted there. */
export interface SetupStep {
  text: string
  paste?: { label: string; text: string; as: 'line' | 'block' | 'link' }
}

/** The way through a cloud's console, step by step. */
function SetupSteps({ steps }: { steps: SetupStep[] }) {
  return (
    <ol className="grid list-decimal grid-cols-[minmax(0,1fr)] gap-2.5 pl-5 marker:text-ink-faint">
      {steps.map(({ text, paste }) => (
        <li key={`${text} ${paste?.text}`} className="min-w-0">
          {text}
          {paste && <Pasted {...paste} />}
        </li>
      ))}
    </ol>
  )
}

function Pasted({ label, text, as }: NonNullable<SetupStep['paste']>) {
  if (as === 'block') return <CodeBlock label={label} code={text} className="mt-2" />
  if (as === 'line') {
    return (
      <span className="block text-ink-soft">
        <CopyableId value={text} label={label} />
      </span>
    )
  }
  return (
    <span className="mt-1 grid gap-1">
      <a href={text} target="_blank" rel="noreferrer" className={`${buttonStyles()} w-fit`}>
        <ExternalLink aria-hidden /> {label}
      </a>
      <CopyableId value={text} label={`Address: ${label}`} className="text-ink-soft" />
    </span>
  )
}

interface WaysProps {
  cloud: Cloud
  console: SetupStep[]
  /** commands by what they do */
  cli: { label: string; code: string }[]
  cliName: string
  terraform: { label: string; code: string }[]
  /** the pages of the customers' clouds, in the demo only */
  simulatorUrl: string | null
}

/** The same steps three ways: by hand, by commands and as Terraform. */
export function Ways({ cloud, console, cli, cliName, terraform, simulatorUrl }: WaysProps) {
  const byHand = (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <SetupSteps steps={console} />
      {simulatorUrl && (
        <a
          href={`${simulatorUrl}/#home-${cloud}`}
          target="_blank"
          rel="noreferrer"
          className={`${buttonStyles()} w-fit`}
        >
          <ExternalLink aria-hidden /> Open the simulator of {CLOUD_WORDS[cloud].service}
        </a>
      )}
    </div>
  )
  return (
    <Tabs
      label="Ways to do it"
      tabs={[
        { value: 'console', label: 'Console', content: byHand },
        { value: 'cli', label: cliName, content: blocks(cli) },
        { value: 'terraform', label: 'Terraform', content: blocks(terraform) },
      ]}
    />
  )
}

const blocks = (texts: { label: string; code: string }[]): ReactNode => (
  <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
    {texts.map((text) => (
      <CodeBlock key={text.label} {...text} />
    ))}
  </div>
)
