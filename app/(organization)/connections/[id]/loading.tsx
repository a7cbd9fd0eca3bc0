import { PageSkeleton } from '@/components/ui/skeleton'

export default function ConnectionLoading() {
  return <PageSkeleton />
}
