/** Every channel by its name alone: the gate stands before the schemas of `channels.ts` are loaded. */
export const channelNames = [
  'terminal:info',
  'terminal:restart',
  'session:sign-in',
  'session:sign-out',
  'session:begin-visit',
  'terminal:leave',
  'keys:store',
  'packets:reserve-number',
  'packets:write',
  'packets:list',
  'packets:read',
  'packets:discard',
  'packets:expire',
  'packets:carry-out',
  'packets:acknowledge',
  'hub:send',
  'hub:send-part',
  'hub:cancel',
  'devices:snapshots',
  'devices:invoke',
  'devices:cancel',
  'devices:reconnect',
  'devices:reports',
  'devices:proposals',
  'devices:export',
  'paper:render',
  'storage:status',
] as const

/** See {@link channelNames}. */
export type ChannelName = (typeof channelNames)[number]
