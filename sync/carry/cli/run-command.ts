import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { existsSync } from 'node:fs'
import { ed25519Verifier } from '#sync/api'
import { exportPackets } from '../export-packets.ts'
import { importPackets, type ImportedPacket } from '../import-packets.ts'
import { damageOf, listPackets, packetFilesAt, readVerified, type DamagedFile } from '../packet-files.ts'

/** 0 good, 2 the command is wrong, 3 a packet is damaged or was not taken. */
export interface CommandResult {
  readonly exitCode: 0 | 2 | 3
  readonly json: Readonly<Record<string, unknown>>
  readonly lines: readonly string[]
}

export const usage = `用法：packet <命令> [--json]
  verify 文件或目录 [--key 终端公钥]      查每个密封收件包是否完整、没有改动；给了公钥就连签名一起查
  list   文件或目录                      列出收件包：收件号、时间、大小、送达没有
  export --from 终端数据目录 --out 目录 [--all]   把还没送达的收件包原样抄到目录或 U 盘；可以反复做
  import 目录 --hub 地址 --token 口令     把目录里的收件包送进统一受理系统；每份只进一次，可以反复做
收件包一直是密封的：这些命令打不开里面的内容。
退出码：0 完成，2 用法不对，3 有收件包损坏或没有送进去`

class UsageError extends Error {}

type Values = Readonly<Record<string, string | boolean | undefined>>

function parse(args: readonly string[]): { words: string[]; values: Values } {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: flag,
        all: flag,
        help: flag,
        key: text,
        from: text,
        out: text,
        hub: text,
        token: text,
      },
    })
    return { words: positionals, values }
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** Runs one command; every failure that a person can cause is a result, never an exception. */
export async function runCommand(args: readonly string[], signal?: AbortSignal): Promise<CommandResult> {
  try {
    const { words, values } = parse(args)
    const [command, path] = words
    if (values['help'] === true) return { exitCode: 0, json: { usage }, lines: [usage] }
    switch (command) {
      case 'verify':
        return await verify(existing(path), values)
      case 'list':
        return await list(existing(path))
      case 'export':
        return await carryOut(values, signal)
      case 'import':
        return await carryIn(existing(path), values, signal)
      default:
        throw new UsageError(command === undefined ? '缺少命令' : `没有“${command}”这个命令`)
    }
  } catch (error) {
    if (error instanceof UsageError) return wrongUsage(error.message)
    const message = error instanceof Error ? error.message : String(error)
    const code = (error as { code?: unknown } | null)?.code
    return failed(typeof code === 'string' ? code : 'packet.failed', message)
  }
}

async function verify(path: string, values: Values): Promise<CommandResult> {
  const key = values['key']
  const signedBy = typeof key === 'string' ? await verifierOf(key) : undefined
  const damaged: DamagedFile[] = []
  const files = await packetFilesAt(path)
  for (const file of files) {
    await readVerified(file, signedBy).catch((error: unknown) => damaged.push(damageOf(file, error)))
  }
  const whole = files.length - damaged.length
  const signature = signedBy === undefined ? '（没有给公钥，签名没有查）' : '，签名都对'
  return result(damaged, { verified: whole, signatureChecked: signedBy !== undefined }, [
    `完整的 ${String(whole)} 份${signature}`,
  ])
}

async function verifierOf(key: string): ReturnType<typeof ed25519Verifier> {
  try {
    return await ed25519Verifier(key)
  } catch {
    throw new UsageError('--key 应是终端的 Ed25519 公钥（base64url，43 个字符）')
  }
}

async function list(path: string): Promise<CommandResult> {
  const { packets, damaged } = await listPackets(path)
  const rows = packets.map(({ file, header, packetHash, bytes, delivered }) => ({
    file,
    receiptNumber: header.receiptNumber,
    intakeId: header.intakeId,
    terminalId: header.terminalId,
    submittedAt: header.submittedAt,
    parts: header.parts.length,
    bytes,
    packetHash,
    delivered,
  }))
  const lines = rows.map(
    ({ receiptNumber, submittedAt, bytes, delivered }) =>
      `${receiptNumber}  ${submittedAt}  ${String(Math.ceil(bytes / 1024))} KB  ${delivered ? '已送达' : '未送达'}`,
  )
  return result(damaged, { packets: rows }, [...lines, `共 ${String(rows.length)} 份`])
}

async function carryOut(values: Values, signal: AbortSignal | undefined): Promise<CommandResult> {
  const from = existing(required(values, 'from'))
  // The terminal's profile folder, or its packets themselves.
  const packets = join(from, 'packets')
  const options = { all: values['all'] === true, ...(signal === undefined ? {} : { signal }) }
  const report = await exportPackets(existsSync(packets) ? packets : from, required(values, 'out'), options)
  const { copied, already, delivered, damaged } = report
  return result(damaged, { copied, already, delivered }, [
    `抄出 ${String(copied)} 份，已在目录里的 ${String(already)} 份，已送达不用抄的 ${String(delivered)} 份`,
    '抄出的都已写到介质上并读回核对过，可以拔出。',
  ])
}

const outcomeWords: Readonly<Record<ImportedPacket['outcome'], string>> = {
  received: '已收下',
  already: '以前已收下',
  refused: '没有收下',
  'not-reached': '没有送到',
}

async function carryIn(
  path: string,
  values: Values,
  signal: AbortSignal | undefined,
): Promise<CommandResult> {
  const url = required(values, 'hub')
  if (!/^https?:\/\/[^\s]+$/.test(url)) throw new UsageError('--hub 应是 http:// 或 https:// 开头的地址')
  const access = { url, token: required(values, 'token'), ...(signal === undefined ? {} : { signal }) }
  const { packets, damaged } = await importPackets(path, access)
  const lines = packets.map(
    ({ receiptNumber, outcome, code }) =>
      `${receiptNumber}  ${outcomeWords[outcome]}${code === undefined ? '' : `（${code}）`}`,
  )
  const all = result(damaged, { packets }, lines)
  const isBad = packets.some(({ outcome }) => outcome === 'refused' || outcome === 'not-reached')
  return isBad ? { ...all, exitCode: 3, json: { ...all.json, ok: false } } : all
}

function result(
  damaged: readonly DamagedFile[],
  json: Readonly<Record<string, unknown>>,
  lines: readonly string[],
): CommandResult {
  const bad = damaged.map(({ file, code }) => `损坏：${file}（${code}）`)
  return {
    exitCode: damaged.length === 0 ? 0 : 3,
    json: { ok: damaged.length === 0, ...json, damaged },
    lines: [...lines, ...bad],
  }
}

function wrongUsage(message: string): CommandResult {
  const error = { code: 'cli.usage', message }
  return { exitCode: 2, json: { ok: false, error }, lines: [message, '', usage] }
}

function failed(code: string, message: string): CommandResult {
  return {
    exitCode: 3,
    json: { ok: false, error: { code, message } },
    lines: [`没有做完：${message}（${code}）`],
  }
}

function required(values: Values, name: string): string {
  const value = values[name]
  if (typeof value !== 'string' || value === '') throw new UsageError(`缺少 --${name}`)
  return value
}

function existing(path: string | undefined): string {
  if (path === undefined) throw new UsageError('缺少文件或目录')
  if (!existsSync(path)) throw new UsageError(`没有 ${path}`)
  return path
}
