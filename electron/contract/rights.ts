import type { ChannelName } from './channel-names.ts'
import type { Operator } from './channels.ts'

type Role = Operator['role']

/**
 * 权限表: who may do what at a terminal. The main process asks it before every call, and the worker before it begins a draft; the screens ask
 * it only to leave out what would be refused.
 */
export const rights = {
  /** Takes in intakes. Whoever looks after the machine has no business with what citizens hand in. */
  intake: ['visitor', 'clerk', 'supervisor', 'administrator'],
  /** Uses devices and paper. */
  devices: ['visitor', 'clerk', 'supervisor', 'technician', 'administrator'],
  /** Takes sealed packets away on a stick, with a second person. */
  carry: ['clerk', 'supervisor', 'administrator'],
  /** Sees drivers, bytes and settings. */
  technical: ['technician', 'administrator'],
  /** Takes the terminal's record away. */
  record: ['supervisor', 'technician', 'administrator'],
  /** Replaces the terminal's root key, with a second person. */
  rotate: ['administrator'],
  /** Empties the terminal, with a second person. */
  wipe: ['administrator'],
  /** Is the second person, and goes off shift: whoever answers for what is done at the hall. */
  confirm: ['clerk', 'supervisor', 'administrator'],
} as const satisfies Record<string, readonly Role[]>
export type Right = keyof typeof rights

/** Whether a role has a right. */
export function may(role: Role, right: Right): boolean {
  const holders: readonly Role[] = rights[right]
  return holders.includes(role)
}

/**
 * What each channel asks for. `open`: the page needs it with nobody signed in — to sign somebody in, and because the
 * worker opens the store and goes on sending whoever is there. What goes over those is sealed or has no person in it.
 */
export const channelRights = {
  'terminal:info': 'open',
  'terminal:restart': 'open',
  'terminal:wipe': 'wipe',
  /** At a kiosk between two visits, when nobody is signed in. */
  'terminal:renew': 'open',
  'session:sign-in': 'open',
  'session:sign-out': 'open',
  'session:lock': 'open',
  'session:hand-over': 'confirm',
  'session:begin-visit': 'open',
  /** Asks for a technician's password itself: at a kiosk nobody of the hall is signed in. */
  'terminal:leave': 'open',
  'keys:store': 'open',
  'keys:state': 'record',
  'keys:rotate': 'rotate',
  /** What comes out is as unreadable to the page as what goes in. */
  'keys:reseal': 'open',
  'keys:settle': 'open',
  'packets:reserve-number': 'intake',
  'packets:write': 'intake',
  'packets:list': 'open',
  'packets:read': 'open',
  'packets:discard': 'intake',
  'packets:expire': 'open',
  'packets:carry-out': 'carry',
  'packets:acknowledge': 'open',
  'hub:send': 'open',
  'hub:send-part': 'open',
  'hub:send-packet': 'open',
  'hub:cancel': 'open',
  'devices:snapshots': 'open',
  'devices:invoke': 'devices',
  'devices:cancel': 'open',
  'devices:reconnect': 'devices',
  'devices:reports': 'technical',
  'devices:proposals': 'technical',
  'devices:export': 'technical',
  'record:export': 'record',
  'paper:render': 'devices',
  'storage:status': 'open',
  /** Answered only by a machine that has no `terminal.yaml`, where nobody can sign in. */
  'setup:state': 'open',
  'setup:hub': 'open',
  'setup:use-devices': 'open',
  'setup:finish': 'open',
} as const satisfies Record<ChannelName, Right | 'open'>
