import { readdirSync, readFileSync } from 'node:fs'

/** Process ids of a group, with each one's command line (Linux). */
export function groupOf(leader: number): { pid: number; command: string }[] {
  const found: { pid: number; command: string }[] = []
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      // The name in brackets may itself hold spaces and brackets; after it come state, parent and group.
      const [, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (Number(group) !== leader) continue
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
      found.push({ pid: Number(name), command })
    } catch {
      // It ended while we looked.
    }
  }
  return found
}
