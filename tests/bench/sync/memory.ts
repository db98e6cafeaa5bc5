import { readdirSync, readFileSync } from 'node:fs'

/** The parent of each process, by /proc. */
function parents(): Map<number, number> {
  const found = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      // The name in brackets may itself hold spaces and brackets.
      found.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
    } catch {
      // It ended while we looked.
    }
  }
  return found
}

function family(root: number): number[] {
  const parentOf = parents()
  const members = new Set([root])
  for (let before = 0; before !== members.size;) {
    before = members.size
    for (const [pid, parent] of parentOf) if (members.has(parent)) members.add(pid)
  }
  return [...members]
}

/** Sums entries of a process's `smaps_rollup`. */
function kilobytesOf(pid: number, entry: RegExp): number {
  try {
    const lines = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').matchAll(entry)
    return [...lines].reduce((sum, [, kilobytes]) => sum + Number(kilobytes), 0)
  } catch {
    return 0
  }
}

function familyKilobytes(root: number, entry: RegExp): number {
  return family(root).reduce((sum, pid) => sum + kilobytesOf(pid, entry), 0)
}

const proportional = /^Pss:\s+(\d+) kB/gm
/**
 * What the process has written and nobody shares, with what of it was swapped out. Pages of the program itself are left out:
 * whether they count as private hangs on how many others run the same program.
 */
const unshared = /^(?:Private_Dirty|Swap):\s+(\d+) kB/gm

/** What Chromium calls a process on its command line, e.g. `renderer`; the first one has no name there. */
function roleOf(pid: number): string {
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return /--utility-sub-type=([\w.]+)/.exec(line)?.[1] ?? /--type=([\w-]+)/.exec(line)?.[1] ?? 'main'
  } catch {
    return 'gone'
  }
}

/**
 * Private memory in MB of a process of Electron and of its descendants, by what they are.
 * @throws Error where the system has no /proc
 */
export function privateMegabytes(pid: number): Map<string, number> {
  if (process.platform !== 'linux') throw new Error('memory is read from /proc: Linux only')
  const found = new Map<string, number>()
  for (const one of family(pid)) {
    const role = roleOf(one)
    found.set(role, (found.get(role) ?? 0) + kilobytesOf(one, unshared) / 1024)
  }
  return found
}

/**
 * Watches the memory of a process and its descendants (Linux: proportional set size, so that shared pages count once).
 * The returned function ends the watch and gives the peak in MB; null where the system has no /proc.
 */
export function watchMemory(pid: number): () => number | null {
  if (process.platform !== 'linux') return () => null
  let peak = 0
  const look = (): void => {
    peak = Math.max(peak, familyKilobytes(pid, proportional))
  }
  const timer = setInterval(look, 500)
  return () => {
    clearInterval(timer)
    look()
    return Math.round(peak / 1024)
  }
}
