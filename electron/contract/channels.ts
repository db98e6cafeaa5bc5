import {
  deviceConfigListSchema,
  deviceEventSchema,
  deviceIdSchema,
  deviceInvocationSchema,
  deviceKindSchema,
  deviceProposalSchema,
  deviceReportSchema,
  deviceSnapshotSchema,
} from '#devices/contract'
import { z } from 'zod'
import type { ChannelName } from './channel-names.ts'
import { paperSheetSchema } from './paper.ts'
import {
  setupChoiceSchema,
  setupDoneSchema,
  setupHubSchema,
  setupOperatorSchema,
  setupStateSchema,
} from './setup.ts'
import { profiles } from './terminal-config.ts'

/** Largest single body over the bridge: a sealed scan of an A3 colour page fits several times over. */
const bytes = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.byteLength <= 64 * 1024 * 1024,
  'not bytes, or more than 64 MiB',
)
const intakeId = z.uuid()
const partId = z.string().regex(/^[a-z0-9-]{1,60}$/)
const hash = z.string().regex(/^[0-9a-f]{64}$/)

const operatorSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** `visitor`: a citizen alone at a kiosk, for one visit. */
  role: z.enum(['visitor', 'clerk', 'supervisor', 'technician', 'administrator']),
})

/** What the screens may know of the terminal's configuration: no paths, no secrets. */
export const terminalInfoSchema = z.strictObject({
  version: z.string(),
  mode: z.enum(['window', 'kiosk', 'station']),
  profile: z.enum(profiles),
  site: z.strictObject({
    code: z.string(),
    name: z.string(),
    place: z.string(),
    phone: z.string().optional(),
  }),
  terminalId: z.string(),
  themes: z.array(z.string()).optional(),
  /** Themes before all others, in this order; those that the catalogue does not have are told on screen. */
  firstThemes: z.array(z.string()),
  demonstration: z.boolean(),
  keyCustody: z.enum(['system', 'file']),
  pollSeconds: z.number(),
  /** 传输时段 as configured; empty means at any time. */
  scanHours: z.array(z.string()),
  /** 上行限速; null where scans may take the whole line. */
  scanKilobytesPerSecond: z.number().nullable(),
  pageTargetBytes: z.int(),
  /** How a kiosk goes on with somebody who does nothing any more, and where else they can go. */
  kiosk: z.strictObject({
    idleSeconds: z.number(),
    askSeconds: z.number(),
    /** Kinds of devices without which nobody begins. */
    needs: z.array(deviceKindSchema),
    alternative: z.string().optional(),
  }),
  /** Seconds without a sign of the clerk after which a window locks itself. */
  lockSeconds: z.number(),
  /** Days after which a delivered intake leaves this terminal. */
  retentionDays: z.int(),
  hubKey: z.strictObject({
    keyId: z.string(),
    publicKey: z.strictObject({
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: z.string(),
      y: z.string(),
    }),
  }),
})
export type TerminalInfo = z.infer<typeof terminalInfoSchema>

const keyId = z.string().max(64)

/**
 * Keys of the local store, derived in the main process; the root keys never leave it. While keys are rotated, rows may still be under an
 * earlier root.
 */
export const storeKeysSchema = z.strictObject({
  keyId,
  /** Encrypts intakes, feed and tasks at rest; 32 bytes. */
  storeKey: bytes,
  /** Wraps the content keys of sealed packets for this terminal; 32 bytes. */
  packetKey: bytes,
  /** Makes the tokens by which intakes are searched; 32 bytes. */
  searchKey: bytes,
  /** The same of the roots before the current one, newest last. */
  earlier: z.array(z.strictObject({ keyId, storeKey: bytes, searchKey: bytes })),
  /** Keys of packets that were sealed under a root of before. */
  packetKeys: z.array(z.strictObject({ keyId, key: bytes })),
})

export const sessionSchema = z.strictObject({
  operator: operatorSchema,
  /** Encrypts this operator's drafts; 32 bytes; no other operator's session gets it. */
  draftKey: bytes,
  /** Which root that key is of; empty for a visit, whose key is of none. */
  keyId,
  /** Keys of this operator's drafts that were not written anew since a rotation. */
  earlierDraftKeys: z.array(z.strictObject({ keyId, key: bytes })),
})
export type Operator = z.infer<typeof operatorSchema>
export type Session = z.infer<typeof sessionSchema>
export type StoreKeys = z.infer<typeof storeKeysSchema>
export type KeyState = ChannelOutput<'keys:state'>

/** A sealed packet on this terminal's disk. */
export const packetRowSchema = z.strictObject({
  intakeId,
  receiptNumber: z.string(),
  sequence: z.int(),
  packetHash: hash,
  /** The hub has committed exactly this hash. */
  acknowledged: z.boolean(),
})
export type PacketRow = z.infer<typeof packetRowSchema>

