// A clerk who never rests, in place of the screens: worker, bridge and main process are as they are shipped.
import { valueOf } from '#shell/contract'
import { bridge, shellPorts } from '#renderer/platform'
import { connectDesk, type IntakeDesk } from '#renderer/workers'
import { type Order, type Said, saidMark } from '../orders.ts'

const lookEveryMs = 40

const say = (said: Said): void => console.log(saidMark + JSON.stringify(said))
const moment = (ms: number): Promise<void> => new Promise((next) => setTimeout(next, ms))
const codeOf = (error: unknown): string =>
  String((error as { code?: unknown } | null)?.code ?? (error instanceof Error ? error.name : 'unknown'))

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

function scanOf(bytes: number): Uint8Array<ArrayBuffer> {
  const scan = new Uint8Array(bytes)
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(scan.subarray(at, at + 65_536))
  return scan
}

async function orderNow(): Promise<Order | null> {
  try {
    return (await (await fetch('./order.json', { cache: 'no-store' })).json()) as Order
  } catch {
    // Not yet written, or the disk has no room for it.
    return null
  }
}

/** A signed draft with scans, told by name before anybody confirms it. */
async function prepare(desk: IntakeDesk, order: Order): Promise<string> {
  const { id } = await desk.createDraft({
    themeId: 'birth',
    answers: { parents: 'married', settle: 'mother' },
  })
  const scans: { id: string; digest: string }[] = []
  for (let index = 0; index < order.scans; index++) {
    const bytes = scanOf(order.scanBytes)
    const kind = index === 0 ? ('signature' as const) : ('scan' as const)
    const digest = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
    const { id: scanId } = await desk.addAttachment(id, {
      kind,
      mediaType: 'image/png',
      label: `${index}`,
      bytes,
    })
    scans.push({ id: scanId, digest })
  }
  const mark = hex(crypto.getRandomValues(new Uint8Array(16)))
  await desk.saveDraft(id, {
    values: { 'fault.mark': { value: mark, source: 'typed' } },
    materials: [
      {
        materialId: 'birth-record',
        status: 'attached',
        grade: 'B',
        attachments: scans.slice(1).map((scan) => scan.id),
      },
    ],
    signature: {
      signer: 'mother',
      image: scans[0]?.id ?? '',
      statement: '以上信息属实',
      signedDigest: '0'.repeat(64),
      signedAt: new Date().toISOString(),
    },
    step: 'sign',
  })
  say({ kind: 'submitting', intakeId: id, mark, scans: scans.map(({ digest }) => digest) })
  return id
}

async function submit(desk: IntakeDesk, intakeId: string): Promise<void> {
  try {
    const { receiptNumber } = await desk.submit(intakeId, {
      matters: ['birth-certificate', 'household-registration', 'medical-insurance-registration'],
    })
    say({ kind: 'acknowledged', intakeId, receiptNumber })
  } catch (error) {
    say({ kind: 'refused', intakeId, code: codeOf(error) })
  }
}

/** What an earlier start did not bring to an end: a clerk finds the draft and submits it. */
async function finishDrafts(desk: IntakeDesk): Promise<void> {
  for (const { id, signature } of await desk.listDrafts()) {
    if (signature !== null) await submit(desk, id)
  }
}

async function takeIn(desk: IntakeDesk, order: Order): Promise<void> {
  for (let index = 0; index < order.intakes; index++) {
    try {
      await submit(desk, await prepare(desk, order))
    } catch (error) {
      say({ kind: 'refused', intakeId: null, code: codeOf(error) })
    }
  }
}

let told = ''

/** How many still wait; what the status bar would show stands in the log when it changes. */
async function waiting(desk: IntakeDesk): Promise<number | null> {
  const state = await desk.syncState().catch((error: unknown) => codeOf(error))
  const shown =
    typeof state === 'string'
      ? state
      : `${state.link} ${state.reason ?? ''} ${state.pendingIntakes} pending ${state.openTasks} tasks`
  if (shown !== told) say({ kind: 'waiting', state: shown })
  told = shown
  return typeof state === 'string' ? null : state.pendingIntakes
}

async function follow(desk: IntakeDesk): Promise<void> {
  let done = 0
  let settled = 0
  for (; ; await moment(lookEveryMs)) {
    const order = await orderNow()
    if (order === null) continue
    if (order.number > done) {
      done = order.number
      await finishDrafts(desk).catch((error: unknown) => {
        say({ kind: 'refused', intakeId: null, code: codeOf(error) })
      })
      await takeIn(desk, order)
      say({ kind: 'done', order: done })
    }
    if (settled === done) continue
    if (order.hurry) await desk.syncNow().catch(() => undefined)
    const pending = await waiting(desk)
    if (pending !== 0) continue
    settled = done
    say({ kind: 'settled', order: settled })
  }
}

async function run(): Promise<void> {
  const terminal = bridge()
  const { desk, onChange } = connectDesk(shellPorts(terminal))
  onChange((change) => {
    if (change.kind === 'store-stuck') say({ kind: 'failed', reason: change.kind })
  })
  const info = valueOf(await terminal.terminalInfo())
  let order: Order | null = null
  while (order === null) {
    order = await orderNow()
    await moment(lookEveryMs)
  }
  const { restored, damaged, pending } = await desk.open({
    terminal: info,
    keys: valueOf(await terminal.storeKeys()),
  })
  const { id: operatorId, password } = order.account
  await desk.beginSession(valueOf(await terminal.signIn({ operatorId, password })))
  say({ kind: 'opened', restored: restored.length, damaged: damaged.length, pending })
  await follow(desk)
}

run().catch((error: unknown) => {
  say({ kind: 'failed', reason: codeOf(error) })
})
