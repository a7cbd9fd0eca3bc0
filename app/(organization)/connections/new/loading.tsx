import { PageSkeleton } from '@/components/ui/skeleton'

export default function NewConnectionLoading() {
  return <PageSkeleton />
}
