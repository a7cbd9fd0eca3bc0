import { cn } from './cn'
import { CopyButton } from './copy-button'

interface CodeBlockProps {
  code: string
  /** What it is: "Key policy", "AWS CLI". Shown above it and used to name the copy button. */
  label: string
  className?: string
}

/** Text to copy, as it is: policies, commands. Scrolls inside itself, by keyboard too. */
export function CodeBlock({ code, label, className }: CodeBlockProps) {
  return (
    <figure className={cn('min-w-0 overflow-hidden rounded-lg border border-line bg-sunken', className)}>
      <figcaption className="flex h-9 items-center justify-between border-line border-b pr-1 pl-3 text-ink-soft text-sm">
        {label}
        <CopyButton value={code} label={label} withText />
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto p-3 font-mono text-xs leading-5 focus-visible:-outline-offset-2"
      >
        <code>{code}</code>
      </pre>
    </figure>
  )
}

/** An identifier in a line of text, such as an ARN: breaks anywhere, with a button to copy it. */
export function CopyableId({
  value,
  label,
  className,
}: {
  value: string
  label: string
  className?: string
}) {
  return (
    <span className={cn('inline-flex max-w-full items-center gap-1', className)}>
      <code className="font-mono text-xs [overflow-wrap:anywhere]">{value}</code>
      <CopyButton value={value} label={label} className="size-6" />
    </span>
  )
}
