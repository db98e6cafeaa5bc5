import {
  type ChannelName,
  channelNames,
  channelRights,
  may,
  type Operator,
  type Right,
  rights,
} from '#shell/contract'
import { describe, expect, it } from 'vitest'
import type { Log } from '../modules/log.ts'
import { OperatorSession } from '../modules/operator-session.ts'
import type { Note } from '../modules/terminal-record.ts'
import { answeredBy, type Handlers } from './answer.ts'
import { notes } from './notes.ts'
import { watched } from './watched.ts'

const roles = ['visitor', 'clerk', 'supervisor', 'technician', 'administrator'] as const
type Role = Operator['role']
const id = '018f6f2a-0000-4000-8000-000000000001'
const hash = 'a'.repeat(64)
const second = { operatorId: '9001', password: 'x' }
const request = { requestId: id, intakeId: id, partId: 'scan', path: '/intakes' }

/** An argument that each channel takes; the compiler asks for one for a new channel. */
const inputs = {
  'terminal:info': undefined,
  'terminal:restart': { reason: 'store-stuck' },
  'terminal:wipe': { second },
  'terminal:renew': undefined,
  'session:sign-in': { operatorId: '1001', password: 'x' },
  'session:sign-out': undefined,
  'session:lock': undefined,
  'session:hand-over': {
    second,
    counts: { taken: 3, waiting: 1, refused: 0, tasks: 0, promised: 2, drafts: 0 },
  },
  'session:begin-visit': undefined,
  'terminal:leave': { operatorId: '9001', password: 'x' },
  'keys:store': undefined,
  'keys:state': undefined,
  'keys:rotate': { second },
  'keys:reseal': {
    operatorId: '1001',
    additionalData: new Uint8Array(),
    nonce: new Uint8Array(12),
    cipher: new Uint8Array(16),
  },
  'keys:settle': { keyId: 'k2' },
  'packets:reserve-number': { intakeId: id },
  'packets:write': { intakeId: id, headerBytes: new Uint8Array(1), parts: [] },
  'packets:list': undefined,
  'packets:read': { intakeId: id },
  'packets:discard': { intakeId: id },
  'packets:expire': { intakeIds: [id] },
  'packets:carry-out': { second },
  'packets:acknowledge': { intakeId: id, packetHash: hash },
  'hub:send': { requestId: id, method: 'GET', path: '/health', body: null },
  'hub:send-part': request,
  'hub:send-packet': request,
  'hub:cancel': { requestId: id },
  'devices:snapshots': undefined,
  'devices:invoke': {
    requestId: id,
    operation: 'receipt:status',
    target: { kind: 'receipt-printer' },
    input: {},
  },
  'devices:cancel': { requestId: id },
  'devices:reconnect': { deviceId: 'reader' },
  'devices:reports': undefined,
  'devices:proposals': undefined,
  'devices:export': undefined,
  'record:export': undefined,
  'paper:render': undefined,
  'storage:status': undefined,
  'setup:state': undefined,
  'setup:hub': { url: 'http://127.0.0.1:1' },
  'setup:use-devices': { devices: [] },
  'setup:finish': undefined,
} as const satisfies Record<ChannelName, unknown>

/** What a channel that is written down answers. */
const outputs: Partial<Record<ChannelName, unknown>> = {
  'terminal:restart': { restarting: true },
  'session:sign-in': { operator: { id: '1001' } },
  'session:begin-visit': { operator: { id: 'visit-1' } },
  'packets:write': { packetHash: hash },
  'keys:rotate': { keyId: 'k2' },
  'keys:settle': { forgotten: ['k1'] },
  'packets:expire': { gone: [id] },
  'packets:carry-out': { copied: 2, already: 1, damaged: 0 },
  'devices:export': { saved: true },
  'record:export': { saved: true },
}

function terminalOf(role: Role | null) {
  const reached: ChannelName[] = []
  const written: Note[] = []
  const session = new OperatorSession()
  if (role !== null) session.begin({ id: `${role}-1`, name: '演示员', role }, session.showing)
  const handlers = Object.fromEntries(
    channelNames.map((channel) => [
      channel,
      () => {
        reached.push(channel)
        return outputs[channel]
      },
    ]),
  ) as unknown as Handlers
  const log = { write: () => undefined } as unknown as Log
  const record = {
    write: (note: Note) => {
      written.push(note)
      return Promise.resolve()
    },
  }
  return {
    answer: answeredBy(watched(handlers, { session, record, log }), log),
    watchedBy: watched(handlers, { session, record, log }),
    reached,
    written,
  }
}

