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

function proportionalKilobytes(pid: number): number {
  try {
    const line = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
    return Number(line?.[1] ?? 0)
  } catch {
    return 0
  }
}

/**
 * Watches the memory of a process and its descendants (Linux: proportional set size, so that shared pages count once).
 * The returned function ends the watch and gives the peak in MB; null where the system has no /proc.
 */
export function watchMemory(pid: number): () => number | null {
  if (process.platform !== 'linux') return () => null
  let peak = 0
  const look = (): void => {
    const sum = family(pid).reduce((kilobytes, one) => kilobytes + proportionalKilobytes(one), 0)
    peak = Math.max(peak, sum)
  }
  const timer = setInterval(look, 500)
  return () => {
    clearInterval(timer)
    look()
    return Math.round(peak / 1024)
  }
}
