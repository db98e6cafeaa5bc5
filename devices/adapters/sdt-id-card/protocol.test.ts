import { describe, expect, it } from 'vitest'
import type { SdtFrame } from './framing.ts'
import { canAnswer, formatSamId, refusal, sdtCommands, splitBase } from './protocol.ts'

const frame = (sw3: number, dataBytes = 0): SdtFrame => ({
  type: 'frame',
  sw1: 0,
  sw2: 0,
  sw3,
  data: new Uint8Array(dataBytes),
})

describe('answers', () => {
  it('to an earlier request that was given up are not taken for the one waited for', () => {
    expect(canAnswer(sdtCommands.selectCard, frame(0x9f, 4))).toBe(false)
    expect(canAnswer(sdtCommands.findCard, frame(0x90, 8))).toBe(false)
    expect(canAnswer(sdtCommands.readBase, frame(0x90, 8))).toBe(false)
    expect(canAnswer(sdtCommands.readBase, frame(0x80))).toBe(false)
    expect(canAnswer(sdtCommands.samStatus, frame(0x90, 16))).toBe(false)
  })

  it('of their own kind are taken', () => {
    expect(canAnswer(sdtCommands.findCard, frame(0x9f, 4))).toBe(true)
    expect(canAnswer(sdtCommands.findCard, frame(0x80))).toBe(true)
    expect(canAnswer(sdtCommands.selectCard, frame(0x90, 8))).toBe(true)
    expect(canAnswer(sdtCommands.selectCard, frame(0x81))).toBe(true)
    expect(canAnswer(sdtCommands.readBase, frame(0x90, 4 + 256 + 1024))).toBe(true)
    expect(canAnswer(sdtCommands.readBase, frame(0x41))).toBe(true)
    expect(canAnswer(sdtCommands.findCard, frame(0x66))).toBe(true)
  })

  it('that refuse name the status in bytes and words', () => {
    expect(refusal(sdtCommands.samStatus, frame(0x60))).toMatchObject({
      code: 'id-card.sam-failed',
      message: 'SAM status: status 00 00 60 (SAM self test failed)',
    })
    expect(refusal(sdtCommands.readBase, frame(0x31)).code).toBe('id-card.authentication-failed')
    expect(refusal(sdtCommands.readBase, frame(0x99)).code).toBe('id-card.read-failed')
  })
})

describe('the security module', () => {
  it('is numbered as vendors print it', () => {
    const data = Buffer.alloc(16)
    data.writeUInt16LE(5, 0)
    data.writeUInt16LE(3, 2)
    data.writeUInt32LE(20_240_101, 4)
    data.writeUInt32LE(42, 8)
    data.writeUInt32LE(4_000_000_000, 12)
    expect(formatSamId(Uint8Array.from(data))).toBe('05.03-20240101-0000000042-4000000000')
  })
})

describe('base data', () => {
  it('without a photo are still a card', () => {
    const data = new Uint8Array(4 + 256)
    data[0] = 1
    expect(splitBase(data).photo).toBeNull()
  })

  it('whose lengths and bytes disagree are refused', () => {
    const data = new Uint8Array(4 + 256)
    data.set([1, 0, 4, 0])
    expect(() => splitBase(data)).toThrow(expect.objectContaining({ code: 'device.protocol' }) as Error)
  })
})
