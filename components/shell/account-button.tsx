import { ChevronsUpDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from '@/components/ui/cn'
import type { AccountView } from '@/lib/domain/views/account'
import { Initials } from './initials'

/** The button of the account menu: who is signed in. */
export function AccountButton({
  user,
  compact,
  ...rest
}: ComponentProps<'button'> & { user: AccountView; compact: boolean }) {
  return (
    <button
      type="button"
      aria-label={`Account: ${user.name}, ${user.role}`}
      aria-haspopup="menu"
      {...rest}
      className={cn(
        'flex items-center gap-2.5 rounded-md text-left transition-colors hover:bg-hover data-[state=open]:bg-hover',
        compact ? 'p-1' : 'w-full p-2',
      )}
    >
      <Initials name={user.name} />
      {!compact && (
        <>
          <span className="grid min-w-0 flex-1">
            <span className="truncate font-medium text-sm">{user.name}</span>
            <span className="truncate text-ink-faint text-xs">{user.role}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 text-ink-faint" />
        </>
      )}
    </button>
  )
}