const nothing = z.undefined()
/** 双人确认: another operator, who says with a password of their own that it may be done. */
const secondPerson = z.strictObject({
  second: z.strictObject({ operatorId: z.string().max(20), password: z.string().max(200) }),
})
const count = z.int().min(0).max(99_999)
/** 交接班: what an operator leaves, in numbers. */
export const shiftCountsSchema = z.strictObject({
  /** Taken in today. */
  taken: count,
  /** Not at the hub yet. */
  waiting: count,
  /** Sent back by the hub. */
  refused: count,
  /** What departments ask for. */
  tasks: count,
  /** Papers that applicants have promised to bring later. */
  promised: count,
  /** Begun, and not handed in. */
  drafts: count,
})
export type ShiftCounts = z.infer<typeof shiftCountsSchema>
export type SecondPerson = z.infer<typeof secondPerson>['second']

/** Never with two slashes in front: what follows those is another host. */
const hubPath = z
  .string()
  .max(2000)
  .regex(/^\/(?!\/)[A-Za-z0-9/_.~?=&%-]*$/)
const hubAnswer = z.strictObject({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: bytes,
})

/**
 * Every call that a page may make, with the schema of its one argument and of its answer. The main process's gate
 * refuses what is not listed, not from our own page, or not of this shape.
 */