/** Calls the watched handler itself: what an argument must look like is another test's matter. */
async function called(
  role: Role | null,
  channel: ChannelName,
): Promise<{ code: string; written: Note[]; reached: boolean }> {
  const terminal = terminalOf(role)
  const call = terminal.watchedBy[channel] as (input: unknown) => Promise<unknown>
  const code = await call(inputs[channel]).then(
    () => 'done',
    (error: unknown) => (error as { code: string }).code,
  )
  return { code, written: terminal.written, reached: terminal.reached.length > 0 }
}

/** The table of rights once more, by hand: a change of it has to be meant. */
const allowed: Readonly<Record<Right, readonly Role[]>> = {
  intake: ['visitor', 'clerk', 'supervisor', 'administrator'],
  devices: ['visitor', 'clerk', 'supervisor', 'technician', 'administrator'],
  carry: ['clerk', 'supervisor', 'administrator'],
  technical: ['technician', 'administrator'],
  record: ['supervisor', 'technician', 'administrator'],
  rotate: ['administrator'],
  wipe: ['administrator'],
  confirm: ['clerk', 'supervisor', 'administrator'],
}

/** What nobody signed in reaches: a new channel is not among it by itself. */
const open: readonly ChannelName[] = [
  ...([
    'terminal:info',
    'terminal:restart',
    'terminal:renew',
    'terminal:leave',
    'storage:status',
    'keys:store',
    'keys:reseal',
    'keys:settle',
  ] as const),
  ...(['session:sign-in', 'session:sign-out', 'session:lock', 'session:begin-visit'] as const),
  ...(['setup:state', 'setup:hub', 'setup:use-devices', 'setup:finish'] as const),
  ...(['packets:list', 'packets:read', 'packets:expire', 'packets:acknowledge'] as const),
  ...([
    'hub:send',
    'hub:send-part',
    'hub:send-packet',
    'hub:cancel',
    'devices:snapshots',
    'devices:cancel',
  ] as const),
]

describe('the rights of the roles', () => {
  it('are those of the table, and every right is somebody’s', () => {
    expect(Object.keys(rights).sort()).toEqual(Object.keys(allowed).sort())
    for (const right of Object.keys(allowed) as Right[]) {
      for (const role of roles)
        expect([right, role, may(role, right)]).toEqual([right, role, allowed[right].includes(role)])
    }
  })

  it('stand at every channel, and no other is open than these', () => {
    expect(Object.keys(channelRights).sort()).toEqual([...channelNames].sort())
    expect(Object.keys(notes).sort()).toEqual([...channelNames].sort())
    const opened = channelNames.filter((channel) => channelRights[channel] === 'open')
    expect([...opened].sort()).toEqual([...open].sort())
  })

  describe.each(channelNames)('%s', (channel) => {
    const right = channelRights[channel]

    it.each([null, ...roles])('as %s', async (role) => {
      const { code, reached, written } = await called(role, channel)
      const passes = right === 'open' || (role !== null && allowed[right].includes(role))
      expect(reached).toBe(passes)
      if (passes) expect(code).toBe('done')
      else {
        expect(code).toBe(role === null ? 'session.signed-out' : 'session.no-right')
        expect(written).toEqual([])
      }
    })
  })
})

describe('what is done at a terminal', () => {
  it('is written down with who did it, where it changes something', async () => {
    const done = await Promise.all(channelNames.map((channel) => called('administrator', channel)))
    const said = done.flatMap(({ written }) => written)
    expect(said).toEqual([
      { action: 'restarted', operatorId: 'administrator-1', detail: 'store-stuck' },
      { action: 'sign-in', operatorId: '1001' },
      { action: 'visit-begun', operatorId: 'visit-1' },
      { action: 'left', operatorId: '9001' },
      { action: 'keys-rotated', operatorId: 'administrator-1', detail: 'k2' },
      { action: 'keys-forgotten', operatorId: 'administrator-1', detail: 'k1' },
      { action: 'packet-sealed', operatorId: 'administrator-1', detail: `${id} ${hash}` },
      { action: 'packet-discarded', operatorId: 'administrator-1', detail: id },
      { action: 'packets-expired', operatorId: 'administrator-1', detail: '1' },
      { action: 'carried-out', operatorId: 'administrator-1', detail: '2 1' },
      { action: 'exported', operatorId: 'administrator-1', detail: 'devices' },
      { action: 'record-exported', operatorId: 'administrator-1' },
    ])
  })

  it('is answered behind the gate with the code of what is missing', async () => {
    const { answer } = terminalOf('visitor')
    expect(await answer('packets:carry-out', { second })).toMatchObject({
      ok: false,
      error: { code: 'session.no-right' },
    })
    expect(await answer('record:export', undefined)).toMatchObject({
      ok: false,
      error: { code: 'session.no-right' },
    })
  })
})
