import type { ChannelInput, ChannelName, ChannelOutput } from '#shell/contract'
import type { Note } from '../modules/terminal-record.ts'

type Noted = Pick<Note, 'action' | 'detail'> & { readonly operatorId?: string }
type NoteOf<C extends ChannelName> = (input: ChannelInput<C>, output: ChannelOutput<C>) => Noted | null

/**
 * What the record says of a call that succeeded; null for what is not written down, because it changes nothing or comes with
 * every page. Nothing in a note is of a citizen: ids, digests and numbers of pieces.
 */
export const notes: { readonly [C in ChannelName]: NoteOf<C> | null } = {
  'terminal:info': null,
  'terminal:restart': ({ reason }, { restarting }) =>
    restarting ? { action: 'restarted', detail: reason } : null,
  /** Written by the handler, before the program ends. */
  'terminal:wipe': null,
  'terminal:renew': null,
  'session:sign-in': (_, { operator }) => ({ action: 'sign-in', operatorId: operator.id }),
  /** Written by the handler, which knows who it was. */
  'session:sign-out': null,
  /** Both written by the handler: the session is another one afterwards. */
  'session:lock': null,
  'session:hand-over': null,
  'session:begin-visit': (_, { operator }) => ({ action: 'visit-begun', operatorId: operator.id }),
  'terminal:leave': ({ operatorId }) => ({ action: 'left', operatorId }),
  'keys:store': null,
  'keys:state': null,
  'keys:rotate': (_, { keyId }) => ({ action: 'keys-rotated', detail: keyId }),
  'keys:reseal': null,
  'keys:settle': (_, { forgotten }) =>
    forgotten.length === 0 ? null : { action: 'keys-forgotten', detail: forgotten.join(' ') },
  'packets:reserve-number': null,
  'packets:write': ({ intakeId }, { packetHash }) => ({
    action: 'packet-sealed',
    detail: `${intakeId} ${packetHash}`,
  }),
  'packets:list': null,
  'packets:read': null,
  'packets:discard': ({ intakeId }) => ({ action: 'packet-discarded', detail: intakeId }),
  'packets:expire': (_, { gone }) =>
    gone.length === 0 ? null : { action: 'packets-expired', detail: String(gone.length) },
  'packets:carry-out': (_, carried) =>
    carried === null ? null : { action: 'carried-out', detail: `${carried.copied} ${carried.already}` },
  'packets:acknowledge': null,
  'hub:send': null,
  'hub:send-part': null,
  'hub:send-packet': null,
  'hub:cancel': null,
  'devices:snapshots': null,
  'devices:invoke': null,
  'devices:cancel': null,
  'devices:reconnect': null,
  'devices:reports': null,
  'devices:proposals': null,
  'devices:export': (_, { saved }) => (saved ? { action: 'exported', detail: 'devices' } : null),
  'record:export': (_, { saved }) => (saved ? { action: 'record-exported' } : null),
  'paper:render': null,
  'storage:status': null,
  /** Before there is a record. */
  'setup:state': null,
  'setup:hub': null,
  'setup:use-devices': null,
  'setup:finish': null,
}
