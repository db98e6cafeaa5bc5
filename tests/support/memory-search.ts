import { open, readdir, readFile } from 'node:fs/promises'
import iconv from 'iconv-lite'

/** How a text stands in memory: V8's and Blink's two forms, and what devices speak. */
const encodings = ['utf8', 'utf16le', 'gb18030'] as const

/** One place in a process's memory where a text stands. The text itself is not repeated here. */
export interface MemoryFinding {
  readonly pid: number
  /** `browser`, or what Chromium calls the process. */
  readonly kind: string
  readonly region: string
  readonly encoding: (typeof encodings)[number]
  readonly textIndex: number
}

const chunkBytes = 4 * 1024 * 1024

async function commandOf(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
}

async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? 0)
}

/** A program's processes, itself first. */
export async function processesOf(root: number): Promise<{ pid: number; kind: string }[]> {
  const names = await readdir('/proc')
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number)
  const parents = new Map<number, number>()
  for (const pid of pids) parents.set(pid, await parentOf(pid))
  const family = [root]
  for (const parent of family) {
    for (const [pid, itsParent] of parents)
      if (itsParent === parent && !family.includes(pid)) family.push(pid)
  }
  const described = family.map(async (pid) => {
    const command = await commandOf(pid)
    const type = /--type=([a-z-]+)/.exec(command)?.[1]
    const utility = /--utility-sub-type=([\w.]+)/.exec(command)?.[1]
    return { pid, kind: pid === root ? 'browser' : (utility ?? type ?? 'other') }
  })
  return Promise.all(described)
}

interface Region {
  readonly start: number
  readonly end: number
  readonly name: string
}

async function regionsOf(pid: number): Promise<Region[]> {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8').catch(() => '')
  return maps.split('\n').flatMap((line) => {
    const [range = '', access = '', , , , name = ''] = line.split(/\s+/)
    const [start, end] = range.split('-').map((text) => Number.parseInt(text, 16))
    // What nobody can have written into holds the program, not a person.
    if (start === undefined || end === undefined || !access.startsWith('rw') || name === '[vvar]') return []
    return [{ start, end, name: name === '' ? 'anonymous' : name }]
  })
}

/**
 * Where any of `texts` stands in the memory of a program and of all that it started, as somebody finds it who may read it: pages
 * that can be written, whether they are in use or only not yet given back.
 */
export async function findInMemory(root: number, texts: readonly string[]): Promise<MemoryFinding[]> {
  const needles = texts.flatMap((text, textIndex) =>
    encodings.map((encoding) => ({ encoding, textIndex, bytes: iconv.encode(text, encoding) })),
  )
  const overlap = Math.max(...needles.map(({ bytes }) => bytes.length)) - 1
  const findings: MemoryFinding[] = []
  const buffer = Buffer.alloc(chunkBytes + overlap)
  for (const { pid, kind } of await processesOf(root)) {
    const memory = await open(`/proc/${pid}/mem`, 'r').catch(() => null)
    if (memory === null) continue
    for (const { start, end, name } of await regionsOf(pid)) {
      for (let at = start; at < end; at += chunkBytes) {
        const length = Math.min(chunkBytes + overlap, end - at)
        // A page may go between the list and the reading.
        const { bytesRead } = await memory.read(buffer, 0, length, at).catch(() => ({ bytesRead: 0 }))
        const seen = buffer.subarray(0, bytesRead)
        for (const { encoding, textIndex, bytes } of needles) {
          if (seen.includes(bytes)) findings.push({ pid, kind, region: name, encoding, textIndex })
        }
      }
    }
    await memory.close()
  }
  return findings
}
