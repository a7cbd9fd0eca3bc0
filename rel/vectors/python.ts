import { spawnSync } from 'node:child_process'
import path from 'node:path'
import type { Report } from '../report'
import { VECTOR_FOLDER } from './files'

/** Debian's own first, since its packages belong to no other. */
const PYTHONS = ['/usr/bin/python3', 'python3']

/** Has the independent reader open all of our own vectors. It needs Debian's python3-cryptography. */
export function checkWithPython(report: Report, vectors: number): void {
  const python = PYTHONS.find((one) => run(one, '-c', 'import cryptography').status === 0)
  if (!python) {
    report.skip('python3-cryptography is not installed')
    return
  }
  const { status, stdout, stderr } = run(python, path.join(VECTOR_FOLDER, 'reader.py'))
  const [, seen, wrong] = /(\d+) vectors, (\d+) wrong/.exec(stdout) ?? []
  if (status === 0 && wrong === '0' && Number(seen) === vectors) {
    report.pass(vectors)
    report.note(`${vectors} of them opened by the independent reader as well`)
  } else
    report.fail(`the independent reader saw ${seen} of ${vectors} vectors, ${wrong} wrong`, stdout + stderr)
}

const run = (program: string, ...args: string[]) => spawnSync(program, args, { encoding: 'utf8' })
