import type { DeviceSnapshot, DeviceState } from '#devices/contract'
import { describe, expect, it } from 'vitest'
import { missingDevice } from './out-of-service.ts'

function device(kind: DeviceSnapshot['kind'], state: DeviceState, id: string = kind): DeviceSnapshot {
  return { id, kind, label: kind, state }
}
const needs = ['receipt-printer'] as const
const paperOut: DeviceState = { status: 'needs-attention', reason: 'paper-out', usable: false }

describe('what a kiosk needs', () => {
  it('is there while one of the kind can be used, has work, or is on its way up', () => {
    const states: DeviceState[] = [
      { status: 'ready' },
      { status: 'busy', operation: 'receipt:print' },
      { status: 'needs-attention', reason: 'paper-near-end', usable: true },
      { status: 'starting' },
      { status: 'absent' },
    ]
    for (const state of states) expect(missingDevice(needs, [device('receipt-printer', state)])).toBeNull()
    const two = [device('receipt-printer', paperOut), device('receipt-printer', { status: 'ready' }, 'other')]
    expect(missingDevice(needs, two)).toBeNull()
  })

  it('is missing where none is configured, the paper is out, or it was up and is being looked for', () => {
    const trouble = (state: DeviceState) => missingDevice(needs, [device('receipt-printer', state)])?.trouble
    expect(missingDevice(needs, [device('document-scanner', { status: 'ready' })])?.trouble).toBe('fault')
    expect(trouble(paperOut)).toBe('paper')
    expect(trouble({ status: 'starting', again: true })).toBe('fault')
  })

  it('is nothing that a hall has not said it needs, and not known before the devices are', () => {
    expect(missingDevice([], [])).toBeNull()
    expect(missingDevice(needs, null)).toBeNull()
  })
})