export const channels = {
  'terminal:info': { input: nothing, output: terminalInfoSchema },
  /** Ends the program and starts it anew; not within two minutes after a start, so that it cannot turn in a circle. */
  'terminal:restart': {
    input: z.strictObject({ reason: z.enum(['store-stuck', 'set-up']) }),
    output: z.strictObject({ restarting: z.boolean() }),
  },
  /** 清空本机: removes all that citizens handed in, once everything is delivered, and starts anew; identity, numbers and record stay. */
  'terminal:wipe': { input: secondPerson, output: nothing },
  /** 换人: at a kiosk between two visits, the page comes anew in another process, and with the old one goes what it had in memory. */
  'terminal:renew': { input: nothing, output: nothing },
  'session:sign-in': {
    input: z.strictObject({ operatorId: z.string().max(20), password: z.string().max(200) }),
    output: sessionSchema,
  },
  'session:sign-out': { input: nothing, output: nothing },
  /** 锁屏: ends the session as signing out does; whoever comes back signs in again, and finds the screen as it was. */
  'session:lock': { input: nothing, output: nothing },
  /** 交接班: the next operator takes over, with a password of their own, what the counts say; from then on it is their session. */
  'session:hand-over': {
    input: secondPerson.extend({ counts: shiftCountsSchema }),
    output: sessionSchema,
  },
  /** 自助办理: begins a visit of somebody alone at a kiosk, under a name and a key that nobody will have again. */
  'session:begin-visit': { input: nothing, output: sessionSchema },
  /** Ends a kiosk's program on the word of a technician or administrator. */
  'terminal:leave': {
    input: z.strictObject({ operatorId: z.string().max(20), password: z.string().max(200) }),
    output: nothing,
  },
  'keys:store': { input: nothing, output: storeKeysSchema },
  'keys:state': {
    input: nothing,
    output: z.strictObject({
      keyId,
      /** Since when the current root is in use, as far as it is known. */
      since: z.iso.datetime(),
      earlier: z.int(),
      rotateDays: z.number().nullable(),
    }),
  },
  /** 更换密钥: a new root for all that is written from now on. The page is shown anew, with keys of the new root. */
  'keys:rotate': { input: secondPerson, output: z.strictObject({ keyId }) },
  /** Encrypts a row of an operator's drafts anew under the current root; null where it opens under none. */
  'keys:reseal': {
    input: z.strictObject({
      operatorId: z.string().max(40),
      additionalData: bytes,
      keyId: keyId.optional(),
      nonce: bytes,
      cipher: bytes,
    }),
    output: z.strictObject({ keyId, nonce: bytes, cipher: bytes }).nullable(),
  },
  /** Says that a full scan found nothing in the store that is under another root than this one. */
  'keys:settle': { input: z.strictObject({ keyId }), output: z.strictObject({ forgotten: z.array(keyId) }) },
  'packets:reserve-number': {
    input: z.strictObject({ intakeId }),
    output: z.strictObject({ receiptNumber: z.string(), sequence: z.int() }),
  },
  /** Signs the header and writes the packet file durably (temp, fsync, rename, fsync of the folder). */
  'packets:write': {
    input: z.strictObject({
      intakeId,
      headerBytes: bytes,
      parts: z.array(z.strictObject({ id: partId, bytes })).max(200),
    }),
    output: z.strictObject({ packetHash: hash, signature: bytes }),
  },
  'packets:list': { input: nothing, output: z.array(packetRowSchema) },
  'packets:read': { input: z.strictObject({ intakeId }), output: bytes },
  /** Takes back a packet whose transaction failed; refused once the hub has acknowledged it. */
  'packets:discard': { input: z.strictObject({ intakeId }), output: nothing },
  /** 留存期满: removes packets that the hub has acknowledged and whose time here is over; `gone` are not here any more. */
  'packets:expire': {
    input: z.strictObject({ intakeIds: z.array(intakeId).max(100) }),
    output: z.strictObject({ gone: z.array(intakeId) }),
  },
  /** Asks the person for a stick or folder, and copies there what the hub does not have; null when they changed their mind. */
  'packets:carry-out': {
    input: secondPerson,
    output: z.strictObject({ copied: z.int(), already: z.int(), damaged: z.int() }).nullable(),
  },
  'packets:acknowledge': { input: z.strictObject({ intakeId, packetHash: hash }), output: nothing },
  'hub:send': {
    input: z.strictObject({
      requestId: z.uuid(),
      method: z.enum(['GET', 'PUT', 'POST']),
      path: hubPath,
      contentType: z
        .string()
        .regex(/^[\x20-\x7e]{1,200}$/)
        .optional(),
      /** What the hub's contract has beside the content type; the rest is the main process's own. */
      headers: z
        .record(z.string().regex(/^idempotency-key$/), z.string().regex(/^[\x21-\x7e]{1,200}$/))
        .optional(),
      body: bytes.nullable(),
    }),
    output: hubAnswer,
  },
  /**
   * Sends a part of a sealed packet from its file: scans cross no process to be sent. `resume`: some of it may be at the
   * hub from an earlier try.
   */
  'hub:send-part': {
    input: z.strictObject({ requestId: z.uuid(), intakeId, partId, path: hubPath, resume: z.boolean() }),
    output: hubAnswer,
  },
  /** Sends a whole sealed packet from its file. */
  'hub:send-packet': {
    input: z.strictObject({ requestId: z.uuid(), intakeId, path: hubPath }),
    output: hubAnswer,
  },
  'hub:cancel': { input: z.strictObject({ requestId: z.uuid() }), output: nothing },
  'devices:snapshots': { input: nothing, output: z.array(deviceSnapshotSchema) },
  'devices:invoke': { input: deviceInvocationSchema, output: z.unknown() },
  'devices:cancel': { input: z.strictObject({ requestId: z.uuid() }), output: nothing },
  /** Tries a device again now; one that was set aside only for a technician. */
  'devices:reconnect': { input: z.strictObject({ deviceId: deviceIdSchema }), output: nothing },
  /** What technicians may know; empty while the device host is away. */
  'devices:reports': { input: nothing, output: z.array(deviceReportSchema) },
  /** What else hangs on this machine, with the lines that would configure it; for technicians. */
  'devices:proposals': {
    input: nothing,
    output: z.array(deviceProposalSchema.extend({ lines: z.string().nullable() })),
  },
  /** Asks the person where to save the support file. */
  'devices:export': { input: nothing, output: z.strictObject({ saved: z.boolean() }) },
  /** Asks the person where to save the terminal's record. */
  'record:export': { input: nothing, output: z.strictObject({ saved: z.boolean() }) },
  /** Draws an A4 form as PDF. */
  'paper:render': {
    input: paperSheetSchema,
    output: z.strictObject({ pdf: bytes, missing: z.array(z.string()) }),
  },
  'storage:status': {
    input: nothing,
    output: z.strictObject({ freeBytes: z.number(), totalBytes: z.number(), intakeAllowed: z.boolean() }),
  },
  /** 首次设置, while there is no `terminal.yaml`; refused with `setup.over` afterwards. */
  'setup:state': { input: nothing, output: setupStateSchema },
  /** Asks a hub at an address who it is. */
  'setup:hub': { input: z.strictObject({ url: z.url().max(300) }), output: setupHubSchema },
  /** Opens these devices, to try them. */
  'setup:use-devices': { input: z.strictObject({ devices: deviceConfigListSchema }), output: nothing },
  /** Writes the configuration, or says what has to be put where. */
  'setup:finish': {
    input: z.strictObject({ choice: setupChoiceSchema, operator: setupOperatorSchema }),
    output: setupDoneSchema,
  },
} as const satisfies Record<ChannelName, { input: z.ZodType; output: z.ZodType }>

/** A find, with its entry as it is written into `terminal.yaml`. */
export type ShownProposal = ChannelOutput<'devices:proposals'>[number]

export type ChannelInput<C extends ChannelName> = z.infer<(typeof channels)[C]['input']>
export type ChannelOutput<C extends ChannelName> = z.infer<(typeof channels)[C]['output']>

/** Things that the main process tells the page without being asked. */
export const events = {
  'devices:event': deviceEventSchema,
} as const
export type EventName = keyof typeof events
export type EventData<E extends EventName> = z.infer<(typeof events)[E]>
