import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StoreKeys, TerminalInfo } from '#shell/contract'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach } from 'vitest'
import { type DeskParts, LocalDesk } from './desk.ts'
import { FileShell } from './file-shell.test-support.ts'
import type { DeskChange, OpenReport } from './intake-desk.ts'

export const clerkWang = { id: 'W001', name: '王办事', role: 'clerk' as const }
export const clerkLi = { id: 'L002', name: '李窗口', role: 'clerk' as const }
/** What must never lie on disk in clear. */
export const motherName = '欧阳若溪'
export const motherNumber = '430102199003074427'

export const wangsDraftKey = new Uint8Array(32).fill(3)
const draftKeys: Record<string, Uint8Array> = {
  W001: wangsDraftKey,
  L002: new Uint8Array(32).fill(4),
}
const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** Runs `cleanup` after the test, the last one first. */
export function afterTest(cleanup: () => Promise<void>): void {
  cleanups.push(cleanup)
}

/** One machine: its packet folder, its IndexedDB, its keys. Desks come and go on it. */
export class Machine {
  readonly shell: FileShell
  keys: StoreKeys = {
    keyId: 'k1',
    storeKey: new Uint8Array(32).fill(1),
    packetKey: new Uint8Array(32).fill(2),
    searchKey: new Uint8Array(32).fill(5),
    earlier: [],
    packetKeys: [],
  }
  terminal: TerminalInfo
  source = { indexedDB: new IDBFactory(), IDBKeyRange }
  readonly changes: DeskChange[] = []
  report: OpenReport | null = null
  #generation = 0

  private constructor(folder: string, hubKey: TerminalInfo['hubKey'], terminalId: string) {
    this.shell = new FileShell(folder, { siteCode: '430102', terminalId })
    this.terminal = {
      version: '0.1.0',
      mode: 'window',
      profile: 'hall',
      firstThemes: [],
      site: { code: '430102', name: '芙蓉区政务大厅', place: '3号综合窗口' },
      terminalId,
      demonstration: true,
      keyCustody: 'file',
      pollSeconds: 0.1,
      scanHours: [],
      scanKilobytesPerSecond: null,
      pageTargetBytes: 1_048_576,
      kiosk: { idleSeconds: 90, askSeconds: 30, needs: [] },
      lockSeconds: 600,
      retentionDays: 90,
      hubKey,
    }
  }

  /** @param hubKey the real hub's encryption key; without one, a key that nobody has. */
  static async make(hubKey?: TerminalInfo['hubKey'], terminalId = 'T01'): Promise<Machine> {
    const folder = await mkdtemp(join(tmpdir(), 'yichuang-desk-'))
    afterTest(() => rm(folder, { recursive: true, force: true }))
    return new Machine(folder, hubKey ?? { keyId: 'nobody', publicKey: await newPublicKey() }, terminalId)
  }

  /** The program starts, with `operator` signed in. The one before it is dead: it can reach nothing any more. */
  async start(
    operator: typeof clerkWang | null = clerkWang,
    parts: Partial<DeskParts> = {},
  ): Promise<LocalDesk> {
    this.#generation += 1
    const generation = this.#generation
    const { ports } = this.shell
    const alive = <A extends unknown[], R>(call: (...given: A) => Promise<R>) => {
      return (...given: A): Promise<R> =>
        generation === this.#generation ? call(...given) : new Promise<never>(() => undefined)
    }
    const desk = new LocalDesk({
      ports: {
        reserveNumber: alive(ports.reserveNumber),
        writePacket: alive(ports.writePacket),
        listPackets: alive(ports.listPackets),
        readPacket: alive(ports.readPacket),
        discardPacket: alive(ports.discardPacket),
        expirePackets: alive(ports.expirePackets),
        acknowledgePacket: alive(ports.acknowledgePacket),
        resealRow: alive(ports.resealRow),
        settleKeys: alive(ports.settleKeys),
        hubSend: alive(ports.hubSend),
        hubSendPart: alive(ports.hubSendPart),
        hubSendPacket: alive(ports.hubSendPacket),
        hubCancel: alive(ports.hubCancel),
      },
      onChange: (change) => this.changes.push(change),
      catalogueVersion: async () => '2026.11.1',
      source: this.source as never,
      ...parts,
      ...(parts.hub === undefined ? {} : { hub: reachedBy(parts.hub, alive) }),
    })
    afterTest(() => desk.close())
    this.report = await desk.open({ terminal: this.terminal, keys: this.keys })
    if (operator !== null) await signIn(desk, operator)
    return desk
  }

  /** The program is killed: nothing that it had begun goes on. */
  kill(): void {
    this.#generation += 1
  }

  /** The database is lost, the packets are not. */
  loseDatabase(): void {
    this.source = { indexedDB: new IDBFactory(), IDBKeyRange }
  }
}

/** The hub as a desk reaches it that may be killed: its engine goes on in this process, and must deliver nothing any more. */
function reachedBy<H extends object>(
  hub: H,
  alive: <A extends unknown[], R>(call: (...given: A) => Promise<R>) => (...given: A) => Promise<R>,
): H {
  return new Proxy(hub, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return alive((...given: unknown[]) =>
        (value as (...all: unknown[]) => Promise<unknown>).apply(target, given),
      )
    },
  })
}

export async function signIn(desk: LocalDesk, operator: typeof clerkWang): Promise<void> {
  await desk.beginSession({ operator, draftKey: draftKeys[operator.id] as Uint8Array })
}

async function newPublicKey(): Promise<TerminalInfo['hubKey']['publicKey']> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  return { kty: 'EC', crv: 'P-256', x, y }
}

/** The matters of the newborn's theme: six departments' cases. */
export const matters = [
  'birth-certificate',
  'household-registration',
  'vaccination-record',
  'medical-insurance-registration',
  'medical-insurance-premium',
  'social-security-card',
]

/** A signed draft with two files, ready to be submitted. */
export async function fillDraft(desk: LocalDesk, themeId = 'birth', label = '出生医学证明'): Promise<string> {
  const { id } = await desk.createDraft({ themeId, answers: { parents: 'married', settle: 'mother' } })
  const png = new Uint8Array(2_000).map((_, index) => index % 251)
  const scan = await desk.addAttachment(id, { kind: 'scan', mediaType: 'image/png', label, bytes: png })
  const image = await desk.addAttachment(id, {
    kind: 'signature',
    mediaType: 'image/png',
    label: '签名',
    bytes: png.slice(0, 300),
  })
  await desk.saveDraft(id, {
    values: {
      'mother.name': { value: motherName, source: 'card' },
      'mother.idNumber': { value: motherNumber, source: 'card' },
    },
    materials: [{ materialId: 'birth-record', status: 'attached', grade: 'B', attachments: [scan.id] }],
    signature: {
      signer: 'mother',
      image: image.id,
      statement: '以上信息属实',
      signedDigest: '0'.repeat(64),
      signedAt: '2026-11-23T09:00:00+08:00',
    },
    step: 'sign',
  })
  return id
}

/** Waits until `condition` holds, as told by what the desk does, not by a guess at how long it takes. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 12_000
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`it did not come to this: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
