import { execFileSync } from 'node:child_process'

/** A process as `ps` lists it. */
export interface RunningProcess {
  pid: number
  parent: number
  command: string
}

/** Reads the output of `ps -o pid=,ppid=,args=`. */
export function parseProcesses(text: string): RunningProcess[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }]
  })
}

/** The process itself and everything that it started, directly or not. */
export function treeOf(all: RunningProcess[], root: number): RunningProcess[] {
  const children = all.filter(({ parent, pid }) => parent === root && pid !== root)
  const self = all.filter(({ pid }) => pid === root)
  return [...self, ...children.flatMap(({ pid }) => treeOf(all, pid))]
}

/** All processes that run now. */
export function runningProcesses(): RunningProcess[] {
  return parseProcesses(execFileSync('ps', ['-eww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }))
}

/** Those of `before` that still run: a number alone may belong to another process by now. */
export function stillRunning(before: RunningProcess[], now: RunningProcess[]): RunningProcess[] {
  return before.filter((one) => now.some(({ pid, command }) => pid === one.pid && command === one.command))
}
