import { Menu } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Button } from '@/components/ui/button'

/** The button that opens the navigation on narrow screens. */
export function NavButton(props: ComponentProps<typeof Button>) {
  return (
    <Button variant="ghost" size="icon" aria-label="Open navigation" aria-haspopup="dialog" {...props}>
      <Menu aria-hidden />
    </Button>
  )
}
