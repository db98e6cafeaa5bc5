import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ShellError } from '#shell/contract'
import { formatReceiptNumber, parseReceiptNumber } from '#sync/model'
import { decodePacketFile, encodePacketFile, packetHashOf } from '#sync/packet'
import type { ShellPorts } from './intake-desk.ts'

/** Where a test may make the main process fail. */
export type ShellPoint =
  'reserve' | 'write-before' | 'write-after' | 'discard' | 'expire' | 'acknowledge' | 'read'

/** The main process's part in a terminal, over real files in a folder that outlives the desk. */
export class FileShell {
  readonly folder: string
  readonly privateKey: KeyObject
  /** 32 raw bytes, Ed25519. */
  readonly publicKey: Uint8Array
  readonly place: { siteCode: string; terminalId: string }
  /** Called at each point; a throw is the main process's failure there. */
  at: (point: ShellPoint, intakeId: string) => void | Promise<void> = () => undefined
  hubSend: ShellPorts['hubSend'] = () => Promise.reject(fault('hub.unreachable', true))
  hubCancel: ShellPorts['hubCancel'] = async () => undefined
  resealRow: ShellPorts['resealRow'] = async () => null
  settleKeys: ShellPorts['settleKeys'] = async () => undefined

  constructor(folder: string, place = { siteCode: '430102', terminalId: 'T01' }) {
    this.folder = folder
    this.place = place
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    this.privateKey = privateKey
    this.publicKey = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url'))
  }

  readonly ports: ShellPorts = {
    reserveNumber: async (intakeId) => {
      await this.at('reserve', intakeId)
      const path = join(this.folder, 'numbers.json')
      const text = await readFile(path, 'utf8').catch(() => '{}')
      const numbers = JSON.parse(text) as Record<string, string>
      const sequence = Object.keys(numbers).length + 1
      numbers[intakeId] ??= formatReceiptNumber({ ...this.place, day: '20261123', sequence })
      await mkdir(this.folder, { recursive: true })
      await writeFile(path, JSON.stringify(numbers))
      const receiptNumber = numbers[intakeId]
      return { receiptNumber, sequence: parseReceiptNumber(receiptNumber)?.sequence ?? 0 }
    },
    writePacket: async ({ intakeId, headerBytes, parts }) => {
      await this.at('write-before', intakeId)
      const signature = new Uint8Array(sign(null, headerBytes, this.privateKey))
      await this.#writeDurably(this.#path(intakeId), encodePacketFile(headerBytes, signature, parts))
      await this.at('write-after', intakeId)
      return { packetHash: createHash('sha256').update(headerBytes).digest('hex'), signature }
    },
    listPackets: async () => {
      const names: string[] = await readdir(this.folder).catch((): string[] => [])
      const ids = names
        .filter((name) => name.endsWith('.packet'))
        .map((name) => name.slice(0, -'.packet'.length))
      return Promise.all(
        ids.sort().map(async (intakeId) => {
          const { header, headerBytes } = decodePacketFile(await readFile(this.#path(intakeId)))
          const sequence = parseReceiptNumber(header.receiptNumber)?.sequence ?? 0
          const packetHash = await packetHashOf(headerBytes)
          const acknowledged = names.includes(`${intakeId}.acknowledged`)
          return { intakeId, receiptNumber: header.receiptNumber, sequence, packetHash, acknowledged }
        }),
      )
    },
    readPacket: async (intakeId) => {
      await this.at('read', intakeId)
      return new Uint8Array(await readFile(this.#path(intakeId)))
    },
    discardPacket: async (intakeId) => {
      await this.at('discard', intakeId)
      await rm(this.#path(intakeId), { force: true })
    },
    expirePackets: async (intakeIds) => {
      for (const intakeId of intakeIds) {
        await this.at('expire', intakeId)
        await rm(this.#path(intakeId), { force: true })
      }
      return intakeIds
    },
    acknowledgePacket: async ({ intakeId, packetHash }) => {
      await this.at('acknowledge', intakeId)
      await writeFile(join(this.folder, `${intakeId}.acknowledged`), packetHash)
    },
    resealRow: (row) => this.resealRow(row),
    settleKeys: (keyId) => this.settleKeys(keyId),
    hubSend: (request) => this.hubSend(request),
    hubSendPart: async ({ requestId, intakeId, partId, path }) => {
      const bytes = await readFile(this.#path(intakeId)).catch(() => {
        throw fault('packet.not-found')
      })
      const part = decodePacketFile(bytes).parts.find(({ id }) => id === partId)
      if (part === undefined) throw fault('packet.damaged')
      const contentType = 'application/octet-stream'
      return this.hubSend({ requestId, method: 'PUT', path, contentType, body: part.bytes })
    },
    hubSendPacket: async ({ requestId, intakeId, path }) => {
      const body = await readFile(this.#path(intakeId)).catch(() => {
        throw fault('packet.not-found')
      })
      const contentType = 'application/octet-stream'
      return this.hubSend({ requestId, method: 'PUT', path, contentType, body: new Uint8Array(body) })
    },
    hubCancel: (requestId) => this.hubCancel(requestId),
  }

  #path(intakeId: string): string {
    return join(this.folder, `${intakeId}.packet`)
  }

  async #writeDurably(path: string, bytes: Uint8Array): Promise<void> {
    await mkdir(this.folder, { recursive: true })
    const handle = await open(`${path}.tmp`, 'w')
    await handle.writeFile(bytes)
    await handle.sync()
    await handle.close()
    await rename(`${path}.tmp`, path)
  }
}

/** A failure as the main process tells it. */
export function fault(code: string, retryable = false): ShellError {
  return new ShellError({ code, message: `made by the test: ${code}`, retryable })
}
