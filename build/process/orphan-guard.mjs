// Ends registered process groups when the process that started them is gone, however it went: a SIGKILL
// leaves nobody to clean up, but it closes this process's standard input. Plain JavaScript, so that it is
// there in milliseconds. Lines on standard input: `+<group>` registers, `-<group>` forgets.
import { createInterface } from 'node:readline'

const graceMs = 2_000
/** @type {Set<number>} */
const groups = new Set()

/** @param {NodeJS.Signals} signal */
function signalAll(signal) {
  for (const group of groups) {
    try {
      process.kill(-group, signal)
    } catch {
      groups.delete(group)
    }
  }
}

// The whole foreground group hears Ctrl-C; this one has to outlive its parent.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined)

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const group = Number(line.slice(1))
    if (!Number.isInteger(group) || group <= 1) return
    if (line.startsWith('+')) groups.add(group)
    if (line.startsWith('-')) groups.delete(group)
  })
  .on('close', () => {
    signalAll('SIGTERM')
    if (groups.size === 0) process.exit()
    setTimeout(() => {
      signalAll('SIGKILL')
      process.exit()
    }, graceMs)
  })
