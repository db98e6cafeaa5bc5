import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  checkRecord,
  type RecordFault,
  type RecordHead,
  recordHeadSchema,
  type RecordLine,
} from '../terminal-record.ts'

/** 0 whole, 2 the command is wrong, 3 the record is not as the terminal wrote it. */
export interface CommandResult {
  readonly exitCode: 0 | 2 | 3
  readonly json: Readonly<Record<string, unknown>>
  readonly lines: readonly string[]
}

export const usage = `用法：audit verify 文件或终端数据目录 [--key 终端公钥] [--json]
  查终端操作记录有没有被改动、删除、调换、插入或截断。
  文件是“导出操作记录”得到的文件；也可以直接给终端数据目录。
  终端公钥在统一受理系统登记终端时看得到；不给就用记录自带的，只能查出没有公钥的人做的改动。
退出码：0 完整，2 用法不对，3 记录有问题`

const words = {
  unreadable: '读不懂',
  origin: '不是这台终端的开头',
  gap: '前面缺少记录',
  edited: '和前一条接不上，前一条被改动、删除或调换',
  forged: '不是终端自己写的',
  'no-head': '没有记录末尾的签名',
  'head-forged': '记录末尾的签名不是这台终端的',
  cut: '记录的末尾被截断或替换',
} as const satisfies Record<RecordFault['kind'], string>

interface Found {
  readonly lines: readonly string[]
  readonly head: RecordHead | null
}

function parseHead(text: string | undefined): RecordHead | null {
  if (text === undefined) return null
  try {
    return recordHeadSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '')

async function fromProfile(profile: string): Promise<Found> {
  const folder = join(profile, 'audit')
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.jsonl')).sort()
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  const head = await readFile(join(profile, 'keys', 'record-head.json'), 'utf8').catch(() => undefined)
  return { lines: texts.flatMap(linesOf), head: parseHead(head) }
}

async function fromFile(path: string): Promise<Found> {
  const lines = linesOf(await readFile(path, 'utf8'))
  const head = parseHead(lines.at(-1))
  return { lines: head === null ? lines : lines.slice(0, -1), head }
}

async function verifierOf(
  publicKey: string,
): Promise<(data: Uint8Array, signature: Uint8Array) => Promise<boolean>> {
  const raw = new Uint8Array(Buffer.from(publicKey, 'base64url'))
  const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify'])
  return (data, signature) =>
    crypto.subtle.verify('Ed25519', key, new Uint8Array(signature), new Uint8Array(data))
}

function wrong(message: string): CommandResult {
  return { exitCode: 2, json: { ok: false, error: message }, lines: [message, usage] }
}

function terminalOf({ lines, head }: Found): string {
  if (head !== null) return head.terminal
  try {
    return (JSON.parse(lines[0] ?? '') as RecordLine).terminal
  } catch {
    return ''
  }
}

/** Runs one command; every failure that a person can cause is a result, never an exception. */
export async function runCommand(args: readonly string[]): Promise<CommandResult> {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  let given
  try {
    const options = { key: text, json: flag, help: flag }
    given = parseArgs({ args: joined(args), allowPositionals: true, options })
  } catch {
    return wrong('命令里有不认识的选项')
  }
  const [command, path] = given.positionals
  if (given.values.help === true) return { exitCode: 0, json: { usage }, lines: [usage] }
  if (command !== 'verify') return wrong(command === undefined ? '缺少命令' : `没有“${command}”这个命令`)
  const at = path === undefined ? null : await stat(path).catch(() => null)
  if (path === undefined || at === null) return wrong('没有这个文件或目录')
  return verify(await (at.isDirectory() ? fromProfile(path) : fromFile(path)), given.values.key)
}

/** One key in 64 begins with a dash, and would be taken for an option. */
function joined(args: readonly string[]): string[] {
  const at = args.indexOf('--key')
  const key = at < 0 ? undefined : args[at + 1]
  return key === undefined ? [...args] : [...args.slice(0, at), `--key=${key}`, ...args.slice(at + 2)]
}

async function verify(found: Found, given: string | undefined): Promise<CommandResult> {
  const publicKey = given ?? found.head?.publicKey
  if (publicKey !== undefined && !/^[A-Za-z0-9_-]{43}$/.test(publicKey)) return wrong('终端公钥的写法不对')
  const check = publicKey === undefined ? () => false : await verifierOf(publicKey)
  const terminal = terminalOf(found)
  const { lines, faults } = await checkRecord(found.lines, { terminal, head: found.head, verify: check })
  const told = lines.filter(({ action }) => action === 'record-damaged').map(({ sequence }) => sequence)
  const said = faults.map(({ kind, at }) => `第 ${at} 条：${words[kind]}`)
  const keyWords = given === undefined ? '记录自带的公钥' : '给定的公钥'
  const whole = faults.length === 0
  return {
    exitCode: whole ? 0 : 3,
    json: {
      ok: whole,
      terminal,
      lines: lines.length,
      faults,
      toldByTerminal: told,
      key: given === undefined ? 'own' : 'given',
    },
    lines: [
      `${terminal}：${lines.length} 条，用${keyWords}查验${whole ? '，完整' : `，${faults.length} 处有问题`}`,
      ...said,
      ...told.map((sequence) => `第 ${sequence} 条：终端自己发现并记下了损坏`),
    ],
  }
}
