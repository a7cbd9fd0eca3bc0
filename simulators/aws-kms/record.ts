import type { Caller } from './call'
import type { LogEntry } from './log'
import type { World } from './world'

/** Writes a call into the logs of the caller's account and of all others that it concerned. */
export function record(
  world: World,
  caller: Caller,
  call: Pick<
    LogEntry,
    'eventName' | 'eventSource' | 'awsRegion' | 'resources' | 'encryptionContext' | 'requestId'
  >,
  owners: readonly string[],
  error: { code: string; message: string } | null,
): void {
  world.log.append([caller.accountId, ...owners], (sequence) => ({
    sequence,
    time: world.clock.iso(),
    principalArn: caller.sessionArn ?? caller.arn,
    principalAccountId: caller.accountId,
    ...call,
    errorCode: error?.code ?? null,
    errorMessage: error?.message ?? null,
  }))
}
